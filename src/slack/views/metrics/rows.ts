import type { KnownBlock } from '@slack/types'
import { sparkline } from '../../../core/course.js'
import { formatLastAlone } from '../../../core/duration.js'
import { formatFigure } from '../../../core/metric-words.js'
import type { Figure, MetricsOverview } from '../../../core/metrics.js'
import type { Zone } from '../../../core/time-zone.js'
import { folded, section, table } from '../../blocks.js'
import { marks } from '../../marks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { arrows, clock, figureName, targetWords } from './words.js'

/** A section takes 3,000 characters. */
const linesTogether = 10

/**
 * What misses its target in a table, what does not behind one line. Who asks about one part sees all of it. Slack takes one table a message: what is fine has it
 * where nothing is missed, else lines.
 */
export function rowBlocks(
  rows: readonly Figure[],
  overview: MetricsOverview,
  zone: Zone,
): readonly KnownBlock[] {
  if (rows.length === 0) return []
  if (overview.focus !== undefined) return [tableOf(rows, overview, zone)]
  const missed = rows.filter(({ met }) => met === false)
  const others = rows.filter(({ met }) => met !== false)
  if (missed.length === 0) return [folded(titleOf(others, ''), [tableOf(others, overview, zone)])]
  const fold = others.length === 0 ? [] : [folded(titleOf(others, ' more'), linesOf(others, overview))]
  return [tableOf(missed, overview, zone), ...fold]
}

/** What has no value is neither fine nor bad. */
function titleOf(figures: readonly Figure[], more: '' | ' more'): string {
  const silent = figures.filter(({ met }) => met === undefined).length
  const fine = figures.length - silent
  const words = [
    ...(fine === 0 ? [] : [`${fine}${more} ${fine === 1 ? 'is' : 'are'} fine`]),
    ...(silent === 0 ? [] : [`${silent} without data`]),
  ]
  return words.join(', ')
}

function linesOf(figures: readonly Figure[], overview: MetricsOverview) {
  const lines = figures.map((figure) => {
    const course = sparkline(figure.points, overview, figure.bad)
    const target = figure.target === undefined ? [] : [`target ${escapeMrkdwn(targetOf(figure))}`]
    const value = `*${shown(figure)}*${arrowOf(figure)}`
    return [
      `${value} ${escapeMrkdwn(figureName(figure))}`,
      ...target,
      ...(course === '' ? [] : [course]),
    ].join(' · ')
  })
  return Array.from({ length: Math.ceil(lines.length / linesTogether) }, (_, index) =>
    section(lines.slice(index * linesTogether, (index + 1) * linesTogether).join('\n')),
  )
}

function tableOf(rows: readonly Figure[], overview: MetricsOverview, zone: Zone) {
  // Where all are of one, its name stands in the first line already.
  const isOne = new Set(rows.map(({ subject }) => subject)).size === 1 && overview.focus !== undefined
  const lines = rows.map((figure) => [
    `${figure.met === false ? `${marks.attention} ` : ''}${shown(figure)}${arrowOf(figure)}`,
    isOne ? figure.name : figureName(figure),
    figure.target === undefined ? '–' : targetOf(figure),
    sparkline(figure.points, overview, figure.bad) || '–',
    worstWords(figure, zone, overview),
  ])
  const last = formatLastAlone(overview.until - overview.from)
  // The value first: a phone shows a column and a half.
  const heading = ['Now', 'Figure', 'Target', last, 'Worst']
  return table([heading, ...lines], ['right', 'left', 'right', 'left', 'left'])
}

function arrowOf({ trend, now }: Figure): string {
  return trend === undefined || now === undefined ? '' : ` ${arrows[trend]}`
}

export function shown({ now, unit }: Figure): string {
  return now === undefined ? 'no data' : formatFigure(now, unit)
}

export function targetOf({ target, unit }: Figure): string {
  return target === undefined ? '' : targetWords(target, unit)
}

export function worstWords(
  { worst, unit, points }: Figure,
  zone: Zone,
  range: { readonly from: number; readonly until: number },
): string {
  // What never moved has no worst moment.
  if (worst === undefined || points.every(({ value }) => value === worst.value)) return '–'
  return `${formatFigure(worst.value, unit)} at ${clock(worst.at, zone, range)}`
}
