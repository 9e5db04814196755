import type { Caller } from '../core/caller.js'
import type { Operations } from '../operations/operations.js'
import type { SayAs } from '../runbooks/run/ports.js'

/**
 * Operations as an action of a run asks for them: under the id of its run, step and try, so that they are started once, and with whoever waits for them. What
 * somebody typed in a run has no more approvals than elsewhere, and never fewer than the runbook asks for.
 */
export function childOperations(
  inner: Operations,
  { operation: id, parent, approvals }: Omit<SayAs, 'isDrill'>,
): Operations {
  return {
    ...inner,
    request: (operation, input, caller: Caller, options = {}) =>
      inner.request(operation, input, caller, {
        ...options,
        id,
        parent,
        ...(approvals === undefined ? {} : { approvals: Math.max(approvals, options.approvals ?? 0) }),
      }),
  }
}
