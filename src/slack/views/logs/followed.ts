import type { KnownBlock } from '@slack/types'
import { formatDuration } from '../../../core/duration.js'
import type { FollowedLogs } from '../../../core/followed-logs.js'
import type { Message } from '../../../core/message.js'
import { createZone, type Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { cutPlain } from '../../../core/cut.js'
import { code, escapeMrkdwn, printable, untrusted } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'
import { counted, foldedChecks, levelEmoji, shortTask, timeOf } from './words.js'
import { marks } from '../../marks.js'

/** Characters of one line: a row of a window of usual width. */
const width = 74
const widthInTerminal = 160

/** A log while it is written: how much and how bad it is first, then the newest lines. */
export function followedLogsMessage(
  followed: FollowedLogs,
  { buttons }: { readonly buttons: boolean },
): Message {
  const zone = createZone(followed.zone)
  return message([
    section(headline(followed, zone)),
    ...(followed.failure === undefined ? [] : [section(escapeMrkdwn(printable(followed.failure)))]),
    ...latestError(followed, zone),
    ...linesOf(followed, zone, buttons ? width : widthInTerminal),
    context(footer(followed)),
    ...(buttons
      ? [actions([followed.status === 'running' ? stopButton(followed.id) : againButton(followed)])]
      : []),
  ])
}

function headline(followed: FollowedLogs, zone: Zone): string {
  const { service, environment, status, startedAt, endedAt = startedAt, until, stoppedBy } = followed
  const what = `${escapeMrkdwn(printable(service))} in ${escapeMrkdwn(printable(environment))}`
  const counts = countsOf(followed)
  // With a trouble nobody knows what is written now.
  const emoji =
    followed.errors > 0 ? marks.wrong : followed.failure === undefined ? marks.fine : marks.unknown
  if (status === 'running') {
    const end = timeOf(until, zone).slice(0, 5)
    return `${emoji} *Following ${what}* until ${end}: ${counts}`
  }
  const time = formatDuration(Math.max(0, endedAt - startedAt))
  if (status === 'failed') return `⚠️ *Following ${what} broke off after ${time}*: ${counts}`
  const stopped = stoppedBy === undefined ? '' : `, stopped by ${escapeMrkdwn(printable(stoppedBy))}`
  return `${emoji} *Followed ${what} for ${time}*${stopped}: ${counts}`
}

function countsOf({ count, errors, atLeast }: FollowedLogs): string {
  const least = atLeast ? 'at least ' : ''
  const lines = count === 1 ? '1 line' : `${count.toLocaleString('en-US')} lines`
  const bad =
    errors === 0 ? 'no errors' : errors === 1 ? '*1 error*' : `*${errors.toLocaleString('en-US')} errors*`
  return `${least}${lines}, ${bad}`
}

/** Where it has scrolled away already. */
function latestError({ latestError: error, lines }: FollowedLogs, zone: Zone): KnownBlock[] {
  if (error === undefined || lines.some(({ id }) => id === error.id)) return []
  return [section(`Latest error, ${timeOf(error.at, zone)}: ${code(error.message)}`)]
}

function linesOf(
  { lines, count, status, grep, level, task }: FollowedLogs,
  zone: Zone,
  most: number,
): KnownBlock[] {
  const filtered = [grep, level, task].some((one) => one !== undefined)
  if (lines.length === 0) {
    const what = filtered ? 'No such line' : 'Nothing'
    return [context(status === 'running' ? `${what} was written yet.` : `${what} was written.`)]
  }
  const newestFirst = lines.toReversed().map(({ at, level, message: text }) => {
    const said = cutPlain(printable(text).replace(/\s+/g, ' '), most)
    return `${timeOf(at, zone)} ${levelEmoji(level)} ${said}`
  })
  const caption =
    count > lines.length
      ? `*Newest ${lines.length} of ${counted(count, 'line')}*`
      : `*${counted(count, 'line')}*`
  return [context(`${caption}, newest first`), untrusted(newestFirst.join('\n'))]
}

function footer({ grep, level, task, zone, askedBy, id, status, live, healthChecks }: FollowedLogs): string {
  return [
    ...(grep === undefined ? [] : [`only lines with ${code(grep)}`]),
    ...(level === undefined ? [] : [`only ${level} or worse`]),
    ...(task === undefined ? [] : [`only task ${code(shortTask(task))}`]),
    ...foldedChecks(healthChecks),
    ...(status === 'running' ? [howOf(live)] : []),
    `times of ${escapeMrkdwn(printable(zone))}`,
    `Asked by ${escapeMrkdwn(printable(askedBy))}`,
    id,
  ].join(' · ')
}

function howOf(live: boolean | undefined): string {
  if (live === true) return 'Live Tail'
  return live === false
    ? 'looks every few seconds: Live Tail is not possible here'
    : 'looks every few seconds'
}

/** Of any long reading work. */
export function stopButton(id: string) {
  return sayButton({ verb: 'stop', words: [id] }, { text: 'Stop' })
}

/** Follows the same once more, in a message of its own. */
function againButton({ environment, service, duration, grep, level, task }: FollowedLogs) {
  const options = { follow: duration, grep, level, task }
  return sayButton({ verb: 'logs', words: [service, environment], options }, { text: 'Follow again' })
}
