import { utcTime } from '../core/utc-time.js'
import { countedOf } from '../core/wording.js'
import type { DeploymentStrategy, ServiceDeploymentDetail } from '../aws/aws.js'
import { percentAfter } from '../aws/deployment-strategy.js'
import { deploymentId } from '../core/pause.js'
import { stageMeaning } from '../core/stage-meaning.js'
import { counted } from './wording.js'

const kinds: Readonly<Record<Exclude<DeploymentStrategy['kind'], 'ROLLING'>, string>> = {
  BLUE_GREEN: 'blue/green',
  LINEAR: 'linear',
  CANARY: 'canary',
}

/** What ECS is at before there is production traffic, by its stage. */
const beforeTraffic: Readonly<Record<string, string>> = {
  RECONCILE_SERVICE: 'no traffic yet',
  PRE_SCALE_UP: 'no traffic yet',
  SCALE_UP: 'no traffic yet',
  POST_SCALE_UP: 'no traffic yet',
  TEST_TRAFFIC_SHIFT: 'test traffic goes over, no other yet',
  POST_TEST_TRAFFIC_SHIFT: 'it has the test traffic, and no other yet',
}

/**
 * How far a deployment is, in a line: `2 of 3 new tasks running, 1 starting, 2 old still serving`, or
 * `canary: 5 % of the traffic (step 1 of 2) until about 10:42 UTC, done at 10:47 UTC at the earliest, 2 of 2 new tasks running, 2 old still running`.
 * Until when, and not for how long still: that would be another word at each look, and each an edit.
 */
export function describeRollout(deployment: ServiceDeploymentDetail): string {
  const { targetTasks, sources, failures, pausedAt } = deployment
  if (deployment.status === 'PENDING') return 'ECS is about to start it'
  const shifts = traffic(deployment)
  const parts = [...shifts, tasks(targetTasks, 'new')]
  if ((targetTasks?.pending ?? 0) > 0) parts.push(`${targetTasks?.pending} starting`)
  const old = sources.reduce((sum, { running }) => sum + running, 0)
  if (old > 0) parts.push(`${old} old still ${(targetTasks?.traffic ?? 0) === 0 ? 'serving' : 'running'}`)
  if (shifts.length === 0 && deployment.stage === 'BAKE_TIME')
    parts.push(`being ${watched(deployment.schedule)}`)
  if (failures !== undefined && failures.count > 0) {
    parts.push(`${counted(failures.count, 'failed start')} (ECS gives up after ${failures.threshold})`)
  }
  if (pausedAt !== undefined) parts.push(`${pause(pausedAt)} (${deploymentId(deployment.arn)})`)
  return parts.join(', ')
}

/** Of a deployment that shifts traffic: how much of it has gone over, and what comes next. */
function traffic({
  strategy,
  stage = '',
  targetTasks,
  schedule,
}: ServiceDeploymentDetail): readonly string[] {
  const { kind, shifts } = strategy
  const percent = targetTasks?.traffic
  if (kind === 'ROLLING' || percent === undefined) return []
  if (percent === 0) return [`${kinds[kind]}: ${beforeTraffic[stage] ?? 'no traffic yet'}`]
  const done = Array.from({ length: shifts }, (_, index) => index + 1).filter(
    (count) => percentAfter(strategy, count) <= percent,
  ).length
  const step = shifts > 1 ? ` (step ${done} of ${shifts})` : ''
  const has = `${kinds[kind]}: ${percent} % of the traffic${step}`
  if (stage === 'CLEAN_UP') return [has, 'old tasks are being stopped']
  if (stage === 'BAKE_TIME') return [has, watched(schedule)]
  if (schedule?.nextShift === undefined) return [has]
  return [`${has} until about ${utcTime(schedule.nextShift)}`, `not done before ${utcTime(schedule.bakedAt)}`]
}

function watched(schedule: ServiceDeploymentDetail['schedule']): string {
  return schedule === undefined
    ? 'watched (bake time)'
    : `watched until about ${utcTime(schedule.bakedAt)} (bake time)`
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
  return `${countedOf(running, requested, `${which} task`)} running`
}

function pause({ stage, until }: NonNullable<ServiceDeploymentDetail['pausedAt']>): string {
  const end = until === undefined ? '' : ` until ${utcTime(until)}`
  return `paused${end}, ${stageMeaning(stage) ?? `at ${stage}`}: somebody has to let it go on, or back`
}
