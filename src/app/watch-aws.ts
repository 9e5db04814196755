import type { CreateAwsOptions } from '../aws/create-aws.js'
import type { AnswerSource } from '../core/kept-answers.js'
import type { Metrics } from '../server/metrics.js'

/** Counts what is asked of AWS, and what did not have to be. */
export function watchAws(metrics: Metrics): Required<
  Pick<CreateAwsOptions, 'observe' | 'answered' | 'circuit'>
> & {
  /** For the answers that all processes share. */
  readonly answeredByAll: (source: AnswerSource) => void
} {
  return {
    observe({ action, outcome, milliseconds }) {
      metrics.awsCalls.inc({ action, outcome })
      if (outcome === 'held back') return
      metrics.awsCallSeconds.observe({ service: action.slice(0, action.indexOf(':')) }, milliseconds / 1_000)
    },
    circuit: ({ region, service, open }) => metrics.awsCircuitOpen.set({ region, service }, open ? 1 : 0),
    answered: (source) => metrics.answers.inc({ shared_by: 'process', source }),
    answeredByAll: (source) => metrics.answers.inc({ shared_by: 'all processes', source }),
  }
}
