import type { Aws, ServiceDeploymentDetail, ServiceDeploymentStatus } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { serviceLock } from '../../core/service-lock.js'
import { counted, firstOf } from '../../status/wording.js'
import type { Finding } from '../../changes/definition.js'
import type { Told } from '../../changes/next-look.js'
import type { NewsKind } from '../../core/service-news.js'
import { timeForRollout } from './rollout-time.js'
import { awsOf } from './service-environment.js'
import { isSame, nameOf, type Release, type ReleaseContext } from './service-release.js'

/** Newer deployments than this between two looks are not ours. */
const lookedThrough = 10

/** The deployment that a release started: newer than the plan, and of its task definition. Undefined: not started, or not listed yet. */
export async function findRollout(
  aws: Aws,
  { service, since }: Pick<Release, 'service' | 'since'>,
  taskDefinition: string,
): Promise<ServiceDeploymentDetail | undefined> {
  const newest = await aws.serviceDeployments(service, lookedThrough)
  const before = newest.findIndex(({ arn }) => arn === since)
  const newer = before === -1 ? newest : newest.slice(0, before)
  const revisions = await aws.describeRevisions(newer.map(({ target }) => target))
  const ours = newer.find(({ target }) =>
    revisions.some((revision) => revision.arn === target && isSame(revision.taskDefinition, taskDefinition)),
  )
  if (ours === undefined) return undefined
  return (await aws.describeServiceDeployments([ours.arn]))[0]
}

/**
 * As `findRollout`, for who looks again and again: one call, once this process knows which deployment it is. Where that one neither runs nor
 * has succeeded, another may have taken its place: then it is searched for again.
 */
export async function followRollout(
  aws: Aws,
  release: Pick<Release, 'service' | 'since'>,
  taskDefinition: string,
): Promise<ServiceDeploymentDetail | undefined> {
  const name = `rollout of ${nameOf(taskDefinition)} in ${release.service.service} since ${release.since}`
  const known = aws.known.peek(name)?.value as string | undefined
  const [before] = known === undefined ? [] : await aws.describeServiceDeployments([known], { linger: true })
  if (before !== undefined && ['running', 'succeeded'].includes(rolloutState(before))) return before
  const found = await findRollout(aws, release, taskDefinition)
  if (found !== undefined) aws.known.remember(name, { value: found.arn, at: found.createdAt })
  return found
}

/** The newest deployment of a service in full, whoever started it. */
export async function newestRollout(
  aws: Aws,
  service: ServiceRef,
): Promise<ServiceDeploymentDetail | undefined> {
  const [newest] = await aws.serviceDeployments(service, 1)
  return newest === undefined ? undefined : (await aws.describeServiceDeployments([newest.arn]))[0]
}

/** ms. A time is as good as over when a look at its end may not find out any more what would prolong it. */
const nearlyOver = 5 * 60_000

/**
 * How long a deployment that ECS is at may be followed, and what is said when that is over: ECS goes on by itself, so nothing has failed.
 * People are asked about one that waits for them.
 */
export async function whileEcsGoesOn(
  { ports, elapsed }: Pick<ReleaseContext, 'ports' | 'elapsed'>,
  service: ServiceRef,
  deployment: ServiceDeploymentDetail,
): Promise<Pick<Finding, 'allowed' | 'held' | 'goesOn' | 'told'>> {
  const { strategy, targetTasks, pausedAt } = deployment
  if (pausedAt !== undefined) await ports.meetPause?.(service, deployment.arn)
  const tasks = Math.max(targetTasks?.requested ?? 0, ...deployment.sources.map(({ requested }) => requested))
  const allowed = timeForRollout(strategy, tasks, 0)
  const held = pausedAt !== undefined
  const goesOn = leftToEcs(service, rolloutState(deployment))
  const told = toldOf(service, deployment)
  if (elapsed < allowed - nearlyOver)
    return { allowed, held, goesOn, ...(told === undefined ? {} : { told }) }
  // The grace is the service's, and so is the count of failed starts where no circuit breaker counts: one more question, asked when it matters.
  const described = await awsOf(ports, service).describeService(service)
  const [primary] = described.deployments
  const late = { allowed: timeForRollout(strategy, tasks, described.healthCheckGrace ?? 0), held }
  const keepsFailing = (primary?.failedTasks ?? 0) > 0 && (primary?.running ?? 0) < (primary?.desired ?? 0)
  return keepsFailing ? late : { ...late, goesOn }
}

