import type { Aws, EcsService, EcsTask, ServiceDeploymentDetail } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { Config } from '../../config/config.js'
import { describeFigure, describeTarget } from '../../core/measurement.js'
import { formatDuration } from '../../core/duration.js'
import type { ServiceRef } from '../../core/environment.js'
import { serviceLock } from '../../core/service-lock.js'
import { createZone } from '../../core/time-zone.js'
import { UserError } from '../../core/user-error.js'
import { explainStop } from '../../status/explain-stop.js'
import { loadBalancerMeasurements, measure, serviceMeasurements, within } from '../../status/measurements.js'
import { servingHealth, type ServingHealth } from '../../status/serving-health.js'
import { unsettled } from '../../status/unsettled.js'
import { counted } from '../../status/wording.js'
import type { Finding } from '../../changes/definition.js'
import type { Told } from '../../changes/next-look.js'
import { newErrors } from './new-errors.js'
import type { Ports } from '../operations.js'
import { awsOf, environmentOf } from './service-environment.js'
import { timeForRollout } from './rollout-time.js'
import { isEarly } from './early-success.js'
import { isSame, type ReleaseContext } from './service-release.js'
import { takenOver } from './taken-over.js'

/** A new version has to stay well for so long (ms) before it counts as good. */
const watchedFor = 60_000
/** A new version gets so long (ms), and the grace of its health checks, until all its targets are well. */
const healthyWithin = 10 * 60_000
/** Tasks that died are looked for among so many of the newest stopped ones. */
const stoppedLookedAt = 50

export interface Expected {
  readonly service: ServiceRef
  /** `family:revision` or ARN. */
  readonly taskDefinition: string
  /** When ECS called the deployment complete, ms since the epoch: a task that died later did not die of starting. */
  readonly completedAt: number | undefined
  /** How many tasks it had then. */
  readonly completedWith?: number
  /** The deployment that brought it. */
  readonly deployment?: Pick<
    ServiceDeploymentDetail,
    'arn' | 'createdAt' | 'strategy' | 'targetTasks' | 'sources'
  >
}

/** When ECS called a deployment complete, and with how many tasks of its own version. */
export function completionOf(
  deployment: ServiceDeploymentDetail | undefined,
): Pick<Expected, 'completedAt' | 'completedWith' | 'deployment'> {
  const tasks = deployment?.status === 'SUCCESSFUL' ? deployment.targetTasks?.requested : undefined
  return {
    completedAt: deployment?.finishedAt,
    ...(tasks === undefined ? {} : { completedWith: tasks }),
    ...(deployment === undefined ? {} : { deployment }),
  }
}

/**
 * The team's list of a good deployment, as far as the account tells: ACTIVE, running = desired, one PRIMARY deployment, all targets healthy, no
 * task that died since; kept for a minute. New errors in the log and figures beyond their target are told and fail nothing: an error may be
 * harmless, and figures lag behind by minutes.
 */
export async function isGood(context: ReleaseContext, expected: Expected): Promise<Finding> {
  const { service: ref } = expected
  const aws = awsOf(context.ports, ref)
  const service = await aws.describeService(ref, { linger: true })
  const missing = lacking(service, expected.taskDefinition)
  if (missing !== undefined) {
    const over = await overtaken(aws, service, expected)
    if (over !== undefined) return { done: false, detail: missing, takenOver: over }
    if (service.running < service.desired) await refuseDead(context, expected)
    return { done: false, ...whileUnsettled(service, missing, expected) }
  }
  const targets = await servingHealth(aws, service)
  const found = `${service.running} of ${counted(service.desired, 'task')} running${targetWords(targets, service.desired)}`
  if (targets !== undefined && (targets.unhealthy > 0 || targets.well < service.desired)) {
    const allowed = healthyWithin + (service.healthCheckGrace ?? 0)
    const waits = targets.unhealthy > 0 ? {} : { goesOn: notVerified(ref) }
    return { done: false, detail: found, allowed, ...waits }
  }
  if (service.desired > 0 && context.elapsed < watchedFor) {
    // A task that dies and another deployment are told; what else there is is looked at when the time is over.
    const told: Told = {
      of: serviceLock(ref),
      ...{ by: ['begun', 'ended', 'stopped', 'trouble'], trusting: ['begun', 'running'] },
      within: watchedFor - context.elapsed,
    }
    return { done: false, detail: `${found}; watched for ${formatDuration(watchedFor)}`, told }
  }
  if (!isAsCompleted(service, targets, expected)) await refuseDead(context, expected)
  const since = context.record.startedAt ?? context.clock.now()
  const [logged, measured] = await Promise.all([errorsSince(context, ref, since), figures(context, ref)])
  return { done: true, detail: `${found}, no task died${logged}${measured}` }
}

/** ECS goes on with what it has called successful early, outside of the deployment, for as long as its tasks and the old ones take. */
function whileUnsettled(
  service: EcsService,
  missing: string,
  { service: ref, deployment }: Expected,
): Pick<Finding, 'detail' | 'allowed' | 'goesOn'> {
  if (deployment === undefined || !isEarly(deployment)) return { detail: missing, goesOn: notVerified(ref) }
  const [primary, ...others] = service.deployments
  const old = others.reduce((sum, { running }) => sum + running, 0)
  const left = old === 0 ? '' : `, ${old} old still running`
  const counts = `${primary?.running ?? 0} of ${counted(service.desired, 'new task')} running${left}`
  return {
    detail: `ECS called it successful early, so nothing goes back by itself any more; ${counts}`,
    allowed: timeForRollout(deployment.strategy, service.desired, service.healthCheckGrace ?? 0),
    goesOn: notVerified(ref),
  }
}

