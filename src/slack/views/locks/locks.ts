import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { type Lock, scopeName, scopeWords } from '../../../core/lock.js'
import type { FreezeTime, LocksOverview, Maintenance } from '../../../core/locks-overview.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { capital } from '../../../core/wording.js'
import { marks } from '../../marks.js'

/** After `lock`: what holds now, for how long, and how it ends. */
export function lockedMessage(lock: Lock, zone: Zone, now: number): Message {
  const unlock = `\`/ohmy unlock ${scopeWords(lock.scope)}\``
  const ends = lock.until === undefined ? `${unlock} ends it` : `Earlier: ${unlock}`
  return message([
    section(`🔒 *${escapeMrkdwn(capital(scopeName(lock.scope)))} is locked* — ${code(lock.reason)}`),
    section('Nothing is changed there while it holds. What is running stops before its next change.'),
    context(`Locked by ${escapeMrkdwn(lock.owner.name)} · ${untilWords(lock, zone, now)} · ${ends}`),
  ])
}

/** After `unlock`. */
export function unlockedMessage(lock: Lock, by: string, zone: Zone, now: number): Message {
  const since = formatMoment(lock.since, zone, now)
  return message([
    section(`🔓 *${escapeMrkdwn(capital(scopeName(lock.scope)))} is unlocked*`),
    context(
      `Unlocked by ${escapeMrkdwn(by)} · it was locked by ${escapeMrkdwn(lock.owner.name)} since ${since}: ${code(lock.reason)}`,
    ),
  ])
}

/** What may not be changed now, and soon. */
export function locksMessage(overview: LocksOverview, zone: Zone, now: number): Message {
  const { locks, freezes, maintenance } = overview
  const isFree = locks.length === 0 && freezes.every(({ occurrence }) => occurrence.from > now)
  const where = overview.environments.join(', ')
  const blocks: KnownBlock[] = [
    ...(isFree ? [section(`${marks.fine} *Nothing is locked or frozen* in ${escapeMrkdwn(where)}`)] : []),
    ...locks.map((lock) => section(lockLines(lock, zone, now))),
    ...freezes.map((time) => section(freezeLines(time, zone, now))),
    ...maintenance.map((window) => section(maintenanceLine(window, zone, now))),
    context(`Times are those of ${escapeMrkdwn(zone.name)}. Freezes are told a week ahead.`),
  ]
  return message(blocks)
}

function lockLines(lock: Lock, zone: Zone, now: number): string {
  const since = `${formatMoment(lock.since, zone, now)} (${formatDuration(Math.max(0, now - lock.since))} ago)`
  return [
    `🔒 *${escapeMrkdwn(capital(scopeName(lock.scope)))}* — ${code(lock.reason)}`,
    `${escapeMrkdwn(lock.owner.name)}, since ${since}, ${untilWords(lock, zone, now)}`,
  ].join('\n')
}

function untilWords(lock: Lock, zone: Zone, now: number): string {
  return lock.until === undefined
    ? 'until somebody unlocks it'
    : `until ${formatMoment(lock.until, zone, now)}`
}

function freezeLines({ freeze, occurrence }: FreezeTime, zone: Zone, now: number): string {
  const where = freeze.environments.length === 0 ? 'Everything' : freeze.environments.join(', ')
  const until = formatMoment(occurrence.until, zone, now)
  const when =
    occurrence.from <= now
      ? `frozen until ${until}`
      : `will be frozen from ${formatMoment(occurrence.from, zone, now)} until ${until}`
  const passes = freeze.allow.length === 0 ? '' : `; ${freeze.allow.join(', ')} may pass`
  return `🧊 *${escapeMrkdwn(capital(where))}* ${when}${escapeMrkdwn(passes)} — ${code(freeze.reason)}`
}

function maintenanceLine(
  { environment, window, occurrence, only }: Maintenance,
  zone: Zone,
  now: number,
): string {
  const when =
    occurrence.from <= now
      ? `is on until ${formatMoment(occurrence.until, zone, now)}`
      : `is next on ${formatMoment(occurrence.from, zone, now)}`
  const bound = only.length === 0 ? '' : `; ${only.join(', ')} starts only then`
  return `🛠️ The maintenance window of ${escapeMrkdwn(environment)} (${window}) ${when}${escapeMrkdwn(bound)}`
}
