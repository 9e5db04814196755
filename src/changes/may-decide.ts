import type { Authority } from '../access/authority.js'
import { mayApprove } from '../access/permissions.js'
import { answeredTo, type Caller } from '../core/caller.js'
import type { OperationRecord } from '../core/operation.js'

/** Whether an operation waits for the word of this person: somebody else asked for it, and they have not decided yet. */
export async function mayDecide(
  { approval, state, caller: asker }: OperationRecord,
  environment: string,
  caller: Caller,
  authority: Authority,
): Promise<boolean> {
  if (state !== 'unapproved' || approval === undefined || [asker.id, answeredTo(asker)].includes(caller.id))
    return false
  if (approval.decisions.some(({ by }) => by.id === caller.id)) return false
  return (await mayApprove(approval.role, environment, caller, authority)) === undefined
}
