import type { Config } from '../config/config.js'
import type { Caller, Role } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import { authorise, type Deed } from './authorise.js'
import type { Authority } from './authority.js'
import type { Refusal } from './permission.js'

/** What a policy asks for before a change. `within` in ms. */
export interface ApprovalRule {
  readonly count: number
  readonly role: Role
  readonly within: number
}

/** Something with a verb that policies know: an operation. */
interface Verb {
  readonly verb: string
  /** The role it takes, where the environment's policy does not say otherwise. */
  readonly access: Role
}

/*
 * Why somebody may not do something in an environment, as an error to throw; undefined: they may. Environments come by name, as records keep them: what is not
 * configured any more is nobody's to change.
 */

/** What takes a role, wherever the caller is. `verb` stands in the words. */
export function mayDo(
  { verb, access }: Verb,
  environment: string,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  return permit({ verb, access, changes: false, caller }, environment, authority)
}

/** The same for what is about no environment: a role in any of them is enough. */
export async function mayDoSomewhere(
  { verb, access }: Verb,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  const permission = await authorise(
    { verb, access, changes: false, environment: undefined, caller },
    authority,
  )
  return permission.kind === 'allowed' ? undefined : refusalOf(permission)
}

/** The one or the other: what a record is about may be one environment, or none. */
export function mayDoAbout(
  verb: Verb,
  environment: string | undefined,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  return environment === undefined
    ? mayDoSomewhere(verb, caller, authority)
    : mayDo(verb, environment, caller, authority)
}

/** An operation, asked for where this caller is: the channel must allow changes. */
export function mayRun(
  { verb, access }: Verb,
  environment: string,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  return permit({ verb, access, changes: true, caller }, environment, authority)
}

/** Whether an approval counts. Where it is given does not matter: the card is in the channel. */
export function mayApprove(
  role: Role,
  environment: string,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  return mayDo({ verb: 'approve', access: role }, environment, caller, authority)
}

/** Going past approvals, locks and freezes. */
export async function mayBreakGlass(
  environment: string,
  caller: Caller,
  authority: Authority,
): Promise<UserError | undefined> {
  const role = environmentNamed(environment, authority.config)?.policy.breakGlass
  if (role !== undefined)
    return mayDo({ verb: '--break-glass', access: role }, environment, caller, authority)
  const what = `Nobody may break the glass in ${environment}: its policy names no role for it.`
  const next = 'Go the ordinary way; whoever keeps ohmy.yaml can set policy.breakGlass.'
  return new UserError('break-glass-not-allowed', what, next)
}

/**
 * What the environment's policy asks for before this verb's operation starts; undefined: it starts at once.
 * @param atLeast people who have to agree, where the policy asks for fewer: a runbook may tighten it, never loosen it
 */
export function approvalFor(
  { verb }: Pick<Verb, 'verb'>,
  environment: string,
  config: Pick<Config, 'environments'>,
  atLeast = 0,
): ApprovalRule | undefined {
  const policy = environmentNamed(environment, config)?.policy
  const { count = 0, role = 'approver' } = policy?.approvals[verb] ?? {}
  const needed = Math.max(count, atLeast)
  if (policy === undefined || needed === 0) return undefined
  return { count: needed, role, within: policy.approvalsExpireAfter }
}

async function permit(
  deed: Omit<Deed, 'environment'>,
  name: string,
  authority: Authority,
): Promise<UserError | undefined> {
  const environment = environmentNamed(name, authority.config)
  // Without an environment a role in any of them would be enough.
  if (environment === undefined) return noEnvironment(name)
  const permission = await authorise({ ...deed, environment }, authority)
  return permission.kind === 'allowed' ? undefined : refusalOf(permission)
}

function refusalOf({ code, what, next }: Refusal): UserError {
  return new UserError(code, what, next)
}

function environmentNamed(
  name: string,
  { environments }: Pick<Config, 'environments'>,
): Environment | undefined {
  return environments.find((environment) => environment.name === name)
}

function noEnvironment(name: string): UserError {
  const what = `There is no environment ${name} in the configuration.`
  return new UserError('environment-not-found', what, 'Add it to ohmy.yaml, or name another one.')
}
