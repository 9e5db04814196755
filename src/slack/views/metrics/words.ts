import { formatFigure, type MetricUnit } from '../../../core/metric-words.js'
import type { Figure, FigureTarget, Trend } from '../../../core/metrics.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'

const day = 24 * 3_600_000

export const arrows: Readonly<Record<Trend, string>> = { rising: '↗', falling: '↘', steady: '→' }

/** `database CPU` */
export function figureName({ subject, name }: Pick<Figure, 'subject' | 'name'>): string {
  // What is the environment's own has no other name.
  return subject === 'own' ? name : `${subject} ${name}`
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
