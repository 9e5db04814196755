import type { Clock } from '../../core/clock.js'
import type { ServiceRef } from '../../core/environment.js'
import { createZone } from '../../core/time-zone.js'
import { besideItsLines, explainStop } from '../../status/explain-stop.js'
import { troublingEvents } from '../../status/troubling-events.js'
import { lastWords } from './last-words.js'
import type { Ports } from '../operations.js'
import { environmentOf } from './service-environment.js'

/** Stopped tasks that are looked at; most died of the same. */
const tasksLookedAt = 10

/**
 * Lines for a person who has to know why: what the newest stopped tasks died of, what the newest of them wrote last, and the newest
 * troubling events of the service. Untrusted.
 */
export async function diagnoseService(
  ports: Ports,
  service: ServiceRef,
  clock: Clock,
  since = 0,
): Promise<readonly string[]> {
  const environment = environmentOf(ports, service)
  const aws = ports.aws(environment)
  const [described, stopped] = await Promise.all([
    aws.describeService(service),
    aws.stoppedTasks(service, tasksLookedAt),
  ])
  const recent = stopped.filter(({ stoppedAt = since }) => stoppedAt >= since)
  const causes = new Map<string, string[]>()
  const explained = recent.map(explainStop).filter((found) => found !== undefined)
  // What the application did first: what AWS took away seldom explains a deployment.
  const own = explained.filter(({ cause }) => cause === 'application')
  for (const task of [...own, ...explained.filter((other) => !own.includes(other))]) {
    causes.set(task.explanation, [...(causes.get(task.explanation) ?? []), task.id])
  }
  const stops = own.length === 0 ? explained : own
  const newest = recent.find(({ id }) => stops[0] !== undefined && id.startsWith(stops[0].id))
  const zone = createZone(ports.config.timeZone)
  const said =
    newest === undefined ? [] : await lastWords({ aws, environment, service, task: newest, zone, clock })
  const tasks = [...causes].map(([explanation, ids]) => {
    const why = said.length === 0 ? explanation : besideItsLines(explanation)
    return ids.length === 1
      ? `Task ${ids[0]} stopped: ${why}`
      : `${ids.length} tasks stopped (newest ${ids[0]}): ${why}`
  })
  const events = troublingEvents(described.events, clock.now(), 2).map((event) => event.text)
  return [...tasks, ...(said.length === 0 ? [] : ['What it wrote last:', ...said]), ...events]
}
