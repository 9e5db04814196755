import type { KnownBlock } from '@slack/types'
import type { Message } from '../../core/message.js'
import type { EnvironmentStatus, Verdict } from '../../core/status.js'
import { context, section } from '../blocks.js'
import { message } from '../message.js'
import { dateToken, escapeMrkdwn } from '../mrkdwn.js'
import { statusButtons } from './status-buttons.js'
import { alarmBlocks, measurementBlocks, missingBlocks } from './status-findings.js'
import { serviceBlocks, utc } from './status-services.js'
import { troubleBlocks } from './status-trouble.js'
import { verdictEmoji } from './status-words.js'

export interface StatusMessageOptions {
  /** The name of who asked: a mention would notify them of their own question. */
  readonly askedBy?: string
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
}

const headlines: Readonly<Record<Verdict, (subject: string) => string>> = {
  healthy: (subject) => `${subject} is healthy`,
  'scaled to zero': (subject) => `${subject} is scaled to zero`,
  deploying: (subject) => `${subject} is deploying`,
  degraded: (subject) => `${subject} is degraded`,
  down: (subject) => `${subject} is down`,
  unknown: (subject) => `The state of ${subject} is unknown`,
}

/**
 * An environment at a glance, or one service of it in depth: the verdict first, then what is wrong, then the rest. However many services
 * there are, those in trouble come first and what was left out is counted.
 */
export function statusMessage(status: EnvironmentStatus, options: StatusMessageOptions = {}): Message {
  const subject = status.focus === undefined ? status.environment : `${status.focus} in ${status.environment}`
  const headline = headlines[status.verdict](escapeMrkdwn(subject))
  const blocks: KnownBlock[] = [
    section(`${verdictEmoji[status.verdict]} *${headline}* — ${escapeMrkdwn(status.reason)}`),
    ...serviceBlocks(status),
    ...troubleBlocks(status),
    ...alarmBlocks(status.alarms),
    ...measurementBlocks(status),
    ...missingBlocks(status.missing),
    context(footer(status, options.askedBy)),
  ]
  if (options.buttons ?? true) blocks.push(statusButtons(status))
  return message(blocks)
}

function footer(status: EnvironmentStatus, askedBy: string | undefined): string {
  const asked = askedBy === undefined ? '' : `Asked by ${escapeMrkdwn(askedBy)} · `
  const when = dateToken(status.at, '{date_short_pretty} at {time}', utc(status.at))
  return `${asked}As of ${when} · ${escapeMrkdwn(status.region)}`
}
