import type { MayDo } from '../core/may-do.js'
import type { Caller, Role } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { UserError } from '../core/user-error.js'

/** What the environments' policies ask for before a change: read afresh at every question. */
export function createApprovalPolicy(environments: readonly Environment[], mayDo: MayDo) {
  const policyOf = (environment: string) => environments.find(({ name }) => name === environment)?.policy

  return {
    /** `within` in ms; undefined: it starts at once. */
    approvalFor(operation: { readonly verb: string }, environment: string) {
      const policy = policyOf(environment)
      const rule = policy?.approvals[operation.verb]
      if (policy === undefined || rule === undefined || rule.count === 0) return undefined
      return { ...rule, within: policy.approvalsExpireAfter }
    },

    /** Why this caller's approval does not count. Where it is given does not matter: the card is in the channel. */
    mayApprove: (role: Role, environment: string, caller: Caller) =>
      mayDo('approve', role, environment, caller),

    /** Why this caller may not go past approvals, locks and freezes. */
    async mayBreakGlass(environment: string, caller: Caller): Promise<UserError | undefined> {
      const role = policyOf(environment)?.breakGlass
      if (role !== undefined) return mayDo('--break-glass', role, environment, caller)
      const what = `Nobody may break the glass in ${environment}: its policy names no role for it.`
      const next = 'Go the ordinary way; whoever keeps ohmy.yaml can set policy.breakGlass.'
      return new UserError('break-glass-not-allowed', what, next)
    },
  }
}
