import { counted } from '../../../core/wording.js'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import type { RunRecord } from '../../../core/run.js'
import { cutPlain } from '../../../core/cut.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { olderLeftOut } from './runs.js'
import { type When, moment } from '../alarms/words.js'

const quartersShown = 6
const runbooksShown = 8

/** How long practising took, by quarter in the team's time zone: the newest quarter first, in it each runbook's fastest, median and last. */
export function drillsMessage(
  drills: readonly RunRecord[],
  { isAll, ...when }: When & { readonly isAll: boolean },
): Message {
  if (drills.length === 0)
    return message([
      section('*Nothing was practised yet.*'),
      context(`Begin with ${code('/ohmy drill rollback-drill')}: it is walked in staging, with a stopwatch`),
      ...(isAll ? [] : [olderLeftOut()]),
    ])
  const quarters = [...grouped(drills, ({ startedAt }) => quarterOf(startedAt, when))].toSorted(
    ([left], [right]) => (left < right ? 1 : -1),
  )
  const left = quarters.length - quartersShown
  return message([
    section(`*${drills.length === 1 ? '1 drill' : `${drills.length} drills`}*`),
    ...quarters.slice(0, quartersShown).map(([quarter, of]) => section(quarterText(quarter, of, when))),
    ...(left > 0 ? [context(`… and ${left} quarters before`)] : []),
    ...(isAll ? [] : [olderLeftOut()]),
  ])
}

function quarterText(quarter: string, drills: readonly RunRecord[], when: When): string {
  const runbooks = [...grouped(drills, ({ runbook }) => runbook.id).values()]
  const left = runbooks.length - runbooksShown
  return [
    `*${quarter}*`,
    ...runbooks.slice(0, runbooksShown).map((of) => runbookLine(of, when)),
    ...(left > 0 ? [`… and ${counted(left, 'more runbook')}`] : []),
  ].join('\n')
}

/** The title is the last drill's: it may have been called something else before. */
function runbookLine(drills: readonly RunRecord[], when: When): string {
  const newest = drills.toSorted((left, right) => right.startedAt - left.startedAt)
  const [last] = newest
  if (last === undefined) return ''
  const done = newest.filter(({ state }) => state === 'done')
  const times = done.map(tookOf).toSorted((left, right) => left - right)
  const open = newest.filter(({ state }) => state === 'running' || state === 'paused').length
  const not = newest.length - done.length - open
  return [
    `*${escapeMrkdwn(cutPlain(last.runbook.title, 80))}* — ${times.length === 0 ? 'none was done to its end' : timesWords(times)}`,
    ...(done[0] === undefined || times.length < 2 ? [] : [`last ${formatDuration(tookOf(done[0]))}`]),
    `by ${escapeMrkdwn(cutPlain((done[0] ?? last).lead.name, 40))} ${moment((done[0] ?? last).startedAt, when)}`,
    ...(not === 0 ? [] : [`${not} not done`]),
    ...(open === 0 ? [] : [`${open} open`]),
  ].join(' · ')
}

function timesWords(times: readonly number[]): string {
  const [fastest = 0] = times
  if (times.length === 1) return formatDuration(fastest)
  return `${times.length} times · fastest ${formatDuration(fastest)} · median ${formatDuration(medianOf(times))}`
}

/** @param times in order */
function medianOf(times: readonly number[]): number {
  const upper = times[Math.floor(times.length / 2)] ?? 0
  const lower = times[Math.floor((times.length - 1) / 2)] ?? 0
  return (upper + lower) / 2
}

function tookOf({ startedAt, endedAt }: RunRecord): number {
  return Math.max(0, (endedAt ?? startedAt) - startedAt)
}

/** `2026 Q4`, by the clock on the team's wall. */
function quarterOf(at: number, { zone }: When): string {
  const wall = new Date(zone.wallAt(at))
  return `${wall.getUTCFullYear()} Q${Math.floor(wall.getUTCMonth() / 3) + 1}`
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
