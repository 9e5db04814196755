import type { Message } from '../../../core/message.js'
import { formatDuration } from '../../../core/duration.js'
import type { Mute } from '../../../core/mutes.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { moment, type When } from './words.js'

/** After `mute`: until when, and what it does not do. */
export function mutedMessage(mute: Mute, shortName: string, when: When): Message {
  const { environment, until, reason, by } = mute
  const why = reason === undefined ? '' : ` — ${code(reason)}`
  const lasts = formatDuration(Math.max(1, Math.round((until - mute.since) / 60_000)) * 60_000)
  return message([
    section(
      `🔕 ${code(shortName)} *in ${escapeMrkdwn(environment)} is muted* until ${moment(until, when)} (${lasts})${why}`,
    ),
    section(
      'Nobody is told of it by itself until then; whoever asks sees that it rings. CloudWatch goes on as before: mails of its SNS topic, autoscaling and rollbacks are not touched.',
    ),
    context(
      `Muted by ${escapeMrkdwn(by.name)} · Earlier: ${code(`/ohmy unmute ${words(shortName)} ${environment}`)}`,
    ),
  ])
}

/** After `unmute`. */
export function unmutedMessage(mute: Mute, shortName: string, by: string, when: When): Message {
  const why = mute.reason === undefined ? '' : `: ${code(mute.reason)}`
  return message([
    section(`🔔 ${code(shortName)} *in ${escapeMrkdwn(mute.environment)} is not muted any more*`),
    context(
      `Unmuted by ${escapeMrkdwn(by)} · ${escapeMrkdwn(mute.by.name)} had muted it at ${moment(mute.since, when)} until ${moment(mute.until, when)}${why}`,
    ),
  ])
}

/** A name that a line can be made of. */
function words(name: string): string {
  return /^[\w./:-]+$/.test(name) ? name : JSON.stringify(name)
}
