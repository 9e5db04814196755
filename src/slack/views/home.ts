import type { KnownBlock } from '@slack/types'
import type { Message } from '../../core/message.js'
import type { EnvironmentStatus } from '../../core/status.js'
import { actions, button, divider, header, section } from '../blocks.js'
import { message } from '../message.js'
import { escapeMrkdwn } from '../mrkdwn.js'
import { alarmBlocks, missingBlocks } from './status-findings.js'
import { serviceBlocks } from './status-services.js'
import { verdictEmoji } from './status-words.js'

/** The Home tab: every environment at a glance, the verdict of each first. */
export function homeMessage(statuses: readonly EnvironmentStatus[]): Message {
  return message([
    header('Environments'),
    ...statuses.flatMap((status) => [...environmentBlocks(status), divider()]),
    actions([button({ text: 'Refresh', actionId: 'home.refresh' })]),
  ])
}

function environmentBlocks(status: EnvironmentStatus): KnownBlock[] {
  const verdict = `*${escapeMrkdwn(status.environment)} is ${status.verdict}*`
  return [
    section(`${verdictEmoji[status.verdict]} ${verdict} — ${escapeMrkdwn(status.reason)}`),
    ...serviceBlocks(status),
    ...alarmBlocks(status.alarms),
    ...missingBlocks(status.missing),
  ]
}
