import { isChannelId } from '../../../core/channel-reference.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import { type ScheduleOutcome, type ScheduleRecord, workTitles } from '../../../core/schedule.js'
import { createZone } from '../../../core/time-zone.js'
import { formatWeeklyTimes } from '../../../core/weekly-times.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { marks } from '../../marks.js'

/** The schedules, what comes next first, and how each came out last. */
export function schedulesMessage(schedules: readonly ScheduleRecord[], now: number): Message {
  if (schedules.length === 0)
    return message([
      section('*No schedules.* They are written under `schedules` in ohmy.yaml.'),
      context('docs/schedules.md shows what there is: `morning-check`, `weekly-cost` and others.'),
    ])
  return message([
    section(`*${schedules.length === 1 ? '1 schedule' : `${schedules.length} schedules`}*`),
    ...schedules.map((record) => section(linesOf(record, now))),
    context('`/ohmy schedule run &lt;name&gt;` brings one now.'),
  ])
}

function linesOf({ schedule, next, run, last }: ScheduleRecord, now: number): string {
  const { name, what, at, zone: zoneName, channel, environments } = schedule
  const zone = createZone(zoneName)
  const when = run === undefined ? `next ${formatMoment(next, zone, now)}` : 'is being made'
  const where = channelWords(channel)
  return [
    `*${code(name)} ${workTitles[what]}* — ${when}`,
    `${formatWeeklyTimes(at)} ${escapeMrkdwn(zoneName)} · ${where} · ${escapeMrkdwn(environments.join(', '))}`,
    last === undefined
      ? 'It has not come yet.'
      : outcomeLine(last, (instant) => formatMoment(instant, zone, now)),
  ].join('\n')
}

/** After `schedule run`. */
export function scheduleAskedMessage({ schedule }: ScheduleRecord): Message {
  const { what, channel } = schedule
  return message([section(`*${workTitles[what]}* is being made; it comes in ${channelWords(channel)}.`)])
}

function outcomeLine({ kind, due, by, reason }: ScheduleOutcome, moment: (instant: number) => string) {
  const who = by === undefined ? '' : `, ${escapeMrkdwn(by.name)} asked for it`
  if (kind === 'posted') return `${marks.fine} Last: ${moment(due)}${who}`
  const why = reason === undefined ? '' : ` ${escapeMrkdwn(reason)}`
  return kind === 'skipped'
    ? `${marks.resting} Last: ${moment(due)} did not come.${why}`
    : `${marks.wrong} Last: ${moment(due)} failed${who}.${why}`
}

/** A channel by its id is a link in Slack. */
function channelWords(channel: string): string {
  return isChannelId(channel) ? `<#${channel}>` : `#${escapeMrkdwn(channel)}`
}
