import type { Tracing } from '../core/tracing.js'
import type { Metrics } from '../server/metrics.js'
import type { RequestKind } from '../slack/edge.js'
import type { SlackWatch } from '../slack/slack-fetch.js'

/** Counts and follows what Slack asks of ohmy, and what ohmy asks of Slack. */
export function watchSlack(metrics: Metrics, tracing: Tracing) {
  const calls: SlackWatch = {
    tracing,
    observe({ method, outcome, milliseconds }) {
      metrics.slackCalls.inc({ method, outcome })
      metrics.slackCallSeconds.observe(milliseconds / 1_000)
    },
  }
  return {
    calls,
    acknowledged: (kind: RequestKind, milliseconds: number) =>
      metrics.acknowledgementSeconds.observe({ kind }, milliseconds / 1_000),
    delivered(ended: 'shown' | 'given up', milliseconds: number): void {
      if (ended === 'shown') metrics.deliverySeconds.observe(milliseconds / 1_000)
      else metrics.messagesGivenUp.inc()
    },
  }
}
