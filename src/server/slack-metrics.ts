import { Counter, Histogram, type Registry } from 'prom-client'

/** Slack, as this process sees it: what it asks of us, and what we ask of it. */
export function slackMetrics(registers: Registry[]) {
  return {
    acknowledgementSeconds: new Histogram({
      name: 'ohmy_acknowledgement_seconds',
      help: 'Time from a request of Slack to its acknowledgement, by what it is; Slack gives up after 3 s',
      labelNames: ['kind'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'ohmy_delivery_seconds',
      help: 'Time from a message that was handed in until Slack shows it',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    }),
    messagesGivenUp: new Counter({
      name: 'ohmy_messages_given_up_total',
      help: 'Messages that Slack will never show',
      registers,
    }),
    slackCalls: new Counter({
      name: 'ohmy_slack_calls_total',
      help: 'Calls of Slack by method and by how they ended: answered, refused, limited (429), failed',
      labelNames: ['method', 'outcome'] as const,
      registers,
    }),
    slackCallSeconds: new Histogram({
      name: 'ohmy_slack_call_seconds',
      help: 'Time of a call of Slack',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  }
}
