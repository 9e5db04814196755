import type { Authority } from '../access/authority.js'
import { holdersOf } from '../access/holders.js'
import { findRole } from '../access/role.js'
import type { Caller } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { formatMoment } from '../core/moment.js'
import { current, currentOrNext, formatWeekly } from '../core/time-windows.js'
import type { Zone } from '../core/time-zone.js'
import { type Offer, UserError } from '../core/user-error.js'
import { lineOf } from '../core/line.js'
import { serviceLock } from '../core/service-lock.js'
import { capital } from '../core/wording.js'
import { freezesBarring } from './freezes.js'
import { type Lock, scopeName, scopeWords } from '../core/lock.js'
import type { Locks } from './locks.js'

/** What the gate has to know of an operation. */
export interface Gated {
  readonly verb: string
  // The engine gives it the input that the operation's own schema has read.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly environment: (input: any) => string
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly locks: (input: any) => readonly string[]
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly concerns?: (input: any) => readonly string[]
  /** False: nobody can break the glass for it, so that is not offered. Absent: who may can. */
  readonly glass?: false
}

export interface GateOptions {
  readonly locks: Pick<Locks, 'blocking'>
  /** Policies, freezes, and the people who have a role: these are asked only where something is in the way. */
  readonly authority: Authority
  readonly zone: Zone
  readonly clock: Clock
}

/**
 * What is in the way of a change now, in words: people's locks first, then freezes, then the maintenance window.
 * Who asks is told so where they are in their own way, or may unlock it; without them others are named. Rejects with a UserError when the locks cannot be read: then the change must not happen.
 */
export function createGate(
  options: GateOptions,
): (operation: Gated, input: unknown, caller?: Caller) => Promise<UserError | undefined> {
  return async (operation, input, caller) => {
    const environment = operation.environment(input)
    const change: Barred = {
      environment,
      verb: operation.verb,
      names: (operation.concerns ?? operation.locks)(input),
      glass: operation.glass,
    }
    const [lock, ...others] = await options.locks.blocking(change)
    if (lock !== undefined) return locked(lock, others, change, caller, options)
    const now = options.clock.now()
    const [frozen] = freezesBarring(options.authority.config.freezes, change, options.zone, now)
    if (frozen !== undefined) {
      const until = formatMoment(frozen.occurrence.until, options.zone, now)
      const what = `${environment} is frozen until ${until} (${options.zone.name}): ${frozen.freeze.reason}.`
      return refusal('frozen', what, ['Wait until then'], change, options)
    }
    return outsideMaintenance(change, options)
  }
}

/** A change that something may be in the way of. */
interface Barred {
  readonly environment: string
  readonly verb: string
  readonly names: readonly string[]
  readonly glass: false | undefined
}

async function locked(
  lock: Lock,
  others: readonly Lock[],
  change: Barred,
  caller: Caller | undefined,
  options: GateOptions,
): Promise<UserError> {
  const now = options.clock.now()
  const moment = (instant: number) => formatMoment(instant, options.zone, now)
  const zone = `(${options.zone.name})`
  const time =
    lock.until === undefined
      ? `since ${moment(lock.since)} ${zone}, until it is unlocked`
      : `since ${moment(lock.since)}, until ${moment(lock.until)} ${zone}`
  const more = others.map(({ scope, owner }) => `${scopeName(scope)} by ${owner.name}`).join(', ')
  const also = more === '' ? '' : ` Also locked: ${more}.`
  const isOwn = lock.owner.id === caller?.id
  const who = isOwn ? 'You' : lock.owner.name
  const what = `${who} locked ${scopeName(lock.scope)}: “${lock.reason}”, ${time}.${also}`
  const line = `unlock ${scopeWords(lock.scope)}`
  const wait = lock.until === undefined ? [] : ['Wait until then']
  // Whoever may unlock it is not sent to somebody else.
  const mayUnlock =
    isOwn || (caller !== undefined && (await mayUnlockOthers(lock, change.environment, caller, options)))
  const unlock = mayUnlock
    ? `unlock it with \`/ohmy ${line}\``
    : `ask ${lock.owner.name} or an approver for \`/ohmy ${line}\``
  return refusal('locked-by-person', what, [...wait, unlock], change, options, {
    offers: mayUnlock ? [{ text: 'Unlock', line }] : [],
    isOwn,
  })
}

/** For everything it takes the role everywhere. */
async function mayUnlockOthers(
  { scope }: Lock,
  environment: string,
  { id }: Caller,
  { authority }: GateOptions,
): Promise<boolean> {
  const everywhere = authority.config.environments.map(({ name }) => name)
  const places = scope.kind === 'everything' ? everywhere : [environment]
  const found = await Promise.all(places.map((place) => findRole(id, 'approver', place, authority)))
  return found.every(({ kind }) => kind === 'enough')
}

async function outsideMaintenance(change: Barred, options: GateOptions): Promise<UserError | undefined> {
  const policy = options.authority.config.environments.find(({ name }) => name === change.environment)?.policy
  const window = policy?.maintenanceWindow
  if (window === undefined || policy?.onlyInMaintenanceWindow?.includes(change.verb) !== true)
    return undefined
  const now = options.clock.now()
  if (current(window, options.zone, now) !== undefined) return undefined
  const next = currentOrNext(window, options.zone, now)
  const when = next === undefined ? '' : ` The next one begins ${formatMoment(next.from, options.zone, now)}.`
  const what = `\`${change.verb}\` in ${change.environment} starts in the maintenance window only: ${formatWeekly(window)} (${options.zone.name}).${when}`
  return refusal('outside-maintenance-window', what, ['Wait until then'], change, options)
}

/** Breaking the glass is offered where policy names a role for it, with who has it. */
async function refusal(
  code: string,
  what: string,
  ways: readonly string[],
  change: Barred,
  options: GateOptions,
  { isOwn = false, ...more }: { readonly offers?: readonly Offer[]; readonly isOwn?: boolean } = {},
): Promise<UserError> {
  const { environment, glass: offered } = change
  const role = options.authority.config.environments.find(({ name }) => name === environment)?.policy
    .breakGlass
  const glass =
    role === undefined || offered === false
      ? []
      : [
          `go past it in an emergency with \`--break-glass --reason "…"\` (role ${role}: ${await holdersOf(role, environment, options.authority)})`,
        ]
  const all = [...ways, ...glass]
  const next = all.length === 1 ? all.join('') : `${all.slice(0, -1).join(', ')}, or ${all.at(-1)}`
  // Nobody has to be told of what they do themselves.
  const waitFor = isOwn ? {} : { waitFor: barWords(change, options) }
  return new UserError(code, what, `${capital(next)}.`, { passes: true, ...waitFor, ...more })
}

/** As `tell-me` takes it: `backend,frontend production --verb scale`. */
function barWords({ environment, names, verb }: Barred, { authority }: GateOptions): string {
  const services = authority.config.environments.find(({ name }) => name === environment)?.services ?? []
  const shortNames = names
    .filter((name) => name.startsWith('service:'))
    // Where services are discovered, the name in ECS is the only one.
    .map((name) => services.find((known) => serviceLock(known) === name)?.name ?? name.replace(/^.*\//, ''))
  return lineOf({ verb: shortNames.join(','), words: [environment], options: { verb } }).trim()
}
