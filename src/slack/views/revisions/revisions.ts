import type { KnownBlock } from '@slack/types'
import { cutPlain } from '../../../core/cut.js'
import { formatDuration } from '../../../core/duration.js'
import type { Message } from '../../../core/message.js'
import { formatMoment } from '../../../core/moment.js'
import type { ListedRevision, ServiceRevisions } from '../../../core/service-revisions.js'
import type { Zone } from '../../../core/time-zone.js'
import { actions, context, section } from '../../blocks.js'
import { marks } from '../../marks.js'
import { message } from '../../message.js'
import { code, dateToken, escapeMrkdwn, withAges } from '../../mrkdwn.js'
import { sayButton } from '../../say.js'

/** Ways back with a button of their own; older ones can be typed. */
const buttonsShown = 3
const longestReason = 160
const day = 86_400_000

export interface RevisionsMessageOptions {
  /** The team's, for what Slack cannot show on the reader's own clock. */
  readonly zone: Zone
  readonly askedBy: string
  /** Without buttons where nobody could press them. */
  readonly buttons: boolean
}

/** What a service ran, newest first, each with the way back to it where there is one. */
export function revisionsMessage(found: ServiceRevisions, options: RevisionsMessageOptions): Message {
  const { service, environment, revisions, more, at } = found
  const { zone, askedBy, buttons } = options
  const name = `${escapeMrkdwn(service)} in ${escapeMrkdwn(environment)}`
  const withButton = buttons ? revisions.filter(({ isWayBack }) => isWayBack).slice(0, buttonsShown) : []
  const left = more === 0 ? '' : ` · ${more} older ${more === 1 ? 'one' : 'ones'}`
  const when = dateToken(at, '{date_short_pretty} at {time}', formatMoment(at, zone, at))
  const blocks: KnownBlock[] = [
    section(
      revisions.length === 0
        ? `*${name}:* ECS remembers no deployment of the last 90 days.`
        : `*What ${name} ran*, newest first`,
    ),
    ...revisions.flatMap((revision) => [
      section(
        `${markOf(revision)} *${escapeMrkdwn(revision.version)}* · ${standingWords(revision, at, zone)}`,
        withButton.includes(revision) ? { accessory: rollbackButton(found, revision) } : {},
      ),
      context(detailsOf(revision)),
    ]),
    context(`Asked by ${escapeMrkdwn(askedBy)} · As of ${when}${left}`),
  ]
  if (buttons && revisions.length > 1) blocks.push(actions([differenceButton(found)]))
  return message(blocks)
}

function detailsOf(revision: ListedRevision): string {
  const { taskDefinition, digest, reason } = revision
  return [
    escapeMrkdwn(taskDefinition),
    ...(digest === undefined ? [] : [escapeMrkdwn(digest.slice(0, 19))]),
    ...whoWords(revision),
    ...(reason === undefined ? [] : [code(cutPlain(reason.replace(/\s+/g, ' '), longestReason))]),
  ].join(' · ')
}

function markOf({ stands, proven }: ListedRevision): string {
  if (stands === 'coming') return marks.changing
  if (stands === 'never') return marks.wrong
  if (!proven) return marks.attention
  return stands === 'now' ? marks.fine : '✅'
}

/** `runs since 20 Nov, 8 d · proven` */
function standingWords(revision: ListedRevision, at: number, zone: Zone): string {
  const { stands, beganAt, endedAt = beganAt, until = at, outcome = 'it did not come through' } = revision
  const moment = (ms: number) => momentOf(ms, at, zone)
  if (stands === 'coming') return `is being deployed, since ${moment(beganAt)}`
  if (stands === 'never') return `${outcome} ${moment(endedAt)}`
  const lasted = formatDuration(wholeDays(Math.max(0, until - endedAt)))
  const time =
    stands === 'now' ? `runs since ${moment(endedAt)}, ${lasted}` : `ran ${lasted}, from ${moment(endedAt)}`
  return `${time} · ${trustWords(revision)}`
}

/** The time of day of what was lately, the day of what was not. */
function momentOf(ms: number, at: number, zone: Zone): string {
  const format = at - ms < 3 * day ? '{date_short_pretty} {time}' : '{date_short_pretty}'
  return dateToken(ms, format, formatMoment(ms, zone, at))
}

function wholeDays(lasts: number): number {
  return lasts >= 3 * day ? Math.floor(lasts / day) * day : lasts
}

function trustWords({ proven, verdict }: ListedRevision): string {
  if (verdict === undefined) return proven ? 'proven' : 'not proven'
  return `${proven ? 'proven, but' : 'not proven:'} ${withAges(verdict)}`
}

function whoWords({ by, registeredBy }: ListedRevision): readonly string[] {
  if (by !== undefined) return [`${escapeMrkdwn(by.name)}, ${code(by.operation)}`]
  return registeredBy === undefined ? [] : [`registered by ${escapeMrkdwn(registeredBy)}`]
}

function rollbackButton(
  { service, environment }: ServiceRevisions,
  { taskDefinition, version }: ListedRevision,
) {
  const to = taskDefinition.slice(taskDefinition.lastIndexOf(':') + 1)
  return sayButton(
    { verb: 'rollback', words: [service, environment], options: { to } },
    {
      text: 'Roll back to it',
      confirm: {
        title: `Roll ${service} back?`.slice(0, 100),
        text: `${service} in ${environment} goes back to ${version} (${taskDefinition}), under the policy of ${environment}.`.slice(
          0,
          300,
        ),
        yes: 'Roll back',
        no: 'Leave it',
      },
    },
  )
}

function differenceButton({ service, environment }: ServiceRevisions) {
  return sayButton({ verb: 'diff', words: [service, environment] }, { text: 'What changed last' })
}
