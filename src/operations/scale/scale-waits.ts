import type { Aws, EcsService } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { Finding, StepContext } from '../../changes/definition.js'
import type { Told } from '../../changes/next-look.js'
import type { ServiceRef } from '../../core/environment.js'
import { serviceLock } from '../../core/service-lock.js'
import { cutPlain } from '../../core/cut.js'
import { utcTime } from '../../core/utc-time.js'
import { countedOf } from '../../core/wording.js'
import { servingHealth } from '../../status/serving-health.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'

type Context = StepContext<{ readonly service: ServiceRef }, Ports>

/** DescribeServices may lag behind a change (ms): what it told before is no news until then. */
const answersLag = 60_000
/** Without a load balancer nothing says that a task is well, only that it has not died: so long must all have lived (ms). */
const livesFor = 30_000
const activitiesLookedAt = 5
/** ms by which the store's clock and AWS's may differ. */
const clocksDiffer = 60_000

/**
 * So many tasks run; or somebody, or autoscaling, has moved the count on since: then what was asked for has been done, and what came of it is told
 * instead of waited for.
 * @param before the count that was left, which an old answer may still tell
 */
export async function countIsReached(context: Context, count: number, before: number): Promise<Finding> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const described = await aws.describeService(service, { linger: true })
  const { running, pending, desired } = described
  if (isMovedOn(context, described, count, before))
    return { done: true, detail: await movedOn(context, aws, count, desired) }
  const starting = pending > 0 ? `, ${pending} starting` : ''
  const detail = `${countedOf(running, count, 'task')} running${starting}`
  const done = running === count && pending === 0 && desired === count
  // Before its answers are sure to be new, only looking tells whether the count was moved on.
  if (done || context.elapsed < answersLag) return { done, detail }
  const told: Told = {
    of: serviceLock(service),
    by: ['moved', 'running', 'stopped', 'gone', 'begun', 'trouble'],
    trusting: ['running'],
  }
  return { done, detail, told }
}

function isMovedOn({ elapsed }: Context, { desired }: EcsService, count: number, before: number): boolean {
  return desired !== count && (desired !== before || elapsed >= answersLag)
}

/** `set to 3; it is 4 since 2026-11-28 14:02 UTC, by autoscaling (monitor alarm …)` */
async function movedOn(
  { record, clock, input }: Context,
  aws: Aws,
  count: number,
  desired: number,
): Promise<string> {
  const since = record.startedAt ?? clock.now()
  const activities = await aws
    .scalingActivities(input.service, activitiesLookedAt)
    .catch((error: unknown) => {
      // That it was moved is known; by whom is worth a question and no failure.
      if (error instanceof AwsError) return []
      throw error
    })
  const found = activities.find(
    ({ at, description }) =>
      at >= since - clocksDiffer && new RegExp(`desired count to ${desired}\\b`).test(description),
  )
  if (found === undefined) return `set to ${count}; it is ${desired} since, by somebody else`
  const cause = found.cause === '' ? '' : ` (${cutPlain(found.cause, 200)})`
  return `set to ${count}; it is ${desired} since ${utcTime(found.at)}, by autoscaling${cause}`
}

/**
 * Every task is well in each target group that serves it; without a load balancer, all tasks have stayed alive for a while. Where the count was moved
 * on, that many tasks count. Other services' targets in the same group do not.
 */
export async function tasksAreHealthy(context: Context, count: number): Promise<Finding> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const described = await aws.describeService(service, { linger: true })
  const health = await servingHealth(aws, described)
  const { desired, running } = described
  // More than was asked for may still be starting: what was asked for is there.
  const wanted = Math.min(count, desired)
  if (health === undefined) {
    const done = running >= wanted && (context.elapsed >= livesFor || wanted === 0)
    return { done, detail: `${countedOf(running, desired, 'task')} alive (no load balancer to ask)` }
  }
  const { well, unhealthy, waiting } = health
  const done =
    desired === count ? well === count && unhealthy === 0 && waiting === 0 : well >= wanted && unhealthy === 0
  return { done, detail: `${countedOf(well, desired, 'target')} healthy` }
}
