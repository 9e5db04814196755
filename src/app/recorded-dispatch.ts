import type { Logger } from 'pino'
import type { Audit } from '../audit/audit.js'
import { maskSecrets } from '../core/mask.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { recordReply } from '../dispatch/recorded.js'
import type { Metrics } from '../server/metrics.js'
import type { Inside } from '../slack/edge.js'

/** Words and clicks as they come in from people: counted, and kept in the audit where they have to be. */
export function createRecordedDispatch(options: {
  readonly dispatch: Dispatch
  readonly audit: Audit
  readonly metrics: Metrics
  readonly logger: Logger
}): Required<Pick<Inside, 'run' | 'refused'>> {
  const { dispatch, audit, metrics, logger } = options
  const recorder = { append: audit.append, mask: maskSecrets, logger }
  return {
    async run(text, caller) {
      const end = metrics.commandSeconds.startTimer()
      const reply = await dispatch.run(text, caller)
      end()
      await recordReply(text, caller, reply, recorder, reply.isRecorded === true ? 'refusals' : undefined)
      metrics.commands.inc({ origin: caller.origin, result: reply.failed ?? 'answered' })
      return reply
    },
    refused: (said, caller, reply) => recordReply(said, caller, reply, recorder, 'refusals'),
  }
}
