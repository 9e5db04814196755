import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'

/** A person of the workspace. */
export interface Person {
  readonly id: string
  readonly name: string
}

export interface IdentityOptions {
  readonly config: Config
  /** The name of the operating system's user; undefined where it is not known. */
  readonly osUser: string | undefined
  /** Finds the person to act as, by name or id. Given only where acting as others is harmless: in the sandbox. */
  readonly asUser?: ((nameOrId: string) => Promise<Person | undefined>) | undefined
  readonly nameOf?: ((userId: string) => Promise<string | undefined>) | undefined
}

export type Identity =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly code: string; readonly what: string; readonly next: string }

/** Who types here: whom the operating system vouches for, or whom the sandbox lets them play. Never what a real person merely claims. */
export async function identify(as: string | undefined, options: IdentityOptions): Promise<Identity> {
  return as === undefined ? identifyOsUser(options) : identifyAs(as, options)
}

async function identifyAs(as: string, options: IdentityOptions): Promise<Identity> {
  if (options.asUser === undefined) {
    return {
      ok: false,
      code: 'as-not-allowed',
      what: '--as works in the sandbox only.',
      next: 'Leave it out: you act as the person that your user is mapped to in ohmy.yaml (terminal.users).',
    }
  }
  const person = await options.asUser(as)
  if (person !== undefined) return { ok: true, caller: { ...person, origin: 'terminal' } }
  return {
    ok: false,
    code: 'person-unknown',
    what: `There is nobody called ${as}.`,
    next: 'Give a name or an id of the workspace.',
  }
}

async function identifyOsUser(options: IdentityOptions): Promise<Identity> {
  const { config, osUser } = options
  const mapped = osUser !== undefined && Object.hasOwn(config.terminalUsers, osUser)
  const id = mapped ? config.terminalUsers[osUser] : undefined
  if (osUser !== undefined && id !== undefined) {
    const name = await options.nameOf?.(id).catch(() => undefined)
    return { ok: true, caller: { id, name: name ?? osUser, origin: 'terminal' } }
  }
  return {
    ok: false,
    code: 'terminal-user-unmapped',
    what:
      osUser === undefined
        ? 'The operating system does not say who you are.'
        : `Your user ${osUser} is nobody in Slack yet, so ohmy cannot tell what you may do.`,
    next:
      osUser === undefined
        ? 'Run ohmy as a named user.'
        : `Add it to ohmy.yaml, with your Slack user id:\n\n  terminal:\n    users:\n      ${osUser}: U…\n`,
  }
}
