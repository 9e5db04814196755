import type { Aws } from '../aws/aws.js'
import type { Wording } from '../core/dashboard.js'
import type { Environment } from '../core/environment.js'
import type { SilentMetric } from '../core/metrics.js'
import { explainMissing, isSeen } from '../dashboards/explain-missing.js'
import { prefixOf } from '../dashboards/names.js'
import type { FigurePlan } from './plans.js'

/** Pages of ListMetrics, 500 sets of dimensions each: of one metric, and of all names of a namespace. */
const pages = { metric: 4, namespace: 4 } as const
/** Of more nobody reads why. */
const mostExplained = 10

/**
 * Why metrics of the team's own have no data: they are measured and had none lately, or there is none of that name or with those dimensions, and which may be meant.
 * @throws AwsError
 */
export async function explainSilence(
  silent: readonly FigurePlan[],
  aws: Pick<Aws, 'seenMetrics'>,
  environment: Environment,
): Promise<readonly SilentMetric[]> {
  return Promise.all(
    silent.slice(0, mostExplained).map(async ({ subject, name, questions: [asked] }) => {
      const { what, fix } = asked === undefined ? nothing : await why(asked, aws, environment)
      return { subject, name, what, fix }
    }),
  )
}

const nothing: { readonly what: Wording; readonly fix: Wording } = { what: ['nothing asks for it'], fix: [] }

async function why(
  { namespace, metric, dimensions }: FigurePlan['questions'][number],
  aws: Pick<Aws, 'seenMetrics'>,
  environment: Environment,
): Promise<{ readonly what: Wording; readonly fix: Wording }> {
  const { region } = environment
  const seen = await aws.seenMetrics({ namespace, metric, region }, pages.metric)
  if (isSeen(dimensions, seen.metrics)) return { what: ['published before, and not in this time'], fix: [] }
  if (!seen.complete) {
    const what = ['published with more sets of dimensions than are looked through, these not among them']
    return { what, fix: [] }
  }
  const others =
    seen.metrics.length > 0 ? undefined : await aws.seenMetrics({ namespace, region }, pages.namespace)
  const written = { kind: 'metric' as const, namespace, metric, dimensions, options: {} }
  return explainMissing(written, seen.metrics, others, prefixOf(environment))
}
