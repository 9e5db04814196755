import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { flowMetrics } from './flow-metrics.js'
import { slackMetrics } from './slack-metrics.js'
import { storeGauges } from './store-gauges.js'

export type Metrics = ReturnType<typeof createMetrics>

/**
 * What /metrics tells Prometheus. Label values come from closed sets, so their number stays small. Counters and histograms are of this process; what is of the store is
 * the same from each and said so. docs/operating.md has all of them.
 */
export function createMetrics() {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry, prefix: 'ohmy_' })
  return {
    commands: new Counter({
      name: 'ohmy_commands_total',
      help: 'Commands run, by origin and by how they ended',
      labelNames: ['origin', 'result'] as const,
      registers,
    }),
    verbs: new Counter({
      name: 'ohmy_verbs_total',
      help: 'Commands run, by verb and by how they ended: answered, refused, usage; verb unknown: nobody understood it',
      labelNames: ['verb', 'result'] as const,
      registers,
    }),
    commandSeconds: new Histogram({
      name: 'ohmy_command_seconds',
      help: 'Time from a command to its reply',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    operationsEnded: new Counter({
      name: 'ohmy_operations_ended_total',
      help: 'Operations that ended, by name and outcome, as seen by this process',
      labelNames: ['name', 'outcome'] as const,
      registers,
    }),
    awsCalls: new Counter({
      name: 'ohmy_aws_calls_total',
      help: 'Attempts of AWS calls, by IAM action and by how they ended; ce:* cost money each',
      labelNames: ['action', 'outcome'] as const,
      registers,
    }),
    awsCallSeconds: new Histogram({
      name: 'ohmy_aws_call_seconds',
      help: 'Time of an attempt of an AWS call, by service',
      labelNames: ['service'] as const,
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    awsUsd: new Counter({
      name: 'ohmy_aws_usd_total',
      help: 'What asking AWS cost by list price (prices of ohmy.yaml), by IAM action: Cost Explorer, Logs Insights, GetMetricData',
      labelNames: ['action'] as const,
      registers,
    }),
    awsCircuitOpen: new Gauge({
      name: 'ohmy_aws_circuit_open',
      help: '1 while questions to a service are held back because it answers nobody',
      labelNames: ['region', 'service'] as const,
      registers,
    }),
    answers: new Counter({
      name: 'ohmy_answers_total',
      help: 'Answers of AWS given out, by who shares them and by where they came from: asked, shared, fresh, last known',
      labelNames: ['shared_by', 'source'] as const,
      registers,
    }),
    unsignedRequests: new Counter({
      name: 'ohmy_unsigned_requests_total',
      help: 'Requests refused because nobody proved to have sent them, by where they came in and why',
      labelNames: ['endpoint', 'reason'] as const,
      registers,
    }),
    pagerDutyEvents: new Counter({
      name: 'ohmy_pagerduty_events_total',
      help: 'Webhooks that PagerDuty signed, by what came of them: answered, over, foreign, nobody, other, stale, replayed, unknown',
      labelNames: ['outcome'] as const,
      registers,
    }),
    alertEvents: new Counter({
      name: 'ohmy_alert_events_total',
      help: 'Events of the queue, by what came of them: begun, heard, old, good, foreign, unknown, malformed, failed',
      labelNames: ['outcome'] as const,
      registers,
    }),
    up: new Gauge({
      name: 'ohmy_ready',
      help: '1 where the last look found it reachable: slack, store, aws',
      labelNames: ['part'] as const,
      registers,
    }),
    ...flowMetrics(registers),
    ...slackMetrics(registers),
    store: storeGauges(registers),
    /** All there are, for who holds dashboards and alerts against them. */
    all: () => registry.getMetricsAsArray(),
    async text(): Promise<{ contentType: string; body: string }> {
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}
