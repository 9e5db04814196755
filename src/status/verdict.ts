import { countedOf } from '../core/wording.js'
import type { EcsDeployment, EcsService, ServiceDeploymentDetail } from '../aws/aws.js'
import {
  type AlarmInState,
  type DeploymentStatus,
  type Measurement,
  type Missing,
  type ServiceStatus,
  type Verdict,
  verdicts,
} from '../core/status.js'
import { describeMetric } from '../core/measurement.js'
import { missedFigures, naming, notRead, whatIsWrong } from '../core/status-words.js'
import { describeRollout } from './describe-rollout.js'
import { counted } from './wording.js'

export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
}

/** What is known of a service's targets; absent where nobody asked. */
export interface TargetCounts {
  readonly healthy?: number | undefined
  readonly unhealthy?: number | undefined
}

/** How a service is: the worst that is known of it. */
export function judgeService(
  service: EcsService,
  { healthy, unhealthy = 0 }: TargetCounts,
  rollout?: ServiceDeploymentDetail,
): Judgement {
  const { desired, running, pending } = service
  const starting = pending > 0 ? `, ${pending} starting` : ''
  if (service.status !== 'ACTIVE') return { verdict: 'degraded', reason: 'the service is being deleted' }
  if (desired === 0) {
    return running === 0
      ? { verdict: 'scaled to zero', reason: 'scaled to zero on purpose' }
      : { verdict: 'scaled to zero', reason: `${counted(running, 'task')} still stopping` }
  }
  if (running === 0) return { verdict: 'down', reason: `0 of ${counted(desired, 'task')} running${starting}` }

  const deployment = deploymentOf(service, rollout)
  const counts = `${running} of ${counted(desired, 'task')} running${starting}`
  if (deployment?.state === 'rolling back') {
    return { verdict: 'degraded', reason: `the last deployment failed and is being rolled back; ${counts}` }
  }
  if (deployment?.state === 'failed')
    return { verdict: 'degraded', reason: `the last deployment failed; ${counts}` }
  if (unhealthy > 0) {
    return { verdict: 'degraded', reason: `${counted(unhealthy, 'target')} unhealthy; ${counts}` }
  }
  if (deployment?.state === 'in progress') {
    const { running: ready, desired: wanted, failedTasks, progress } = deployment
    if (progress !== undefined) return { verdict: 'deploying', reason: progress }
    const failed = failedTasks > 0 ? `, ${counted(failedTasks, 'failed start')}` : ''
    return { verdict: 'deploying', reason: `${countedOf(ready, wanted, 'new task')} running${failed}` }
  }
  if (running < desired) return { verdict: 'degraded', reason: counts }
  if (healthy !== undefined && healthy < desired) {
    return { verdict: 'degraded', reason: `${healthy} of ${counted(desired, 'target')} healthy; ${counts}` }
  }
  return { verdict: 'healthy', reason: counts }
}

/** A service that is well but for a figure of its own is worth a look: it is not green while its memory is full. */
export function withFigures(service: ServiceStatus, measurements: readonly Measurement[]): ServiceStatus {
  const missed = measurements.filter(
    ({ subject, met, value }) => subject === service.name && !met && value !== undefined,
  )
  if (service.verdict !== 'healthy' || missed.length === 0) return service
  const what = missed.map(describeMetric).join(' and ')
  const reason = `${service.reason}, ${what} beyond ${missed.length === 1 ? 'its target' : 'their targets'}`
  return { ...service, verdict: 'worth a look', reason }
}

/** The deployment that counts: the PRIMARY one, which is a rollback while ECS undoes a failed one. */
export function deploymentOf(
  service: EcsService,
  rollout?: ServiceDeploymentDetail,
): DeploymentStatus | undefined {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY') ?? service.deployments[0]
  if (!primary) return undefined
  return {
    id: primary.id,
    state: stateOf(primary),
    ...(primary.rolloutStateReason === undefined ? {} : { reason: primary.rolloutStateReason }),
    since: primary.createdAt,
    desired: primary.desired,
    running: primary.running,
    pending: primary.pending,
    failedTasks: primary.failedTasks,
    ...(rollout === undefined ? {} : { progress: describeRollout(rollout) }),
  }
}

function stateOf(deployment: EcsDeployment): DeploymentStatus['state'] {
  if (deployment.rolloutState === 'FAILED') return 'failed'
  if (deployment.rolloutState !== 'IN_PROGRESS') return 'completed'
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
  return /rolling back/i.test(deployment.rolloutStateReason ?? '') ? 'rolling back' : 'in progress'
}

export interface EnvironmentFindings {
  readonly services: readonly ServiceStatus[]
  readonly alarms: readonly AlarmInState[]
  readonly muted: readonly AlarmInState[]
  readonly measurements: readonly Measurement[]
  readonly missing: readonly Missing[]
  /** Why services could not be read, where some or all could not. */
  readonly unread: string | undefined
}

/**
 * How the environment is: as its worst service, at least degraded while an alarm rings (muted or not), and worth a look while a figure is beyond its target. The
 * reason names all that is wrong, the worst first.
 */
export function judgeEnvironment(findings: EnvironmentFindings): Judgement {
  const { services, alarms, muted, unread } = findings
  const worst = services.reduce<Verdict>((so, { verdict }) => (worse(verdict, so) ? verdict : so), 'healthy')
  const missed = missedFigures(findings)
  const wrong = whatIsWrong(findings).join('; ')
  if (worst === 'down' || worst === 'degraded') return { verdict: worst, reason: wrong }
  if (alarms.length + muted.length > 0) return { verdict: 'degraded', reason: wrong }
  if (unread !== undefined) return { verdict: 'unknown', reason: unread }
  if (services.length === 0) return { verdict: 'unknown', reason: 'there is no service in the cluster' }
  const isDeploying = services.some(({ verdict }) => verdict === 'deploying')
  const deploying = isDeploying ? [naming(services, 'deploying')] : []
  if (missed.length > 0) return { verdict: 'worth a look', reason: [wrong, ...deploying].join('; ') }
  if (worst === 'deploying')
    return { verdict: worst, reason: [...deploying, ...notRead(findings)].join('; ') }
  if (services.every(({ verdict }) => verdict === 'scaled to zero')) {
    return { verdict: 'scaled to zero', reason: `${counted(services.length, 'service')}, nothing running` }
  }
  return { verdict: 'healthy', reason: [summary(services), ...notRead(findings)].join('; ') }
}

function worse(a: Verdict, b: Verdict): boolean {
  return verdicts.indexOf(a) > verdicts.indexOf(b)
}

function summary(services: readonly ServiceStatus[]): string {
  const running = services.reduce((sum, service) => sum + service.running, 0)
  const desired = services.reduce((sum, service) => sum + service.desired, 0)
  const zero = services.filter(({ verdict }) => verdict === 'scaled to zero').length
  const resting = zero > 0 ? `, ${zero} of them scaled to zero` : ''
  return `${counted(services.length, 'service')}${resting}, ${running} of ${counted(desired, 'task')} running`
}
