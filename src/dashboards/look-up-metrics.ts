import type { Aws } from '../aws/aws.js'
import type { SeenMetrics } from '../aws/dashboards.js'
import type { DashboardFinding, Wording } from '../core/dashboard.js'
import type { Environment } from '../core/environment.js'
import type { Widget } from './body.js'
import { namesOf } from './check-words.js'
import { explainMissing, isQuiet, isSeen } from './explain-missing.js'
import type { WrittenMetric } from './metrics-array.js'
import { prefixOf } from './names.js'

/** Different metrics of one dashboard that are looked up; ListMetrics takes 25 calls a second of the whole account. */
const mostQuestions = 60
/** 500 sets of dimensions a page. */
const mostPages = 10
/** Names only: to see what may have been meant. */
const pagesOfNames = 4

/** A metric where it is shown. */
export interface Use {
  readonly widget: Widget
  readonly written: WrittenMetric
}

export type Ask = Pick<Aws, 'seenMetrics'>

export interface LookedUp {
  readonly findings: readonly DashboardFinding[]
  readonly notes: readonly Wording[]
  /** Uses of metrics beyond those that are looked up. */
  readonly unasked: number
}

/** Looks metrics up in what CloudWatch has measured within two weeks: one question a namespace and metric at most, in parallel. */
export async function lookUp(uses: readonly Use[], aws: Ask, environment: Environment): Promise<LookedUp> {
  const questions = new Map<string, Use[]>()
  for (const use of uses) {
    const key = keyOf(use, environment)
    questions.set(key, [...(questions.get(key) ?? []), use])
  }
  const asked = [...questions.values()].slice(0, mostQuestions)
  const unasked = [...questions.values()].slice(mostQuestions).flat().length
  const namespaces = new Map<string, Promise<SeenMetrics>>()
  const inNamespace = (region: string, namespace: string): Promise<SeenMetrics> => {
    const key = JSON.stringify([region, namespace])
    const known = namespaces.get(key) ?? aws.seenMetrics({ namespace, region }, pagesOfNames)
    namespaces.set(key, known)
    return known
  }
  const missing: (Use & { readonly what: Wording; readonly fix: Wording })[] = []
  const quiet = new Set<string>()
  const tooMany = new Set<string>()
  await Promise.all(
    asked.map(async (group) => {
      const [first] = group
      if (first === undefined) return
      const { namespace, metric } = first.written
      const region = regionOf(first, environment)
      const seen = await aws.seenMetrics({ namespace, metric, region }, mostPages)
      for (const use of group) {
        if (isSeen(use.written.dimensions, seen.metrics)) continue
        if (!seen.complete) {
          tooMany.add(metric)
          continue
        }
        const names = seen.metrics.length === 0 ? await inNamespace(region, namespace) : undefined
        if (isQuiet(use.written, names ?? (await quietNames(use, inNamespace, region)))) quiet.add(metric)
        else
          missing.push({ ...use, ...explainMissing(use.written, seen.metrics, names, prefixOf(environment)) })
      }
    }),
  )
  return { findings: grouped(missing), notes: notesOf(quiet, tooMany), unasked }
}

/** Only a metric that may be missing because nothing happened is worth a further question. */
async function quietNames(
  { written }: Use,
  inNamespace: (region: string, namespace: string) => Promise<SeenMetrics>,
  region: string,
): Promise<SeenMetrics | undefined> {
  const everything: SeenMetrics = {
    metrics: [{ metric: '', dimensions: written.dimensions }],
    complete: true,
  }
  return isQuiet(written, everything) ? inNamespace(region, written.namespace) : undefined
}

function keyOf(use: Use, environment: Environment): string {
  return JSON.stringify([regionOf(use, environment), use.written.namespace, use.written.metric])
}

function regionOf({ widget, written }: Use, environment: Environment): string {
  const region = written.options['region'] ?? widget.properties['region']
  return typeof region === 'string' ? region : environment.region
}

/** What is wrong in the same way with several metrics of a widget is said once. */
function grouped(
  missing: readonly (Use & { readonly what: Wording; readonly fix: Wording })[],
): DashboardFinding[] {
  const groups = new Map<string, { widget: string; metrics: string[]; what: Wording; fix: Wording }>()
  for (const { widget, written, what, fix } of missing) {
    const key = JSON.stringify([widget.title, widget.x, widget.y, what, fix])
    const group = groups.get(key) ?? { widget: widget.title, metrics: [], what, fix }
    if (!group.metrics.includes(written.metric)) group.metrics.push(written.metric)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ widget, metrics, what, fix }) => ({
    widget,
    what: [...namesOf(metrics), ': ', ...what],
    fix,
  }))
}

function notesOf(quiet: ReadonlySet<string>, tooMany: ReadonlySet<string>): Wording[] {
  return [
    ...(quiet.size === 0
      ? []
      : [
          [
            ...namesOf([...quiet]),
            ': nothing within two weeks, which is as it should be when nothing went wrong',
          ],
        ]),
    ...(tooMany.size === 0
      ? []
      : [
          [
            ...namesOf([...tooMany]),
            `: measured under more than ${mostPages * 500} sets of dimensions, not all looked through`,
          ],
        ]),
  ]
}
