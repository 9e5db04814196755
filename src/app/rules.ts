import type { Config } from '../config/config.js'
import type { Caller, Role } from '../core/caller.js'
import { UserError } from '../core/user-error.js'
import { authorise, type Deed } from '../dispatch/authorise/authorise.js'
import type { Authority } from '../dispatch/authorise/authority.js'
import type { ChangeParts } from '../changes/parts.js'
import type { Ports } from '../operations/operations.js'

/** Who may do what, for everything that is not a typed command: the same rules, in the words of a UserError. */
export function createRules(config: Config, authority: Authority) {
  async function permit(
    deed: Omit<Deed, 'environment'>,
    environmentName: string,
  ): Promise<UserError | undefined> {
    const environment = config.environments.find((candidate) => candidate.name === environmentName)
    // Without an environment a role in any of them would be enough.
    if (environment === undefined) return noEnvironment(environmentName)
    const permission = await authorise({ ...deed, environment }, authority)
    if (permission.kind === 'allowed') return undefined
    return new UserError(permission.code, permission.what, permission.next)
  }

  const mayRun: ChangeParts<Ports>['mayRun'] = ({ verb, access }, environmentName, caller) =>
    permit({ verb, access, changes: true, caller }, environmentName)

  return {
    mayRun,
    /** Whether somebody has a role in an environment, wherever they are: approving is not bound to a channel. */
    mayDo: (verb: string, role: Role, environmentName: string, caller: Caller) =>
      permit({ verb, access: role, changes: false, caller }, environmentName),
  }
}

function noEnvironment(name: string): UserError {
  const what = `There is no environment ${name} in the configuration.`
  return new UserError('environment-not-found', what, 'Add it to ohmy.yaml, or name another one.')
}
