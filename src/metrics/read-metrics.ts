import type { Aws, EcsService, MetricQuestion, ServiceRevision } from '../aws/aws.js'
import { type Look, lookAt } from '../aws/look.js'
import type { MetricHistory } from '../aws/metrics.js'
import type { OwnMetric, Thresholds } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Figure, MetricPoint, MetricsOverview } from '../core/metrics.js'
import { noteAges } from '../status/ages.js'
import { createPartialAnswer, type PartialAnswer } from '../status/partial-answer.js'
import { servingGroups } from '../status/serving-groups.js'
import { explainSilence } from './explain-silence.js'
import { figureOf } from './figure.js'
import { ownPlans, ownSubject } from './own-plans.js'
import {
  cachePlans,
  databasePlans,
  type FigurePlan,
  loadBalancerPlans,
  servicePlans,
  targetPlans,
} from './plans.js'

/** The parts of an environment that are not services, as people type them; `own`: what the team publishes itself. */
export const infrastructure = ['rds', 'redis', 'alb', ownSubject] as const
export type InfrastructurePart = (typeof infrastructure)[number]

export interface ReadMetricsOptions {
  readonly aws: Aws
  readonly environment: Environment
  /** One service or one other part; absent: everything. */
  readonly focus?: ServiceRef | InfrastructurePart
  /** How far back, ms. */
  readonly since: number
  readonly thresholds: Thresholds
  /** The team's own; absent: none are looked at. */
  readonly metrics?: readonly OwnMetric[]
  readonly clock: Clock
}

/** ms. Where points stand for more than this, the newest is no answer to "now", and the latest minute is asked for as well. */
const stillNow = 5 * 60_000
/** ms all of it may take: what is not there by then stands in as last known, or is missing. */
const within = 12_000
/** s. The same as in a status: a value that is older is not shown as today's. */
const recent = 15 * 60

/**
 * The figures of an environment over time, against their targets. One GetMetricData for 500 metrics, and one more for the latest minute
 * where the points are far apart. What fails costs only its part, which `missing` tells. Throws only on defects.
 */
export async function readMetrics(options: ReadMetricsOptions): Promise<MetricsOverview> {
  const { environment, focus, since, clock } = options
  const now = clock.now()
  const aws = lookAt(options.aws, { clock, within })
  const partial = createPartialAnswer()
  const plans = await plansOf({ ...options, aws }, partial)
  // Two figures may need the same series; asked for twice it would be paid for twice.
  const questions = [
    ...new Map(plans.flatMap((plan) => plan.questions).map((asked) => [asked.key, asked])).values(),
  ]
  const wanted = { from: now - since, until: now }
  const history = await partial.attempt('figures', () => aws.metricHistory(questions, wanted))
  const latest = await latestOf(aws, questions, history, partial)
  const shown = { from: history?.from ?? wanted.from, until: history?.until ?? wanted.until }
  const read =
    history === undefined ? [] : plans.map((plan) => ({ plan, figure: figureOf(plan, history, latest) }))
  const unmeasured = new Set<string>()
  const figures = read.flatMap(({ plan, figure }) => {
    if (plan.optional === undefined || figure.points.length > 0) return [figure]
    unmeasured.add(plan.optional)
    return []
  })
  const silent = read.flatMap(({ plan, figure }) => (plan.own && figure.points.length === 0 ? [plan] : []))
  const explained =
    silent.length === 0
      ? []
      : await partial.attempt('why own metrics have no data', () =>
          explainSilence(silent, options.aws, environment),
        )
  const ages = aws.ages()
  noteAges(partial, ages, clock.now())
  const old = ages.filter(
    ({ question, why }) => why !== undefined && /^(metricHistory|latestMetrics)$/.test(question),
  )
  return {
    environment: environment.name,
    ...(focus === undefined ? {} : { focus: typeof focus === 'string' ? focus : focus.name }),
    ...shown,
    period: history?.period ?? 0,
    figures: inOrder(figures),
    missing: partial.missing(),
    ...(old.length === 0 ? {} : { rememberedFrom: Math.min(...old.map(({ at }) => at)) }),
    unmeasured: [...unmeasured],
    ...(explained === undefined || explained.length === 0 ? {} : { silent: explained }),
  }
}

