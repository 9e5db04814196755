import { formatDuration } from '../core/duration.js'
import {
  type CountedIncident,
  type IncidentRecord,
  isIncidentEnded,
  severityRules,
} from '../core/incident.js'
import { codeMarkdown, linkMarkdown, plainMarkdown, tableMarkdown, timeMarkdown } from '../core/markdown.js'
import { maskSecrets } from '../core/mask.js'
import type { ReplyFile } from '../core/message.js'
import { changesBefore, type TimelineLine, timelineOf, type TimelineSources } from './timeline.js'

/** What a review is made from, besides the record. */
export interface ReviewSources {
  readonly timeline: readonly TimelineLine[]
  /** What changed before it began, the newest first. */
  readonly changes: readonly TimelineLine[]
}

/** Times between what counts, in ms; absent: it did not come to that. */
export interface IncidentTimes {
  readonly detect: number
  readonly acknowledge?: number
  readonly mitigate?: number
  readonly resolve?: number
}

/** How long each took: detected since it began, the others since it was opened. */
export function timesOf(record: CountedIncident): IncidentTimes {
  const { affectedSince, openedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt } = record
  return {
    detect: (detectedAt ?? openedAt) - affectedSince,
    ...(acknowledgedAt === undefined ? {} : { acknowledge: acknowledgedAt - openedAt }),
    ...(mitigatedAt === undefined ? {} : { mitigate: mitigatedAt - openedAt }),
    ...(resolvedAt === undefined ? {} : { resolve: resolvedAt - openedAt }),
  }
}

/** The review of an incident, as it is at an instant (ms since the epoch). */
export async function reviewWith(
  record: IncidentRecord,
  now: number,
  sources: TimelineSources,
): Promise<ReplyFile> {
  const [timeline, changes] = await Promise.all([
    timelineOf(record, now, sources),
    changesBefore(record, sources),
  ])
  return reviewOf(record, { timeline, changes })
}

/**
 * What happened, as Markdown for those who were not there: summary, impact, times, timeline, what changed, causes, actions. Times are UTC; what people and AWS
 * wrote stands as text, secrets masked.
 */
export function reviewOf(record: IncidentRecord, { timeline, changes }: ReviewSources): ReplyFile {
  const { id, title, severity, impact, cause } = record
  const lines = [
    `# SEV-${severity}: ${plainMarkdown(title)}`,
    '',
    summaryOf(record),
    '',
    ...tableMarkdown([
      ['Incident', `\`${id}\``],
      ['Severity', `SEV-${severity}, ${severityRules[severity]}`],
      ['Environment', plainMarkdown(record.environment ?? 'none named')],
      ...(record.services.length === 0
        ? []
        : [['Services', plainMarkdown(record.services.join(', '))] as const]),
      ['Commander', plainMarkdown(record.roles.commander?.name ?? 'nobody')],
      ...(record.roles.communications === undefined
        ? []
        : [['Communications', plainMarkdown(record.roles.communications.name)] as const]),
      ...(record.roles.scribe === undefined
        ? []
        : [['Scribe', plainMarkdown(record.roles.scribe.name)] as const]),
      ...(record.alert === undefined
        ? []
        : [['Alert', codeMarkdown(record.alert.words ?? record.alert.id)] as const]),
    ]),
    '',
    ...chapter('Customer impact', impact === undefined ? ['Not said yet.'] : [plainMarkdown(impact)]),
    ...chapter('Times', timeRows(record)),
    ...chapter('Contributing causes', causesOf(cause)),
    ...chapter(
      'What changed in the two hours before',
      changes.length === 0 ? ['Nothing that ohmy did.'] : byDay(changes),
    ),
    ...chapter('Timeline', byDay(timeline)),
    ...chapter('Actions', actionsOf(record)),
  ]
  const state = isIncidentEnded(record) ? '' : ', so far'
  return {
    name: `${id}-review.md`,
    title: `Review: ${maskSecrets(title)}${state}`,
    content: maskSecrets(`${lines.join('\n').trimEnd()}\n`),
  }
}

function summaryOf(record: IncidentRecord): string {
  const { affectedSince, resolvedAt, endedBy, status } = record
  const began = `Began ${timeMarkdown(affectedSince)} UTC, opened by ${plainMarkdown(record.caller.name)}`
  if (resolvedAt === undefined) return `**Not resolved yet.** ${began}.`
  const by = endedBy === undefined ? '' : ` by ${plainMarkdown(endedBy.name)}`
  const again =
    record.rounds > 1
      ? ` It was reopened ${record.rounds === 2 ? 'once' : `${record.rounds - 1} times`}.`
      : ''
  const watched = status === 'resolved' ? ' It is watched.' : ''
  return `**Resolved after ${formatDuration(resolvedAt - affectedSince)}**${by}. ${began}.${again}${watched}`
}

function timeRows(record: IncidentRecord): readonly string[] {
  const { detect, acknowledge, mitigate, resolve } = timesOf(record)
  const row = (name: string, took: number | undefined, at: number | undefined): readonly [string, string] => [
    name,
    took === undefined || at === undefined ? '—' : `${formatDuration(took)} (${timeMarkdown(at)})`,
  ]
  return tableMarkdown([
    row('To detect', detect, record.detectedAt ?? record.openedAt),
    row('To acknowledge', acknowledge, record.acknowledgedAt),
    row('To mitigate', mitigate, record.mitigatedAt),
    row('To resolve', resolve, record.resolvedAt),
  ])
}

function actionsOf({ tasks }: IncidentRecord): readonly string[] {
  if (tasks.length === 0) return ['None yet: what keeps it from happening again, and whose is it?']
  return tasks.map(({ number, text, owner, done }) => {
    const whose = owner === undefined ? 'nobody’s yet' : plainMarkdown(owner.name)
    const state = done === undefined ? '' : `, done by ${plainMarkdown(done.by.name)}`
    return `- [${done === undefined ? ' ' : 'x'}] ${number}. ${plainMarkdown(text)} (${whose}${state})`
  })
}

/** One a line, as people wrote them. */
function causesOf(cause: string | undefined): readonly string[] {
  if (cause === undefined) return ['Not said yet.']
  const lines = cause.split(/[\n;]/).map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
  return lines.filter((line) => line !== '').map((line) => `- ${plainMarkdown(line)}`)
}

/** Lines with their time of day, below the day where there is more than one. */
function byDay(lines: readonly TimelineLine[]): readonly string[] {
  const days = [...new Set(lines.map(dayOf))]
  return days.flatMap((day, index) => {
    const heading = days.length === 1 ? [`${day}, UTC`] : [...(index === 0 ? [] : ['']), `### ${day}, UTC`]
    return [...heading, '', ...lines.filter((line) => dayOf(line) === day).map(lineOf)]
  })
}

function dayOf({ at }: TimelineLine): string {
  return timeMarkdown(at).slice(0, 10)
}

function lineOf({ at, who, text, files = [] }: TimelineLine): string {
  const by = who === undefined ? '' : ` **${plainMarkdown(who)}**`
  const shown = files.map(
    ({ name, link }) => ` (${link === undefined ? plainMarkdown(name) : linkMarkdown(name, link)})`,
  )
  return `- ${timeMarkdown(at).slice(11)}${by} ${plainMarkdown(text)}${shown.join('')}`
}

function chapter(title: string, lines: readonly string[]): readonly string[] {
  return [`## ${title}`, '', ...lines, '']
}
