import { cutPlain } from '../../../core/cut.js'
import { askerName } from '../../../core/caller.js'
import { formatLast, formatTook } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { OperationRecord, OperationState } from '../../../core/operation.js'
import { listed } from '../../../core/wording.js'
import type { Zone } from '../../../core/time-zone.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, dateToken, escapeMrkdwn } from '../../mrkdwn.js'
import { marks } from '../../marks.js'

/** Slack limits a section to 3,000 characters: five operations stay far below. */
const inOneSection = 5

export const stateEmoji: Record<OperationState, string> = {
  unconfirmed: '✋',
  unapproved: '✋',
  queued: marks.changing,
  running: marks.changing,
  reverting: marks.attention,
  succeeded: '✅',
  failed: marks.wrong,
  'rolled back': marks.attention,
  cancelled: marks.resting,
  expired: marks.resting,
  'no longer followed': marks.unknown,
  'taken over': marks.resting,
}

/** What was asked, to say what the list is of. */
export interface HistoryView {
  readonly operations: readonly OperationRecord[]
  readonly more: number
  readonly isMoreCounted: boolean
  /** `staging`, `backend in staging`, `every environment` */
  readonly where: string
  readonly by?: string
  /** ms since the epoch */
  readonly since: number
}

/** What was done, newest first. Times in ms; `zone` is for readers whose clients format no dates. */
export function historyMessage(view: HistoryView, zone: Zone, now: number): Message {
  const { operations, more, isMoreCounted } = view
  const who = view.by === undefined ? '' : ` by ${code(view.by)}`
  const what = `${escapeMrkdwn(view.where)}${who}, ${formatLast(now - view.since)}`
  if (operations.length === 0) {
    return message([section(`*History of ${what}:* nothing was asked for.`)])
  }
  const lines = operations.map((record) => line(record, zone, now))
  const sections = Array.from({ length: Math.ceil(lines.length / inOneSection) }, (_, index) =>
    section(lines.slice(index * inOneSection, (index + 1) * inOneSection).join('\n')),
  )
  const others = isMoreCounted ? `${more} older ones` : `More than ${more} older ones`
  const rest =
    more === 0 && isMoreCounted ? [] : [`${others}: narrow it with \`--since\`, \`--by\` or a service`]
  return message([
    section(`*History of ${what}*`),
    ...sections,
    context([...rest, '`/ohmy history op-…` tells the whole story of one'].join(' · ')),
  ])
}

function line(record: OperationRecord, zone: Zone, now: number): string {
  const { state, plan, caller, id, startedAt, endedAt } = record
  const took = startedAt === undefined || endedAt === undefined ? '' : formatTook('in', endedAt - startedAt)
  const glass = record.breakGlass === undefined ? '' : ' · 🔨 glass broken'
  return `${stateEmoji[state]} *${escapeMrkdwn(plan.summary)}* — ${stateWords(record)}${took}\n        ${escapeMrkdwn(askerName(caller))} · ${moment(record.requestedAt, zone, now)}${decidedBy(record)}${glass}${why(record)} · \`${id}\``
}

/** ` · approved by Aaron and Anna` */
function decidedBy({ approval }: OperationRecord): string {
  const { decisions = [] } = approval ?? {}
  const rejected = decisions.find(({ kind }) => kind === 'rejected')
  if (rejected !== undefined) return ` · rejected by ${escapeMrkdwn(rejected.by.name)}`
  if (decisions.length === 0) return ''
  return ` · approved by ${listed(
    decisions.map(({ by }) => escapeMrkdwn(by.name)),
    'and',
  )}`
}

/** Why not, where it was rejected; else why it was asked for. */
function why({ approval, reason }: OperationRecord): string {
  const rejected = approval?.decisions.find(({ kind }) => kind === 'rejected')
  const said = rejected === undefined ? reason : rejected.reason
  return said === undefined ? '' : ` · ${code(cutPlain(said, 80))}`
}

/** `succeeded`, `waiting for approval` */
export function stateWords({ state, approval }: Pick<OperationRecord, 'state' | 'approval'>): string {
  if (approval?.decisions.some(({ kind }) => kind === 'rejected')) return 'rejected'
  if (state === 'unapproved') return 'waiting for approval'
  return state === 'unconfirmed' ? 'waiting for a confirmation' : state
}

/** A moment as the reader's own clock shows it; elsewhere as the configured zone does. */
export function moment(at: number, zone: Zone, now: number): string {
  return dateToken(at, '{date_short_pretty} {time}', formatMoment(at, zone, now))
}
