import type { KnownBlock } from '@slack/types'
import type { EnvironmentStatus, ServiceStatus } from '../../../core/status.js'
import { formatMoment } from '../../../core/moment.js'
import type { Zone } from '../../../core/time-zone.js'
import { section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { escapeMrkdwn, untrusted } from '../../mrkdwn.js'
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
    ...listing(`Stopped tasks of ${service.name}`, stoppedTasks(service, zone), most),
    ...listing(`Unhealthy targets of ${service.name}`, unhealthyTargets(service), most),
    ...listing(`What ECS says about ${service.name}`, events(service, zone), most),
  ])
}

function hasMoreToSay({ events: told, stoppedTasks: stops, targets }: ServiceStatus): boolean {
  return told.length > 0 || stops.length > 0 || (targets?.unhealthy.length ?? 0) > 0
}

function listing(title: string, lines: readonly string[], most: number): readonly KnownBlock[] {
  if (lines.length === 0) return []
  const shown = lines.slice(0, most).map(cut)
  const left = lines.length - shown.length
  if (left > 0) shown.push(`… and ${left} more`)
  return [section(`*${escapeMrkdwn(title)}*`), untrusted(shown.join('\n'))]
}

/** Ten tasks that failed in the same way are one line. */
function stoppedTasks({ stoppedTasks: tasks }: ServiceStatus, zone: Zone): readonly string[] {
  const explanations = [...new Set(tasks.map(({ explanation }) => explanation))]
  return explanations.map((explanation) => {
    const [newest, ...others] = tasks.filter((task) => task.explanation === explanation)
    const when = newest?.stoppedAt === undefined ? '' : time(newest.stoppedAt, zone)
    const ids = `${newest?.id}${others.length > 0 ? ` and ${others.length} more` : ''}`
    return [when, ids, explanation].filter(Boolean).join('  ')
  })
}

function unhealthyTargets({ targets }: ServiceStatus): readonly string[] {
  return (targets?.unhealthy ?? []).map(({ id, reason }) => `${id}  ${reason}`)
}

function events({ service, events: told }: ServiceStatus, zone: Zone): readonly string[] {
  // Every event begins with the name that the title has already said.
  return told.map(({ at, text }) => `${time(at, zone)}  ${text.replace(`(service ${service}) `, '')}`)
}

/** On the team's clock, which the last line names: Slack formats no dates in text that is shown letter by letter. */
function time(ms: number, zone: Zone): string {
  return formatMoment(ms, zone, ms).slice(-5)
}

function cut(line: string): string {
  return cutPlain(line.replace(/\s*\n\s*/g, ' '), longestLine)
}