/** One metric over time, for a graph; undefined when it has no points. @throws AwsError */
export async function readSeries(
  aws: Pick<Aws, 'metricHistory'>,
  question: MetricQuestion,
  range: { readonly from: number; readonly until: number },
): Promise<Omit<MetricHistory, 'points'> & { readonly points: readonly MetricPoint[] }> {
  const { points, ...rest } = await aws.metricHistory([question], range)
  return { ...rest, points: points.get(question.key) ?? [] }
}

async function latestOf(
  aws: Look,
  questions: readonly MetricQuestion[],
  history: MetricHistory | undefined,
  partial: PartialAnswer,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (history === undefined || history.period <= stillNow) return undefined
  return (await partial.attempt('newest figures', () => aws.latestMetrics(questions, recent))) ?? new Map()
}

type Asking = Omit<ReadMetricsOptions, 'aws'> & { readonly aws: Look }

async function plansOf(options: Asking, partial: PartialAnswer): Promise<readonly FigurePlan[]> {
  const { aws, environment, focus, thresholds, metrics = [] } = options
  const wants = (part: InfrastructurePart) => focus === undefined || focus === part
  const refs = await servicesOf(options, partial)
  // Who asks for the team's own asks for nothing else.
  const isOwn = focus === ownSubject
  const [described, dimension] = await Promise.all([
    refs.length === 0 || isOwn
      ? []
      : partial.attempt('targets of the services', () => aws.describeServices(refs)),
    wants('alb') || (refs.length > 0 && !isOwn) ? loadBalancerOf(options, partial) : undefined,
  ])
  const revisions = await revisionsOf(described ?? [], aws, partial)
  const ofTargets =
    dimension === undefined
      ? []
      : (described ?? []).flatMap((service) =>
          targetPlans(service, servingGroups(service, revisions), dimension),
        )
  return [
    ...(isOwn ? [] : refs).flatMap((ref) => [
      ...servicePlans(ref, thresholds),
      ...ofTargets.filter(({ subject }) => subject === ref.name),
    ]),
    ...(wants('rds') ? databasePlans(environment, thresholds) : []),
    ...(wants('redis') ? cachePlans(environment, thresholds) : []),
    ...(wants('alb') && dimension !== undefined ? loadBalancerPlans(dimension, thresholds) : []),
    ...ownPlans(metrics, environment, { refs, ofEnvironment: wants(ownSubject) }),
  ]
}

/** Where traffic is shifted, only the revision tells which target group serves. */
async function revisionsOf(
  services: readonly EcsService[],
  aws: Look,
  partial: PartialAnswer,
): Promise<readonly ServiceRevision[]> {
  const shifting = services.filter(({ shiftsTraffic }) => shiftsTraffic === true)
  if (shifting.length === 0) return []
  const arns = shifting.flatMap(({ currentServiceRevisions }) => currentServiceRevisions)
  return (await partial.attempt('targets of the services', () => aws.describeRevisions(arns))) ?? []
}

async function servicesOf({ aws, focus }: Asking, partial: PartialAnswer): Promise<readonly ServiceRef[]> {
  if (typeof focus === 'string' && focus !== ownSubject) return []
  if (typeof focus === 'object') return [focus]
  const refs: ServiceRef[] = []
  await partial.attempt('services', async () => {
    for await (const page of aws.services()) refs.push(...page)
  })
  return refs
}

async function loadBalancerOf(
  { aws, environment: { loadBalancer } }: Asking,
  partial: PartialAnswer,
): Promise<string | undefined> {
  if (loadBalancer === undefined) return undefined
  const what = 'load balancer figures'
  return partial.attempt(what, async () => {
    const dimension = await aws.loadBalancerDimension(loadBalancer)
    if (dimension === undefined) {
      partial.note(what, `there is no load balancer ${loadBalancer} in this account and region`)
    }
    return dimension
  })
}

/** What misses its target first, then what meets it, what nobody knows about, and what is only watched. */
function inOrder(figures: readonly Figure[]): readonly Figure[] {
  const rank = ({ met, target, now }: Figure) =>
    met === false ? 0 : target !== undefined && now === undefined ? 1 : met === true ? 2 : 3
  return figures.toSorted((left, right) => rank(left) - rank(right))
}