/** What may become of a deployment that goes on. */
const tellsOf: readonly NewsKind[] = ['begun', 'ended', 'hook', 'running', 'stopped', 'gone', 'trouble']

/**
 * What AWS tells by itself of a deployment that runs. Of failed starts that nobody counts, and of stages whose end is not known, it tells nothing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
function toldOf(service: ServiceRef, deployment: ServiceDeploymentDetail): Told | undefined {
  const of = serviceLock(service)
  const { status, strategy, pausedAt, failures, schedule } = deployment
  if (status !== 'IN_PROGRESS' || failures === undefined) return undefined
  if (pausedAt !== undefined) return { of, by: tellsOf, trusting: ['hook'] }
  if (strategy.kind === 'ROLLING') return { of, by: tellsOf, trusting: ['begun', 'running'] }
  return schedule === undefined
    ? undefined
    : { of, by: tellsOf, trusting: ['begun', 'running'], until: schedule.nextShift ?? schedule.bakedAt }
}

function leftToEcs({ name, environment }: ServiceRef, state: RolloutState): string {
  const look = `\`/ohmy status ${name} ${environment}\` shows how it stands`
  if (state === 'returning') return `ECS itself goes on with the way back: ${look}.`
  return `ECS itself goes on with it, so nothing was taken back: ${look}, \`/ohmy rollback ${name} ${environment}\` goes back from it.`
}

/** Where a deployment stands: `returning` is on its way back or back, `stopped` ended where it stood. */
export type RolloutState = 'running' | 'succeeded' | 'returning' | 'stopped'

const states: Readonly<Record<ServiceDeploymentStatus, RolloutState>> = {
  PENDING: 'running',
  IN_PROGRESS: 'running',
  SUCCESSFUL: 'succeeded',
  STOP_REQUESTED: 'stopped',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'returning',
  ROLLBACK_IN_PROGRESS: 'returning',
  ROLLBACK_SUCCESSFUL: 'returning',
  ROLLBACK_FAILED: 'stopped',
}

export function rolloutState({ status }: Pick<ServiceDeploymentDetail, 'status'>): RolloutState {
  return states[status]
}

/** A deployment that ECS has not finished with: going on, stopping or going back. */
export function isUnfinished(status: ServiceDeploymentStatus): boolean {
  return ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(
    status,
  )
}

/** What ECS says in its own terms of what people and hooks did to a deployment. */
const inWords: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/stopped by a user/i, (name) => `Somebody stopped the deployment of ${name} in ECS.`],
  [/a new deployment replaced it/i, (name) => `Another deployment of ${name} took the place of this one.`],
  [
    /because the lifecycle hook at ([A-Z_]+)/,
    (name) => `A lifecycle hook did not let the deployment of ${name} go on.`,
  ],
]

/** Why a deployment did not come through, one sentence. Untrusted where ECS gave the words. */
export function whyNot(service: ServiceRef, deployment: ServiceDeploymentDetail): string {
  const { failures, alarmsThatRang, statusReason, status } = deployment
  if (failures?.tripped === true) {
    const times = failures.count > 0 ? ` (${counted(failures.count, 'failed start')})` : ''
    return `The new tasks of ${service.name} kept failing${times}, so ECS gave the deployment up.`
  }
  if (alarmsThatRang.length > 0) {
    return `${firstOf(alarmsThatRang)} rang, so ECS gave the deployment of ${service.name} up.`
  }
  const told = statusReason === undefined ? undefined : inWords.find(([said]) => said.test(statusReason))
  if (told !== undefined) return told[1](service.name)
  const ended = status === 'STOPPED' || status === 'STOP_REQUESTED' ? 'stopped' : 'given up'
  const words = statusReason === undefined ? '' : ` ECS says: ${statusReason}`
  return `The deployment of ${service.name} was ${ended}.${words}`
}
