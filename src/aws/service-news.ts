import type { AlertNews } from '../core/alert.js'
import type { HookNews } from '../core/pause.js'
import type { NewsKind, ServiceNews } from '../core/service-news.js'
import type { ToldPlace } from '../core/told-place.js'

type News = AlertNews | HookNews | ServiceNews

/** Which service an event is about, and what may have become of it; undefined: it is of none. */
export function serviceNewsOf(event: News): ServiceNews | undefined {
  switch (event.kind) {
    case 'service':
      return event
    case 'hook':
      return newsIn(event, 'hook')
    case 'deployment':
      return newsOf(event.name, 'ended')
    case 'tasks':
      return newsOf(event.name, event.state === 'OK' ? 'steady' : 'trouble')
    case 'stop':
      return newsOf(event.service, isWanted(event) ? 'gone' : 'stopped')
    default:
      return undefined
  }
}

/** `…:service/ohmycoins-prod-cluster/ohmycoins-prod-backend`. Of old, services were named without their cluster: those nobody can follow by events. */
const serviceArn = /^arn:aws[\w-]*:ecs:([\w-]+):(\d+):service\/([\w-]{1,255})\/([\w-]{1,255})$/

/** @param arn of a service */
export function newsOf(arn: string, what: NewsKind): ServiceNews | undefined {
  const [, region = '', account = '', cluster = '', service] = serviceArn.exec(arn) ?? []
  return service === undefined ? undefined : newsIn({ account, region, cluster, service }, what)
}

function newsIn({ account, region, cluster, service }: ToldPlace, what: NewsKind): ServiceNews {
  return { kind: 'service', account, region, cluster, service, what }
}

/** What the scheduler stops because something else takes its place; what failed a health check it stops as well. */
function isWanted({ stopCode, stoppedReason = '' }: Extract<AlertNews, { kind: 'stop' }>): boolean {
  return stopCode === 'ServiceSchedulerInitiated' && !stoppedReason.startsWith('Task failed')
}
