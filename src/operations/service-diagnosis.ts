import type { Aws } from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'
import { explainStop } from '../status/explain-stop.js'
import { troublingEvents } from '../status/troubling-events.js'

/**
 * Lines for a person who has to know why: the newest stopped tasks and troubling events of a service.
 * @param now ms since the epoch
 */
export async function diagnoseService(
  aws: Aws,
  service: ServiceRef,
  now: number,
): Promise<readonly string[]> {
  const [described, stopped] = await Promise.all([aws.describeService(service), aws.stoppedTasks(service, 3)])
  const tasks = stopped.map(explainStop).filter((task) => task !== undefined)
  const lines = tasks.map(({ id, explanation }) => `Task ${id}: ${explanation}`)
  return [...new Set([...lines, ...troublingEvents(described.events, now, 3).map((event) => event.text)])]
}