/** Somebody else's deployment may have come after ours was complete: then this one is not waited for. */
async function overtaken(
  aws: Aws,
  service: EcsService,
  { service: ref, taskDefinition, deployment }: Expected,
): Promise<string | undefined> {
  if (deployment === undefined || runs(service, taskDefinition)) return undefined
  return takenOver(aws, ref, deployment)
}

/** That something is not there yet is no failure of the version: only a task that died, or a target that is unhealthy, is. */
function notVerified({ name, environment }: ServiceRef): string {
  return `ECS had called the deployment complete, and no task of the new version died, so nothing was taken back. \`/ohmy status ${name} ${environment}\` shows how it stands.`
}

/** The same tasks serve that it was completed with: none can have died, and nobody has to ask which did. */
function isAsCompleted(
  { desired, events }: EcsService,
  targets: ServingHealth | undefined,
  { completedAt, completedWith }: Expected,
): boolean {
  if (targets?.youngest === undefined || completedAt === undefined) return false
  const replaced = events.some(({ at, text }) => at >= completedAt && / has started \d+ tasks?/.test(text))
  return !replaced && desired === completedWith && targets.well === desired && targets.youngest < completedAt
}

/** @throws UserError `task-died` */
async function refuseDead({ ports }: ReleaseContext, expected: Expected): Promise<void> {
  const { service: ref } = expected
  const died = diedSince(await awsOf(ports, ref).stoppedTasks(ref, stoppedLookedAt), expected)
  if (died === undefined) return
  const what = `A task of the new version of ${ref.name} died after the deployment had finished: ${died}`
  throw new UserError('task-died', what, 'The version does not count as good.')
}

/** What is not as it should be in the service itself, if something. */
export function lacking(service: EcsService, taskDefinition: string): string | undefined {
  const isAnother = service.status === 'ACTIVE' && !runs(service, taskDefinition)
  return isAnother ? 'ECS still tells of the version before' : unsettled(service)
}

function runs({ deployments: [primary] }: EcsService, taskDefinition: string): boolean {
  return primary !== undefined && isSame(primary.taskDefinition, taskDefinition)
}

function targetWords(targets: ServingHealth | undefined, wanted: number): string {
  if (targets === undefined) return ' (no load balancer to ask)'
  const unhealthy = targets.unhealthy === 0 ? '' : `, ${targets.unhealthy} unhealthy`
  return `, ${Math.min(targets.well, wanted)} of ${counted(wanted, 'target')} healthy${unhealthy}`
}

/** Why the newest task of that version died of itself after it was complete, if one did. What AWS took or replaced is not its doing. */
export function diedSince(
  stopped: readonly EcsTask[],
  { taskDefinition, completedAt }: Pick<Expected, 'taskDefinition' | 'completedAt'>,
): string | undefined {
  if (completedAt === undefined) return undefined
  const ours = stopped.filter(
    (task) =>
      task.taskDefinition !== undefined &&
      isSame(task.taskDefinition, taskDefinition) &&
      (task.stoppedAt ?? 0) > completedAt,
  )
  return ours.map(explainStop).find((found) => found?.cause === 'application')?.explanation
}

/** Told, and no reason to fail: an error that is new may be a harmless one. */
function errorsSince({ ports, clock }: ReleaseContext, service: ServiceRef, since: number): Promise<string> {
  const environment = environmentOf(ports, service)
  const zone = createZone(ports.config.timeZone)
  return newErrors({ aws: ports.aws(environment), environment, service, since, zone, clock })
}

/** `; CPU 43 %, memory 51 %`, each beyond its target with a warning. Without figures it says so: they are no reason to fail. */
async function figures({ ports }: ReleaseContext, ref: ServiceRef): Promise<string> {
  try {
    const plans = await plansOf(ports, ports.config, ref)
    const answers = await awsOf(ports, ref).latestMetrics(
      plans.flatMap(({ questions }) => questions),
      within,
    )
    const measured = plans.map((plan) => measure(plan, answers)).filter(({ value }) => value !== undefined)
    const words = measured.map((figure) =>
      figure.met ? describeFigure(figure) : `⚠️ ${describeFigure(figure)} (target ${describeTarget(figure)})`,
    )
    return words.length === 0 ? '' : `; ${words.join(', ')}`
  } catch (error) {
    if (error instanceof AwsError) return '; figures could not be read'
    throw error
  }
}

async function plansOf(ports: Ports, { thresholds }: Config, ref: ServiceRef) {
  const environment = environmentOf(ports, ref)
  const name =
    environment.loadBalancer === undefined
      ? undefined
      : await awsOf(ports, ref).loadBalancerDimension(environment.loadBalancer)
  return [
    ...serviceMeasurements(ref, thresholds),
    ...(name === undefined ? [] : loadBalancerMeasurements(name, thresholds)),
  ]
}
