import type { KnownBlock } from '@slack/types'
import { agoInWords } from '../../../core/age.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { EnvironmentStatus, Verdict } from '../../../core/status.js'
import type { Zone } from '../../../core/time-zone.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'
import { dateToken, escapeMrkdwn } from '../../mrkdwn.js'
import type { When } from '../alarms/words.js'
import { offerReason } from '../runbooks/offer.js'
import { headlineReason } from './headline.js'
import { statusButtons } from './buttons.js'
import { alarmBlocks, measurementBlocks, missingBlocks, mutedBlocks } from './findings.js'
import { pausedBlocks, type PausedService } from './paused.js'
import { isOrWas, rememberedBlocks } from './remembered.js'
import { serviceBlocks } from './services.js'
import { troubleBlocks } from './trouble.js'
import { asFarAs, environmentMark } from './words.js'

export interface StatusMessageOptions {
  /** The team's, for what Slack cannot show on the reader's own clock. */
  readonly zone: Zone
  /** The name of who asked: a mention would notify them of their own question. */
  readonly askedBy?: string
  /** Without buttons where nobody could press them. Default: with. */
  readonly buttons?: boolean
  /** Deployments that wait for somebody. */
  readonly paused?: readonly PausedService[]
  /** A runbook that fits what is wrong. */
  readonly offer?: RunbookOffer
}

const headlines: Readonly<Record<Verdict, (subject: string, is: 'is' | 'was') => string>> = {
  healthy: (subject, is) => `${subject} ${is} healthy`,
  'scaled to zero': (subject, is) => `${subject} ${is} scaled to zero`,
  deploying: (subject, is) => `${subject} ${is} deploying`,
  'worth a look': (subject, is) => `${subject} ${is} worth a look`,
  degraded: (subject, is) => `${subject} ${is} degraded`,
  down: (subject, is) => `${subject} ${is} down`,
  unknown: (subject, is) => `The state of ${subject} ${is} unknown`,
}

/**
 * An environment at a glance, or one service of it in depth: the verdict first, then what is wrong, then the rest. However many services
 * there are, those in trouble come first and what was left out is counted.
 */
export function statusMessage(status: EnvironmentStatus, options: StatusMessageOptions): Message {
  const subject = status.focus === undefined ? status.environment : `${status.focus} in ${status.environment}`
  const { offer, zone, paused = [], buttons: canPress = true } = options
  const when: When = { zone, now: status.at }
  const headline = headlines[status.verdict](escapeMrkdwn(subject), isOrWas(status))
  const blocks: KnownBlock[] = [
    ...rememberedBlocks(status),
    section(
      `${environmentMark(status)} *${headline}${asFarAs(status)}* — ${escapeMrkdwn(headlineReason(status))}`,
    ),
    ...serviceBlocks(status, when),
    ...pausedBlocks(paused, when),
    ...troubleBlocks(status, zone),
    ...alarmBlocks(status.alarms, when),
    ...mutedBlocks(status.muted ?? [], when),
    ...measurementBlocks(status),
    ...missingBlocks(status.missing),
    ...(offer === undefined ? [] : [offerReason(offer, !canPress)]),
    context(footer(status, when, options.askedBy)),
  ]
  if (canPress) blocks.push(statusButtons(status, offer))
  return message(blocks)
}

function footer(status: EnvironmentStatus, when: When, askedBy: string | undefined): string {
  const asked = askedBy === undefined ? '' : `Asked by ${escapeMrkdwn(askedBy)} · `
  const at = dateToken(
    status.at,
    '{date_short_pretty} at {time}',
    `${formatMoment(status.at, when.zone, when.now)} (${when.zone.name})`,
  )
  const ages = (status.ages ?? []).map(({ what, at }) => ` · ${what} as of ${agoInWords(at, status.at)}`)
  const as = status.remembered === undefined ? 'As of' : 'Looked'
  return `${asked}${as} ${at}${ages.join('')} · ${escapeMrkdwn(status.region)}`
}
