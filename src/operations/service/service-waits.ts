import type { ServiceRef } from '../../core/environment.js'
import type { Finding, StepContext } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { awsOf } from './service-environment.js'
import { servingHealth } from '../../status/serving-health.js'

type Context = StepContext<{ readonly service: ServiceRef }, Ports>

/** A change of the desired count starts no deployment: running = desired is all there is to watch. */
export async function tasksAreRunning(context: Context, count: number): Promise<Finding> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const { running, pending, desired } = await aws.describeService(service, { linger: true })
  const starting = pending > 0 ? `, ${pending} starting` : ''
  const moved = desired === count ? '' : `; the desired count is ${desired} now`
  const detail = `${running} of ${count} tasks running${starting}${moved}`
  return { done: running === count && pending === 0 && desired === count, detail }
}

/** Without a load balancer nothing says that a task is well, only that it has not died: so long must all have lived (ms). */
const livesFor = 30_000

/**
 * Every task is well in each target group that serves it; without a load balancer, all tasks have stayed alive for a while. Other services' targets
 * in the same group do not count.
 */
export async function targetsAreHealthy(context: Context, count: number): Promise<Finding> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const described = await aws.describeService(service, { linger: true })
  const health = await servingHealth(aws, described)
  if (health === undefined) {
    const done = described.running === count && (context.elapsed >= livesFor || count === 0)
    return { done, detail: `${described.running} of ${count} tasks alive (no load balancer to ask)` }
  }
  const { well, unhealthy, waiting } = health
  const done = well === count && unhealthy === 0 && waiting === 0
  return { done, detail: `${well} of ${count} targets healthy` }
}
