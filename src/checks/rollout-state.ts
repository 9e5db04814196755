import { z } from 'zod'
import type { Aws, ServiceDeploymentDetail, ServiceDeploymentStatus } from '../aws/aws.js'
import { agoInWords } from '../core/age.js'
import type { CheckResult } from '../core/check.js'
import type { ServiceRef } from '../core/environment.js'
import type { DeploymentStatus, StoppedTask } from '../core/status.js'
import { causeOfReason, causesOf } from '../status/causes.js'
import { explainStop } from '../status/explain-stop.js'
import { explainStops } from '../status/explain-stops.js'
import { check } from './check.js'
import { type NewestDeployment, newestDeployment } from './newest-deployment.js'
import { awsOf, serviceOf } from './subject.js'

/** How a deployment stands, and the words for it. */
type Standing = readonly [CheckResult, string]

const standings: Readonly<Record<ServiceDeploymentStatus, Standing>> = {
  PENDING: ['warn', 'is about to begin'],
  IN_PROGRESS: ['warn', 'is going on'],
  SUCCESSFUL: ['pass', 'succeeded'],
  STOP_REQUESTED: ['warn', 'is being stopped'],
  STOPPED: ['warn', 'was stopped'],
  ROLLBACK_REQUESTED: ['fail', 'is about to be rolled back'],
  ROLLBACK_IN_PROGRESS: ['fail', 'is being rolled back'],
  ROLLBACK_SUCCESSFUL: ['fail', 'failed and was rolled back'],
  ROLLBACK_FAILED: ['fail', 'failed, and rolling it back failed too'],
}

/** Of services without a history of deployments. */
const states: Readonly<Record<DeploymentStatus['state'], Standing>> = {
  'in progress': standings.IN_PROGRESS,
  completed: standings.SUCCESSFUL,
  failed: ['fail', 'failed'],
  'rolling back': standings.ROLLBACK_IN_PROGRESS,
  stopped: standings.STOPPED,
}

/** Stopped tasks that are looked at where it failed; most died of the same. */
const lookedAt = 20

export const rolloutState = check({
  name: 'rollout-state',
  summary: 'How the newest deployment of a service stands',
  results: {
    pass: 'it succeeded',
    warn: 'it goes on, or was stopped',
    fail: 'it failed, or is or was rolled back',
  },
  reads: [
    'ecs:DescribeServices',
    'ecs:ListServiceDeployments',
    'ecs:DescribeServiceDeployments',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
  ],
  value: 'failed tasks of the deployment',
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const ref = serviceOf(subject)
    const aws = awsOf(subject, ports)
    const newest = await newestDeployment(aws, ref)
    const { began } = newest
    const { result, words, failed, reasons } = await rolloutOf(aws, newest)
    const stops = result === 'fail' ? await stopsSince(aws, ref, began) : []
    // What the tasks died of says more than that they did.
    const [cause] = [...causesOf(stops), ...reasons.flatMap((reason) => causeOfReason(reason) ?? [])]
    const lines = result === 'pass' ? [] : [...explainStops(stops, false), ...reasons]
    const tasks = failed === 0 ? '' : `, ${failed} of its tasks failed`
    return {
      result,
      figure: `the deployment that began ${agoInWords(began, ports.clock.now())} ${words}${tasks}`,
      value: failed,
      ...(result === 'pass' || cause === undefined ? {} : { cause }),
      ...(lines.length === 0 ? {} : { lines }),
    }
  },
})

interface Rollout {
  readonly result: CheckResult
  readonly words: string
  readonly failed: number
  /** What ECS says of it. Untrusted. */
  readonly reasons: readonly string[]
}

async function rolloutOf(aws: Aws, { listed, told }: NewestDeployment): Promise<Rollout> {
  if (listed === undefined) return ofService(told)
  const [detail] = await aws.describeServiceDeployments([listed.arn])
  return ofDeployment(detail ?? { ...listed, alarmsThatRang: [] })
}

type Told = Pick<
  ServiceDeploymentDetail,
  'status' | 'statusReason' | 'rollback' | 'failures' | 'alarmsThatRang' | 'pausedAt'
>

function ofDeployment(deployment: Told): Rollout {
  const { status, statusReason, rollback, failures, alarmsThatRang, pausedAt } = deployment
  const [result, words] = standings[status]
  const reasons = [statusReason, rollback?.reason].flatMap((reason) => reason ?? [])
  const alarms = alarmsThatRang.map((name) => `The alarm ${name} rang.`)
  return {
    result,
    words: pausedAt === undefined ? words : `is held by the lifecycle hook ${pausedAt.hook}`,
    failed: failures?.count ?? 0,
    reasons: [...new Set([...reasons, ...alarms])],
  }
}

function ofService({ state, failedTasks: failed, reason }: DeploymentStatus): Rollout {
  const [result, words] = states[state]
  return { result, words, failed, reasons: reason === undefined ? [] : [reason] }
}

async function stopsSince(aws: Aws, ref: ServiceRef, since: number): Promise<readonly StoppedTask[]> {
  const tasks = await aws.stoppedTasks(ref, lookedAt)
  return tasks
    .filter(({ stoppedAt = since }) => stoppedAt >= since)
    .flatMap((task) => explainStop(task) ?? [])
}
