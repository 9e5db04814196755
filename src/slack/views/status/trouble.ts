import type { KnownBlock, RichTextBlock, RichTextElement, SectionBlock } from '@slack/types'
import { agoInWords } from '../../../core/age.js'
import type { EnvironmentStatus, ServiceStatus } from '../../../core/status.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { printable } from '../../../core/printable.js'
import { context, folded, richText, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { byUrgency } from './words.js'

/** At a glance: how many services are explained, and with how many lines each. In depth there is one, with all it has. */
const servicesExplained = 3
const linesAtAGlance = 2
const linesInDepth = 8
const longestLine = 400

/** What ECS and the load balancer say about services that are, or a moment ago were, in trouble. Others wrote it, so it is shown letter by letter. */
export function troubleBlocks(status: EnvironmentStatus, zone: Zone): readonly KnownBlock[] {
  const inDepth = status.focus !== undefined
  const services = inDepth
    ? status.services
    : byUrgency(status.services).filter(hasMoreToSay).slice(0, servicesExplained)
  const most = inDepth ? linesInDepth : linesAtAGlance
  return services.flatMap((service) => [
    ...listing(`Stopped tasks of ${service.name}`, stoppedTasks(service), most, zone),
    ...listing(`Unhealthy targets of ${service.name}`, unhealthyTargets(service), most, zone),
    ...(isOver(service)
      ? history(service, status.at, inDepth ? zone : undefined)
      : listing(`What ECS says about ${service.name}`, events(service), most, zone)),
  ])
}

/** Whatever ECS said a moment ago: the service is as it is wanted. */
function isOver({ verdict }: ServiceStatus): boolean {
  return verdict === 'healthy' || verdict === 'scaled to zero'
}

/**
 * Trouble that is over is no trouble below a green line: one line with its age, and in depth what was said, folded.
 * @param zone in depth
 */
function history(service: ServiceStatus, now: number, zone: Zone | undefined): readonly KnownBlock[] {
  const told = events(service)
  const [newest] = service.events
  if (newest === undefined) return []
  const when = agoInWords(newest.at, now)
  if (zone !== undefined) {
    return [folded(`Over: trouble ${when}`, [...listing('What ECS said', told, linesInDepth, zone)])]
  }
  const more = told.length === 1 ? '' : ` and ${told.length - 1} more`
  return [
    context(
      // What ECS says ends with a full stop, in the middle of this line.
      `${escapeMrkdwn(service.name)} had trouble ${when}, which is over: ${code(cut(told[0]?.text ?? '').replace(/\.$/, ''))}${more}`,
    ),
  ]
}

function hasMoreToSay({ events: told, stoppedTasks: stops, targets }: ServiceStatus): boolean {
  return told.length > 0 || stops.length > 0 || (targets?.unhealthy.length ?? 0) > 0
}

/** What happened, and when, where somebody knows: ms since the epoch. */
interface Told {
  readonly at?: number
  readonly text: string
}

/** Letter by letter, with times on the clock of whoever reads. */
function listing(
  title: string,
  lines: readonly Told[],
  most: number,
  zone: Zone,
): readonly (SectionBlock | RichTextBlock)[] {
  if (lines.length === 0) return []
  const left = lines.length - most
  const shown = lines.slice(0, most).map(({ at, text }) => ({
    type: 'rich_text_section' as const,
    elements: [
      ...(at === undefined ? [] : [timeOf(at, zone)]),
      { type: 'text' as const, text: `${at === undefined ? '' : ' '}${cut(text)}` },
    ],
  }))
  const more = {
    type: 'rich_text_section' as const,
    elements: [{ type: 'text' as const, text: `… and ${left} more` }],
  }
  return [
    section(`*${escapeMrkdwn(title)}*`),
    richText({ type: 'rich_text_list', style: 'bullet', elements: left > 0 ? [...shown, more] : shown }),
  ]
}

function timeOf(at: number, zone: Zone): RichTextElement {
  return {
    type: 'date',
    timestamp: Math.floor(at / 1_000),
    format: '{time}',
    fallback: time(at, zone),
  }
}

/** Ten tasks that failed in the same way are one line. */
function stoppedTasks({ stoppedTasks: tasks }: ServiceStatus): readonly Told[] {
  const explanations = [...new Set(tasks.map(({ explanation }) => explanation))]
  return explanations.map((explanation) => {
    const [newest, ...others] = tasks.filter((task) => task.explanation === explanation)
    const at = newest?.stoppedAt
    const ids = `${newest?.id}${others.length > 0 ? ` and ${others.length} more` : ''}`
    const said = newest?.said === undefined ? '' : ` ECS says: ${newest.said}`
    return { text: `${ids}: ${explanation}${said}`, ...(at === undefined ? {} : { at }) }
  })
}

function unhealthyTargets({ targets }: ServiceStatus): readonly Told[] {
  return (targets?.unhealthy ?? []).map(({ id, reason }) => ({ text: `${id}: ${reason}` }))
}

function events({ service, events: told }: ServiceStatus): readonly Told[] {
  // Every event begins with the name that the title has already said.
  return told.map(({ at, text }) => ({ at, text: text.replace(`(service ${service}) `, '') }))
}

/** On the team's clock, where Slack formats no dates. */
function time(ms: number, zone: Zone): string {
  return formatMoment(ms, zone, ms).slice(-5)
}

function cut(line: string): string {
  return cutPlain(
    printable(line)
      .replace(/\s*\n\s*/g, ' ')
      .trim() || '(empty)',
    longestLine,
  )
}
