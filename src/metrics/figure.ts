import type { MetricHistory } from '../aws/metrics.js'
import { type Figure, isMet, type MetricPoint } from '../core/metrics.js'
import type { FigurePlan } from './plans.js'
import { trendOf } from './trend.js'

const minute = 60_000
/** A newest point that ended longer ago than this (ms), counted in periods, is not "now". */
const stale = 15 * minute

/**
 * One figure from what CloudWatch answered. A moment at which nothing was measured has no point.
 * @param latest the values of the latest minute, where the points are too far apart to be "now"
 */
export function figureOf(
  plan: FigurePlan,
  history: MetricHistory,
  latest: ReadonlyMap<string, number> | undefined,
): Figure {
  const { subject, name, unit, bad } = plan
  const series = plan.questions.map(
    ({ key }) => new Map((history.points.get(key) ?? []).map(({ at, value }) => [at, value])),
  )
  const points = pointsOf(plan, series, history.period)
  const newest = newestAnswers(plan, series, points.at(-1), history, latest)
  const now = newest.now
  const target = plan.target?.(newest.answers)
  const trend = trendOf(points, unit, history)
  const worst = worstOf(points, bad)
  return {
    subject,
    name,
    unit,
    bad,
    ...(target === undefined ? {} : { target }),
    ...(now === undefined ? {} : { now }),
    ...(now === undefined || target === undefined ? {} : { met: isMet(now, target) }),
    ...(trend === undefined ? {} : { trend }),
    ...(worst === undefined ? {} : { worst }),
    points,
  }
}

function pointsOf(
  plan: FigurePlan,
  series: readonly ReadonlyMap<number, number>[],
  period: number,
): readonly MetricPoint[] {
  const moments = [...new Set(series.flatMap((one) => [...one.keys()]))].toSorted((a, b) => a - b)
  const share = plan.perMinute === true ? minute / period : 1
  return moments.flatMap((at) => {
    const value = plan.combine(series.map((one) => one.get(at)))
    return value === undefined ? [] : [{ at, value: value * share }]
  })
}

function newestAnswers(
  plan: FigurePlan,
  series: readonly ReadonlyMap<number, number>[],
  last: MetricPoint | undefined,
  history: MetricHistory,
  latest: ReadonlyMap<string, number> | undefined,
): { readonly now: number | undefined; readonly answers: readonly (number | undefined)[] } {
  if (latest !== undefined) {
    const answers = plan.questions.map(({ key }) => latest.get(key))
    return { now: plan.combine(answers), answers }
  }
  if (last === undefined || history.until - (last.at + history.period) > stale)
    return { now: undefined, answers: [] }
  return { now: last.value, answers: series.map((one) => one.get(last.at)) }
}

function worstOf(points: readonly MetricPoint[], bad: Figure['bad']): MetricPoint | undefined {
  return points.reduce<MetricPoint | undefined>((worst, point) => {
    if (worst === undefined) return point
    return (bad === 'high' ? point.value > worst.value : point.value < worst.value) ? point : worst
  }, undefined)
}
