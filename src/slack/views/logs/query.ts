import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import { formatBytes, type LogQueryShown } from '../../../core/log-query.js'
import type { Message } from '../../../core/message.js'
import { formatMoney, microsOf } from '../../../core/money.js'
import { createZone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn, printable, untrusted } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { stopButton } from './followed.js'
import { logQueryTable } from './query-table.js'
import { counted, momentsOf, within } from './words.js'
import { marks } from '../../marks.js'

/** A log query from the question what it may cost to its result. */
export function logQueryMessage(shown: LogQueryShown, { buttons }: { readonly buttons: boolean }): Message {
  const { failure, diagnosis, table, step } = shown
  return message([
    section(headline(shown)),
    ...(failure === undefined ? [] : [section(escapeMrkdwn(printable(failure)))]),
    ...(diagnosis === undefined ? [] : [untrusted(diagnosis)]),
    ...(table === undefined ? [] : logQueryTable(table, createZone(shown.zone))),
    ...question(shown, buttons),
    ...queryText(shown),
    context(footer(shown)),
    ...(buttons && step.kind !== 'ended' ? [actions(buttonsOf(shown))] : []),
  ])
}

function headline(shown: LogQueryShown): string {
  const { subject, environment, name, step, table, from, until, startedAt, zone } = shown
  const what = `${escapeMrkdwn(printable(name ?? 'query'))}, ${escapeMrkdwn(printable(subject))} in ${escapeMrkdwn(printable(environment))}`
  const span = within({ from, to: until }, startedAt, momentsOf(createZone(zone), startedAt))
  switch (step.kind) {
    case 'estimating':
      return `🔎 *${what}*${span}: looking how much there is`
    case 'asking':
      return `✋ *${what}*${span} would scan ${formatBytes(step.bytes)} and cost about ${money(step.cost)}`
    case 'starting':
      return step.crowded
        ? `🔎 *${what}*${span}: this account runs as many queries as it may; it starts when there is room`
        : `🔎 *${what}*${span}: starting`
    case 'running':
      return `🔎 *${what}*${span}: ${counted(step.recordsScanned, 'line')} looked at, ${formatBytes(step.bytesScanned)}`
    case 'ended':
      return `${emojiOf(shown)} *${what}: ${outcomeOf(shown, table?.found ?? 0)}*${span}`
  }
}

function emojiOf({ step, table }: LogQueryShown): string {
  if (step.kind !== 'ended' || step.outcome === 'failed') return '⚠️'
  if (step.outcome !== 'done') return marks.resting
  return (table?.found ?? 0) === 0 ? '📭' : '📊'
}

function outcomeOf({ step, stoppedBy }: LogQueryShown, found: number): string {
  if (step.kind !== 'ended') return ''
  switch (step.outcome) {
    case 'done':
      return found === 0 ? 'nothing was found' : counted(found, 'row')
    case 'failed':
      return 'failed'
    case 'expired':
      return 'not run to its end'
    case 'stopped':
      return stoppedBy === undefined ? 'stopped' : `stopped by ${escapeMrkdwn(printable(stoppedBy))}`
  }
}

function question({ step, id }: LogQueryShown, buttons: boolean): KnownBlock[] {
  if (step.kind !== 'asking') return []
  return [
    ...(buttons ? [] : [section(`To run it all the same: \`ohmy continue ${id}\``)]),
    context(
      'Less time costs less: add `--since 1h`. It waits 10 minutes for an answer; nothing is scanned before.',
    ),
  ]
}

/** What was typed is shown again, so that others can read what was found. A saved query has a name. */
function queryText({ name, query, step, diagnosis }: LogQueryShown): KnownBlock[] {
  if (name !== undefined || diagnosis !== undefined || step.kind === 'running') return []
  return [untrusted(cutPlain(query, 600))]
}

function footer(shown: LogQueryShown): string {
  const { step, summary, recordsScanned, bytesScanned, cost, startedAt, zone, askedBy, goAheadBy, id } = shown
  const took = step.kind === 'ended' ? [`took ${formatDuration(Math.max(0, step.endedAt - startedAt))}`] : []
  const scanned =
    bytesScanned === undefined || recordsScanned === undefined
      ? []
      : [`${counted(recordsScanned, 'line')} and ${formatBytes(bytesScanned)} scanned`]
  return [
    ...(summary === undefined ? [] : [escapeMrkdwn(printable(summary))]),
    ...scanned,
    ...(cost === undefined ? [] : [`cost ${money(cost)}`]),
    ...took,
    `times of ${escapeMrkdwn(printable(zone))}`,
    `Asked by ${escapeMrkdwn(printable(askedBy))}`,
    ...(goAheadBy === undefined ? [] : [`${escapeMrkdwn(printable(goAheadBy))} let it run`]),
    code(id),
  ].join(' · ')
}

function buttonsOf({ step, id }: LogQueryShown) {
  if (step.kind !== 'asking') return [stopButton(id)]
  return [
    sayButton({ verb: 'continue', words: [id] }, { text: `Run it for about ${money(step.cost)}` }),
    sayButton({ verb: 'stop', words: [id] }, { text: 'Leave it' }),
  ]
}

function money(usd: number): string {
  // What rounds to nothing in millionths is still something.
  return formatMoney(usd > 0 ? Math.max(1, microsOf(usd)) : 0, 'USD')
}
