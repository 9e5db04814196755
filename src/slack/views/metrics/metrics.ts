import { counted, countedOf } from '../../../core/wording.js'
import type { ActionsBlock, KnownBlock } from '@slack/types'
import type { Line } from '../../../core/line.js'
import { formatDuration, formatLast } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatFigure } from '../../../core/metric-words.js'
import type { AlarmGraph, Figure, MetricsOverview, SilentMetric } from '../../../core/metrics.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { sayButton, sayMenu } from '../../say.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { chartBlocks, graphBlocks } from './charts.js'
import { rowBlocks, shown, targetOf, worstWords } from './rows.js'
import { clock, figureName } from './words.js'
import { wording } from '../dashboard/words.js'
import { missingBlocks } from '../status/findings.js'

export interface MetricsMessageOptions {
  readonly zone: Zone
  /** How far back, as it is typed: `3h`. */
  readonly since: string
  readonly askedBy?: string
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
}

/** Rows of the table, and missed figures that the first line names. */
const mostRows = 30
const namedFirst = 3
const periods = ['15m', '3h', '1d', '7d'] as const

/** The figures of an environment: what misses its target first and named, what is fine folded, then the two charts that matter. */
export function metricsMessage(overview: MetricsOverview, options: MetricsMessageOptions): Message {
  const rows = worthShowing(overview)
  const blocks: KnownBlock[] = [
    section(headline(overview, options.zone)),
    ...rowBlocks(rows.slice(0, mostRows), overview, options.zone),
    ...chartBlocks(overview, options.zone),
    ...silentBlocks(overview.silent ?? []),
    ...missingBlocks(overview.missing),
    context(...notes(overview, rows), footer(overview, options)),
  ]
  if (options.buttons ?? true) {
    const { environment: e, focus: f } = overview
    blocks.push(controls({ words: [e, f] }, options.since))
  }
  return message(blocks)
}

/** What one alarm looks at, with its threshold. */
export function alarmGraphMessage(graph: AlarmGraph, options: MetricsMessageOptions): Message {
  const { environment, alarm, shortName, words, unit, points, rings } = graph
  const last = points.at(-1)
  const worst = points.toSorted((a, b) => (graph.bad === 'high' ? b.value - a.value : a.value - b.value))[0]
  const lasts = formatLast(graph.until - graph.from)
  const figures =
    last === undefined || worst === undefined
      ? `*no data* of ${escapeMrkdwn(words)} in ${lasts}, which is not 0`
      : `${escapeMrkdwn(words)} *${formatFigure(last.value, unit)}*, ${graph.bad === 'high' ? 'highest' : 'lowest'} of ${lasts} ${formatFigure(worst.value, unit)} at ${clock(worst.at, options.zone, graph)}`
  const blocks: KnownBlock[] = [
    section(
      `📈 ${code(shortName)} *in ${escapeMrkdwn(environment)}*: ${figures}. It rings ${escapeMrkdwn(rings)}.`,
    ),
    ...graphBlocks(graph, options.zone),
    context(footer(graph, options)),
  ]
  if (options.buttons ?? true) blocks.push(controls({ words: [environment], alarm }, options.since))
  return message(blocks)
}

/** With everything in view, what has no target would be a wall; what tells the same twice is told once. */
function worthShowing({ figures, focus }: MetricsOverview): readonly Figure[] {
  if (focus !== undefined) return figures
  return figures.filter(
    ({ target, name, met }) => target !== undefined && (name !== 'unhealthy targets' || met === false),
  )
}

