import type { CreateAwsOptions } from '../aws/create-aws.js'
import type { Prices } from '../config/config.js'
import type { AnswerSource } from '../core/kept-answers.js'
import type { Metrics } from '../server/metrics.js'

/** Counts what is asked of AWS, and what did not have to be. */
export function watchAws(
  metrics: Metrics,
  prices: Prices,
): Required<Pick<CreateAwsOptions, 'observe' | 'answered' | 'circuit'>> & {
  /** For the answers that all processes share. */
  readonly answeredByAll: (source: AnswerSource) => void
} {
  return {
    observe({ action, outcome, milliseconds, billed }) {
      metrics.awsCalls.inc({ action, outcome })
      if (outcome === 'held back') return
      const usd = usdOf(action, outcome, billed, prices)
      if (usd > 0) metrics.awsUsd.inc({ action }, usd)
      metrics.awsCallSeconds.observe({ service: action.slice(0, action.indexOf(':')) }, milliseconds / 1_000)
    },
    circuit: ({ region, service, open }) => metrics.awsCircuitOpen.set({ region, service }, open ? 1 : 0),
    answered: (source) => metrics.answers.inc({ shared_by: 'process', source }),
    answeredByAll: (source) => metrics.answers.inc({ shared_by: 'all processes', source }),
  }
}

/** What a call costs by list price. AWS charges a request of Cost Explorer that it refuses nothing for; one whose answer was lost may have been charged. */
function usdOf(action: string, outcome: string, billed = 0, prices: Prices): number {
  if (action.startsWith('ce:'))
    return outcome === 'answered' || outcome === 'unanswered' ? prices.costExplorerRequest : 0
  if (action === 'cloudwatch:GetMetricData') return (billed / 1_000) * prices.metricsReadThousand
  return action === 'logs:GetQueryResults' ? (billed / 1e9) * prices.logsInsightsPerGigabyte : 0
}
