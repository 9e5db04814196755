import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { OperationDecision } from '../core/operation.js'
import type { Operations } from './operations.js'

/** Hands a person's decision to the operation it is about. Whether it counts is checked there. */
export function carryOut(
  operations: Operations,
  decision: OperationDecision,
  caller: Caller,
): Promise<Reply> {
  switch (decision.kind) {
    case 'cancel':
      return operations.cancel(decision.operation, caller)
    case 'undo':
      return operations.undo(decision.operation, caller)
    case 'confirm':
      return operations.confirm(decision.operation, decision.word, caller)
    case 'approve':
      return operations.approve(decision.operation, decision.plan, caller)
    case 'reject':
      return operations.reject(decision.operation, decision.plan, decision.reason, caller)
  }
}
