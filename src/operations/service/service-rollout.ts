import type { Aws, ServiceDeploymentDetail, ServiceDeploymentStatus } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { deploymentId } from '../../core/pause.js'
import { counted, firstOf } from '../../status/wording.js'
import type { Finding } from '../../changes/definition.js'
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
): Promise<Pick<Finding, 'allowed' | 'held' | 'goesOn'>> {
  const { strategy, targetTasks, pausedAt } = deployment
  if (pausedAt !== undefined) await ports.meetPause?.(service, deployment.arn)
  const tasks = Math.max(targetTasks?.requested ?? 0, ...deployment.sources.map(({ requested }) => requested))
  const allowed = timeForRollout(strategy, tasks, 0)
  const held = pausedAt !== undefined
  const goesOn = leftToEcs(service, rolloutState(deployment))
  if (elapsed < allowed - nearlyOver) return { allowed, held, goesOn }
  // The grace is the service's, and so is the count of failed starts where no circuit breaker counts: one more question, asked when it matters.
  const described = await awsOf(ports, service).describeService(service)
  const [primary] = described.deployments
  const late = { allowed: timeForRollout(strategy, tasks, described.healthCheckGrace ?? 0), held }
  const keepsFailing = (primary?.failedTasks ?? 0) > 0 && (primary?.running ?? 0) < (primary?.desired ?? 0)
  return keepsFailing ? late : { ...late, goesOn }
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

/** `2 of 3 new tasks running, 1 starting, 2 old still serving` */
export function describeRollout(deployment: ServiceDeploymentDetail): string {
  const { targetTasks, sources, failures, pausedAt } = deployment
  if (deployment.status === 'PENDING') return 'ECS is about to start it'
  const parts = [tasks(targetTasks, 'new')]
  if ((targetTasks?.pending ?? 0) > 0) parts.push(`${targetTasks?.pending} starting`)
  const old = sources.reduce((sum, { running }) => sum + running, 0)
  if (targetTasks?.traffic === undefined) {
    if (old > 0) parts.push(`${old} old still serving`)
  } else {
    parts.push(`${targetTasks.traffic} % of the traffic`)
    if (old > 0) parts.push(`${old} old still running`)
  }
  if (deployment.stage === 'BAKE_TIME') parts.push('being watched (bake time)')
  if (failures !== undefined && failures.count > 0) {
    parts.push(`${counted(failures.count, 'failed start')} (ECS gives up after ${failures.threshold})`)
  }
  if (pausedAt !== undefined) parts.push(`${pause(pausedAt)} (${deploymentId(deployment.arn)})`)
  return parts.join(', ')
}

/** `1 of 2 old tasks running, 1 starting, 1 new still stopping` */
export function describeReturn(deployment: ServiceDeploymentDetail): string {
  const { rollback, sources, targetTasks } = deployment
  const back = sources.find(({ revision }) => revision === rollback?.revision) ?? sources[0]
  const parts = [tasks(back, 'old')]
  if ((back?.pending ?? 0) > 0) parts.push(`${back?.pending} starting`)
  const left = (targetTasks?.running ?? 0) + (targetTasks?.pending ?? 0)
  if (left > 0) parts.push(`${left} new still stopping`)
  return parts.join(', ')
}

function tasks(
  counts: { readonly requested: number; readonly running: number } | undefined,
  which: string,
): string {
  const { running = 0, requested = 0 } = counts ?? {}
  // ECS has not asked for any yet: `0 of 0` reads like an end.
  if (running === 0 && requested === 0) return `no ${which} tasks yet`
  return `${running} of ${requested} ${which} ${requested === 1 ? 'task' : 'tasks'} running`
}

/** Until when, and not for how long still: that would be another word at each look, and each an edit. */
function pause({ stage, until }: NonNullable<ServiceDeploymentDetail['pausedAt']>): string {
  const end =
    until === undefined ? '' : ` until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `paused${end} by the lifecycle hook at ${stage}: somebody has to let it go on, or back`
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