function headline(overview: MetricsOverview, zone: Zone): string {
  const { environment, focus, figures, from, until, rememberedFrom } = overview
  const place = escapeMrkdwn(focus === undefined ? environment : `${focus} in ${environment}`)
  const judged = worthShowing(overview).filter(({ met }) => met !== undefined)
  const missed = judged.filter(({ met }) => met === false)
  if (figures.length === 0) return `${marks.unknown} *No figures of ${place}*`
  if (judged.length === 0) return `${marks.resting} *${place}*: nothing here has a target and a value`
  const meanwhile = judged.filter((figure) => figure.met === true && missedBefore(figure))
  const before = meanwhile
    .slice(0, namedFirst)
    .map((figure) => `${escapeMrkdwn(figureName(figure))} ${worstWords(figure, zone, { from, until })}`)
  const earlier =
    before.length === 0
      ? ''
      : `\nMissed in ${formatLast(until - from)}, well again: ${before.join(', ')}${meanwhile.length > before.length ? ` and ${meanwhile.length - before.length} more` : ''}`
  if (missed.length === 0 && rememberedFrom !== undefined) {
    const then = clock(rememberedFrom, zone, { from, until })
    return `${marks.remembered} *${place}*: ${judged.length === 1 ? 'the one figure with a target met it' : `all ${judged.length} figures met their target`} when AWS last answered, at ${then}${earlier}`
  }
  if (missed.length === 0) {
    return `${marks.fine} *${place}*: ${judged.length === 1 ? 'the one figure with a target meets it' : `all ${judged.length} figures meet their target`}${earlier}`
  }
  const names = missed
    .slice(0, namedFirst)
    .map(
      (figure) =>
        `${escapeMrkdwn(figureName(figure))} *${shown(figure)}* (target ${escapeMrkdwn(targetOf(figure))})`,
    )
  const more = missed.length > namedFirst ? ` and ${missed.length - namedFirst} more` : ''
  return `${marks.attention} *${place}*: ${countedOf(missed.length, judged.length, 'figure')} ${missed.length === 1 ? 'misses its' : 'miss their'} target: ${names.join(', ')}${more}${earlier}`
}

/** Whether the worst of the period would have missed the target. */
function missedBefore({ target, worst }: Figure): boolean {
  if (target === undefined || worst === undefined || 'atLeast' in target) return false
  return 'below' in target ? worst.value >= target.below : worst.value <= target.above
}

/** What the configuration names and nobody publishes, and what may be meant. */
function silentBlocks(silent: readonly SilentMetric[]): readonly KnownBlock[] {
  if (silent.length === 0) return []
  const lines = silent.map(({ what, fix, ...figure }) => {
    const help = fix.length === 0 ? '' : `; ${wording(fix)}`
    return `${marks.unknown} *${escapeMrkdwn(figureName(figure))}* has no data: ${wording(what)}${help}`
  })
  return [section(lines.join('\n'))]
}

function notes(overview: MetricsOverview, rows: readonly Figure[]): readonly string[] {
  const { figures, unmeasured, environment } = overview
  const cut = Math.max(0, rows.length - mostRows)
  const watched = figures.length - rows.length
  const explained = (overview.silent ?? []).map(figureName)
  const silent = figures.filter(
    (figure) => figure.points.length === 0 && !explained.includes(figureName(figure)),
  )
  return [
    ...(silent.length === 0
      ? []
      : [
          `No data, which is not 0: ${escapeMrkdwn(silent.slice(0, 8).map(figureName).join(', '))}${silent.length > 8 ? ` and ${silent.length - 8} more` : ''}`,
        ]),
    ...unmeasured.map((words) => `Not measured: ${escapeMrkdwn(words)}`),
    ...(cut === 0 ? [] : [`${counted(cut, 'more figure')}: name a service to see its own`]),
    ...(watched === 0
      ? []
      : [
          `${watched} more ${watched === 1 ? 'is' : 'are'} watched without a target: ${code(`/ohmy metrics ${environment} alb`)}, ${code('rds')}, ${code('redis')}, ${code('own')} or a service shows them`,
        ]),
  ]
}

function footer(
  { from, until }: Pick<MetricsOverview, 'from' | 'until'>,
  { askedBy, zone }: MetricsMessageOptions,
): string {
  const asked = askedBy === undefined ? '' : `Asked by ${escapeMrkdwn(askedBy)} · `
  const when = formatMoment(until, zone, until)
  return `${asked}${formatDuration(until - from)} until ${when} · times of ${escapeMrkdwn(zone.name)}`
}

/** Ask again, for the same time or another one. */
function controls(
  about: { readonly words: readonly (string | undefined)[]; readonly alarm?: string },
  since: string,
): ActionsBlock {
  const line = (period: string): Line => ({
    verb: 'metrics',
    words: about.words,
    options: { alarm: about.alarm, since: period },
  })
  const menu = sayMenu(
    'Another period',
    periods.map((period) => ({ text: `Last ${wordsFor[period]}`, line: line(period) })),
    { answers: 'replace', chosen: periods.findIndex((period) => period === since) },
  )
  return actions([
    sayButton(line(since), { text: 'Refresh', answers: 'replace' }),
    ...(menu === undefined ? [] : [menu]),
  ])
}

const wordsFor: Readonly<Record<(typeof periods)[number], string>> = {
  '15m': '15 minutes',
  '3h': '3 hours',
  '1d': 'day',
  '7d': '7 days',
}
