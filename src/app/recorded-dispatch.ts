import type { Logger } from 'pino'
import type { Audit } from '../audit/audit.js'
import type { Caller } from '../core/caller.js'
import { maskSecrets } from '../core/mask.js'
import type { Reply } from '../core/message.js'
import type { Tracing } from '../core/tracing.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import { recordReply } from '../dispatch/recorded.js'
import type { Metrics } from '../server/metrics.js'
import type { Inside } from '../slack/edge.js'

/** Words and clicks as they come in from people: followed, counted, and kept in the audit where they have to be. */
export function createRecordedDispatch(options: {
  readonly dispatch: Dispatch
  readonly audit: Audit
  readonly metrics: Metrics
  readonly tracing: Tracing
  readonly logger: Logger
}): Required<Pick<Inside, 'run' | 'refused'>> {
  const { dispatch, audit, metrics, tracing, logger } = options
  const recorder = { append: audit.append, mask: maskSecrets, logger }

  /** What was typed stands in no span and no line of the log: the audit has it. */
  function run(text: string, caller: Caller): Promise<Reply> {
    const { origin } = caller
    return tracing.span({ name: 'command', attributes: { 'ohmy.origin': origin } }, async (span) => {
      let verb = 'unknown'
      const end = metrics.commandSeconds.startTimer()
      const reply = await dispatch.run(text, caller, (name) => {
        verb = name
        span.rename(`command ${verb}`)
      })
      const seconds = end()
      await recordReply(text, caller, reply, recorder, reply.isRecorded === true ? 'refusals' : undefined)
      const result = reply.failed ?? 'answered'
      metrics.commands.inc({ origin, result })
      metrics.verbs.inc({ verb, result })
      span.set({ 'ohmy.verb': verb, 'ohmy.result': result })
      const about = reply.operation ?? reply.reading ?? reply.run
      const milliseconds = Math.round(seconds * 1_000)
      logger.info(
        { verb, origin, result, milliseconds, ...(about === undefined ? {} : { flow: about }) },
        'A command has ended',
      )
      return reply
    })
  }

  return {
    run,
    refused: (said, caller, reply) => recordReply(said, caller, reply, recorder, 'refusals'),
  }
}
