import type { Aws } from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'
import { explainStop } from '../status/explain-stop.js'
import { troublingEvents } from '../status/troubling-events.js'

/** Stopped tasks that are looked at; most died of the same. */
const tasksLookedAt = 10

/**
 * Lines for a person who has to know why: what the newest stopped tasks died of, and the newest troubling events of the service.
 * @param now ms since the epoch
 */
export async function diagnoseService(
  aws: Aws,
  service: ServiceRef,
  now: number,
): Promise<readonly string[]> {
  const [described, stopped] = await Promise.all([
    aws.describeService(service),
    aws.stoppedTasks(service, tasksLookedAt),
  ])
  const causes = new Map<string, string[]>()
  for (const task of stopped.map(explainStop).filter((found) => found !== undefined)) {
    causes.set(task.explanation, [...(causes.get(task.explanation) ?? []), task.id])
  }
  const tasks = [...causes].map(([explanation, ids]) =>
    ids.length === 1
      ? `Task ${ids[0]} stopped: ${explanation}`
      : `${ids.length} tasks stopped (newest ${ids[0]}): ${explanation}`,
  )
  return [...tasks, ...troublingEvents(described.events, now, 2).map((event) => event.text)]
}
