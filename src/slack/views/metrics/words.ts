import { course } from '../../../core/course.js'
import { formatFigure, type MetricUnit } from '../../../core/metric-words.js'
import type { Figure, FigureTarget, MetricPoint, Trend } from '../../../core/metrics.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'

const day = 24 * 3_600_000

export const arrows: Readonly<Record<Trend, string>> = { rising: '↗', falling: '↘', steady: '→' }

/** `database CPU` */
export function figureName({ subject, name }: Figure): string {
  return `${subject} ${name}`
}

/** `< 80 %`, `> 10 GB`, `≥ 2` */
export function targetWords(target: FigureTarget, unit: MetricUnit): string {
  if ('below' in target) {
    return unit === 'count' && target.below === 1 ? 'none' : `< ${formatFigure(target.below, unit)}`
  }
  return 'above' in target
    ? `> ${formatFigure(target.above, unit)}`
    : `≥ ${formatFigure(target.atLeast, unit)}`
}

/** The time on the team's clock, with as much of the date as the range needs. */
export function clock(
  at: number,
  zone: Zone,
  range: { readonly from: number; readonly until: number },
): string {
  const whole = formatMoment(at, zone, at)
  const time = whole.slice(-5)
  if (range.until - range.from < day) return time
  const [weekday = '', date = '', month = ''] = whole.split(' ')
  return range.until - range.from <= 7 * day ? `${weekday} ${time}` : `${date} ${month} ${time}`
}

/**
 * The whole range in a few characters: each shows the worst of its part of the time, so that a short peak is not averaged away; `·` where
 * nothing was measured. A figure that hardly moves stays flat.
 */
export function sparkline(
  points: readonly MetricPoint[],
  range: { readonly from: number; readonly until: number },
  bad: Figure['bad'],
  width = 12,
): string {
  if (points.length === 0) return ''
  return course(worstOfEach(points, range, width, bad))
}

/** The worst value of each of `count` equal parts of a range; undefined where a part has none. */
export function worstOfEach(
  points: readonly MetricPoint[],
  { from, until }: { readonly from: number; readonly until: number },
  count: number,
  bad: Figure['bad'],
): readonly (number | undefined)[] {
  const parts: (number | undefined)[] = Array.from({ length: count }, () => undefined)
  for (const { at, value } of points) {
    const index = Math.min(count - 1, Math.max(0, Math.floor(((at - from) / (until - from)) * count)))
    const known = parts[index]
    if (known === undefined || (bad === 'high' ? value > known : value < known)) parts[index] = value
  }
  return parts
}
