import { countedOf } from '../../../core/wording.js'
import type { KnownBlock } from '@slack/types'
import { type EnvironmentStatus, type ServiceStatus, verdicts } from '../../../core/status.js'
import { formatMoment } from '../../../core/moment.js'
import { section } from '../../blocks.js'
import { code, dateToken, escapeMrkdwn, withAges } from '../../mrkdwn.js'
import type { When } from '../alarms/words.js'
import { byUrgency, verdictMark } from './words.js'

/** Up to here every service has its line; beyond it only those that are not simply healthy. */
const shownInFull = 20
/** A section takes 3,000 characters, and a line is kept below 300. */
const linesPerSection = 10
const longestLine = 290

/** A line for each service, those in trouble first, and how many were left out. */
export function serviceBlocks(status: EnvironmentStatus, when: When): readonly KnownBlock[] {
  const { services, focus } = status
  if (focus !== undefined) return services.flatMap((service) => inFocus(service, when))
  const ordered = byUrgency(services)
  const worthShowing =
    services.length <= shownInFull ? ordered : ordered.filter(({ verdict }) => verdict !== 'healthy')
  const shown = worthShowing.slice(0, shownInFull)
  const left = ordered.filter((service) => !shown.includes(service))
  const lines = shown.map((service) => serviceLine(service, status, when))
  if (left.length > 0) lines.push(`${shown.length > 0 ? '… and ' : ''}${countedByVerdict(left)}`)
  return Array.from({ length: Math.ceil(lines.length / linesPerSection) }, (_, index) =>
    section(lines.slice(index * linesPerSection, (index + 1) * linesPerSection).join('\n')),
  )
}

/** The headline has said the verdict already. */
function inFocus(service: ServiceStatus, when: When): readonly KnownBlock[] {
  const details = [...detailsOf(service, when), ...(service.kind ?? []).map(escapeMrkdwn)]
  return details.length === 0 ? [] : [section(details.join(' · '))]
}

function serviceLine(service: ServiceStatus, { remembered, unsure }: EnvironmentStatus, when: When): string {
  // Alarms are the environment's: they say nothing of a service.
  const of = {
    ...(remembered === undefined ? {} : { remembered }),
    ...(unsure === 'services' ? { unsure } : {}),
  }
  const head = `${verdictMark(service.verdict, of)} *${escapeMrkdwn(service.name)}* — ${withAges(service.reason)}`
  let line = head
  for (const detail of detailsOf(service, when)) {
    if (line.length + detail.length <= longestLine) line += ` · ${detail}`
  }
  return line
}

function detailsOf(service: ServiceStatus, when: When): readonly string[] {
  const details = [image(service), age(service, when), range(service), targets(service)]
  return details.filter((detail) => detail !== undefined)
}

function image({ images: [first, ...others] }: ServiceStatus): string | undefined {
  if (!first) return undefined
  const digest = first.digest?.replace(/^sha256:/, '').slice(0, 12)
  const name = code(first.tag ?? digest ?? first.repository)
  const short = first.tag !== undefined && digest !== undefined ? ` (${code(digest)})` : ''
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  return `${name}${short}${more}`
}

/** A Slack date, so that it is still true when the message is read tomorrow. */
function age({ deployment }: ServiceStatus, { zone, now }: When): string | undefined {
  if (!deployment) return undefined
  const since = dateToken(deployment.since, '{ago}', formatMoment(deployment.since, zone, now))
  if (deployment.state === 'in progress') return `started ${since}`
  if (deployment.state === 'rolling back') return `rolling back since ${since}`
  return `deployed ${since}`
}

function range({ autoscaling }: ServiceStatus): string | undefined {
  return autoscaling && `scales ${autoscaling.minimum}–${autoscaling.maximum}`
}

function targets({ targets: known, running, reason }: ServiceStatus): string | undefined {
  // Said only where it is not what everybody expects, and once: the reason tells of them by the wanted count.
  if (/\d targets? healthy/.test(reason)) return undefined
  if (!known || (known.unhealthy.length === 0 && known.healthy >= running)) return undefined
  const said =
    known.total === 0
      ? 'no target is registered'
      : `${countedOf(known.healthy, known.total, 'target')} healthy`
  return said
}

function countedByVerdict(services: readonly ServiceStatus[]): string {
  const groups = verdicts.flatMap((verdict) => {
    const count = services.filter((service) => service.verdict === verdict).length
    return count === 0 ? [] : `${count.toLocaleString('en')} ${verdict}`
  })
  return `${groups.join(', ')} ${services.length === 1 ? 'service' : 'services'}`
}
