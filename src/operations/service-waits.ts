import type { ServiceRef } from '../core/environment.js'
import type { Finding, StepContext } from './engine/definition.js'
import type { Ports } from './operations.js'
import { awsOf } from './service-environment.js'

type Context = StepContext<{ readonly service: ServiceRef }, Ports>

/** A change of the desired count starts no deployment: running = desired is all there is to watch. */
export async function tasksAreRunning(context: Context, count: number): Promise<Finding> {
  const { service } = context.input
  const { running, pending, desired } = await awsOf(context.ports, service).describeService(service)
  const starting = pending > 0 ? `, ${pending} starting` : ''
  const moved = desired === count ? '' : `; the desired count is ${desired} now`
  const detail = `${running} of ${count} tasks running${starting}${moved}`
  return { done: running === count && pending === 0 && desired === count, detail }
}

/** Without a load balancer nothing says that a task is well, only that it has not died: so long must all have lived (ms). */
const livesFor = 30_000

/** Every task in every target group is healthy; without a load balancer, all tasks have stayed alive for a while. */
export async function targetsAreHealthy(context: Context, count: number): Promise<Finding> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const { targetGroups, running } = await aws.describeService(service)
  if (targetGroups.length === 0) {
    const done = running === count && (context.elapsed >= livesFor || count === 0)
    return { done, detail: `${running} of ${count} tasks alive (no load balancer to ask)` }
  }
  const groups = await Promise.all(targetGroups.map((group) => aws.targetHealth(group)))
  // Targets on their way out are no longer asked for traffic, so they do not count.
  const remaining = groups.map((targets) => targets.filter((target) => target.state !== 'draining'))
  const healthy = remaining.map((targets) => targets.filter((target) => target.state === 'healthy').length)
  const done = remaining.every((targets, index) => targets.length === count && healthy[index] === count)
  return { done, detail: `${Math.min(...healthy)} of ${count} targets healthy` }
}
