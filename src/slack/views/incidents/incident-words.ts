import type { RichTextBlock } from '@slack/types'
import type { IncidentRecord, IncidentStatus, Severity } from '../../../core/incident.js'
import { richText } from '../../blocks.js'
import { escapeMrkdwn } from '../../mrkdwn.js'
import { timeToken } from '../runbooks/times.js'
import { marks } from '../../marks.js'

const severityEmojis = { 1: marks.wrong, 2: marks.attention, 3: '🟡' } as const satisfies Readonly<
  Record<Severity, string>
>

const statusWords: Readonly<Record<IncidentStatus, string>> = {
  open: 'Nobody has it yet',
  acknowledged: 'Acknowledged',
  assessing: 'Assessing',
  mitigating: 'Mitigating',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
  merged: 'Merged',
}

/** How it stands, in one or a few words of mrkdwn. */
export function statusOf(record: IncidentRecord): string {
  const { status, quietSince, rules, mergedInto, mergedChannel, isUnseen } = record
  if (status === 'resolved' && isUnseen === true)
    return 'Resolved, watched until AWS says again how its alarms stand'
  if (status === 'resolved' && quietSince !== undefined)
    return `Resolved, watched until ${timeToken(quietSince + rules.watchFor)}`
  if (status === 'merged') {
    const where = mergedChannel === undefined ? '' : `${channelLink(mergedChannel)}, `
    return `Goes on in ${where}${mergedInto ?? 'another one'}`
  }
  return statusWords[status]
}

/** `🔴 *SEV-1 · backend is down*`: what every message of it begins with. */
export function titleOf({ severity, title, status }: IncidentRecord): string {
  const emoji =
    status === 'closed'
      ? '✅'
      : status === 'merged'
        ? '↪️'
        : status === 'resolved'
          ? marks.fine
          : severityEmojis[severity]
  return `${emoji} *SEV-${severity} · ${escapeMrkdwn(title)}*`
}

/** `production · backend, frontend`; empty: it is about none. */
export function subjectOf({ environment, services }: IncidentRecord): string {
  return escapeMrkdwn([environment, services.join(', ')].filter((word) => word).join(' · '))
}

/** What a person wrote: nothing in it is interpreted. */
export function quoteOf(text: string): RichTextBlock {
  return richText({ type: 'rich_text_quote', elements: [{ type: 'text', text }] })
}

/** A channel as a link, in mrkdwn. */
export function channelLink(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : escapeMrkdwn(channel)
}
