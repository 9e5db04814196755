import type { Logger } from 'pino'
import type { Audit } from '../audit/audit.js'
import { maskSecrets } from '../core/mask.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { recordReply } from '../dispatch/recorded.js'
import { carryOut } from '../operations/carry-out.js'
import type { Operations } from '../operations/operations.js'
import type { Metrics } from '../server/metrics.js'
import type { Inside } from '../slack/edge.js'

/** Words and clicks as they come in from people: counted, and kept in the audit where they have to be. */
export function createRecordedDispatch(parts: {
  readonly dispatch: Dispatch
  readonly operations: Operations
  readonly audit: Audit
  readonly metrics: Metrics
  readonly logger: Logger
}): Required<Pick<Inside, 'run' | 'decide' | 'refused' | 'find'>> {
  const { dispatch, operations, audit, metrics, logger } = parts
  const recorder = { append: audit.append, mask: maskSecrets, logger }
  return {
    async run(text, caller) {
      const end = metrics.commandSeconds.startTimer()
      const reply = await dispatch.run(text, caller)
      end()
      await recordReply(text, caller, reply, recorder)
      metrics.commands.inc({ origin: caller.origin, result: reply.failed ?? 'answered' })
      return reply
    },
    async decide(decision, caller) {
      const reply = await dispatch.attempt(() => carryOut(operations, decision, caller), caller)
      return recordReply(`${decision.kind} ${decision.operation}`, caller, reply, recorder, 'refusals')
    },
    refused: (said, caller, reply) => recordReply(said, caller, reply, recorder, 'refusals'),
    find: operations.find,
  }
}
