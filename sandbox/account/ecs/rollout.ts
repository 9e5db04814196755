import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { World } from '../world.js'
import { countTasks } from './counts.js'
import { sendDeploymentEvent } from './deployment-event.js'
import { durations } from './durations.js'
import { earlySuccess, isHealthyEnough } from './early-success.js'
import { addEvent } from './events.js'
import { isHeldByHook, runningServiceDeployment } from './hooks.js'
import type { DeploymentRecord, ServiceDeploymentRecord, ServiceRecord } from './model.js'
import { end, isRolledOut, rollBack } from './rollback.js'
import { isShifted } from './shift-traffic.js'
import { enterStage } from './stages.js'
import { shiftsTraffic } from './strategy.js'

/** How many failures in a row trip the circuit breaker: half the desired count, within 3..200, unless configured. */
export function breakerThreshold(configuration: DeploymentConfiguration, desiredCount: number): number {
  const threshold = configuration.deploymentCircuitBreaker?.thresholdConfiguration
  if (threshold?.value === undefined) return Math.max(3, Math.min(200, Math.ceil(desiredCount / 2)))
  if (threshold.type === 'COUNT') return Math.max(1, threshold.value)
  const share = Math.max(1, Math.ceil((desiredCount * threshold.value) / 100))
  return threshold.type === 'BOUNDED_PERCENT' ? Math.max(3, Math.min(200, share)) : share
}

/** Ends the running deployment when the circuit breaker trips or a watched alarm rings. */
export function judge(world: World, service: ServiceRecord): void {
  const [deployment] = service.deployments
  if (deployment === undefined || deployment.rolloutState !== 'IN_PROGRESS') return
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
  if (breaker?.enable === true) {
    const threshold = breakerThreshold(service.deploymentConfiguration, service.desiredCount)
    if (deployment.failuresInARow >= threshold) {
      fail(world, service, deployment, {
        text: 'tasks failed to start.',
        because: 'circuit breaker',
        rollback: breaker.rollback === true,
        alarms: [],
      })
      return
    }
  }
  const { alarms } = service.deploymentConfiguration
  // Alarms are watched on the way forward only: the one that caused a rollback still rings during it.
  if (alarms?.enable !== true || runningServiceDeployment(service) === undefined) return
  const ringing = (alarms.alarmNames ?? []).filter(
    (name) => world.alarms.get(name)?.state === 'ALARM' && !deployment.alarmsBefore.includes(name),
  )
  if (ringing.length === 0) return
  fail(world, service, deployment, {
    text: 'alarm detected.',
    because: 'alarm',
    rollback: alarms.rollback === true,
    alarms: ringing,
  })
}

interface Failure {
  text: string
  because: 'circuit breaker' | 'alarm'
  rollback: boolean
  alarms: string[]
}

function fail(world: World, service: ServiceRecord, deployment: DeploymentRecord, failure: Failure): void {
  deployment.rolloutState = 'FAILED'
  deployment.rolloutStateReason = `ECS deployment ${failure.because}: ${failure.text}`
  deployment.updatedAt = world.time.now()
  addEvent(world, service, `(deployment ${deployment.id}) deployment failed: ${failure.text}`)
  sendDeploymentEvent(world, service, deployment, 'SERVICE_DEPLOYMENT_FAILED')
  const [newest] = service.serviceDeployments
  if (newest === undefined) return
  if (newest.status === 'ROLLBACK_REQUESTED' || newest.status === 'ROLLBACK_IN_PROGRESS') {
    end(world, newest, 'ROLLBACK_FAILED', 'The rollback failed because its tasks failed to start.')
    return
  }
  const running = runningServiceDeployment(service)
  if (running === undefined) return
  running.failureCount = deployment.failuresInARow
  running.circuitBreakerTriggered = failure.because === 'circuit breaker'
  running.triggeredAlarms = failure.alarms
  const cause =
    failure.because === 'alarm'
      ? `the alarms ${failure.alarms.join(', ')} were detected.`
      : 'the circuit breaker threshold was exceeded.'
  if (!failure.rollback) {
    end(world, running, 'STOPPED', `Service deployment failed because ${cause}`)
    return
  }
  rollBack(world, running, {
    reason: `Service deployment rolled back because ${cause}`,
    because: failure.because,
  })
}

/** Completes the newest deployment once its tasks are healthy, baked and alone; earlier, where its criteria say so. */
export function completeIfDone(world: World, service: ServiceRecord): void {
  const [deployment] = service.deployments
  if (deployment === undefined) return
  const isAlone = countTasks(service).live === countTasks(service, deployment).live
  // Completed early, its old tasks went later.
  if (isAlone && deployment.rolloutState === 'COMPLETED') service.deployments = [deployment]
  const early = earlySuccess(service)
  const isEnough =
    early === undefined ? isRolledOut(service, deployment) : isHealthyEnough(service, deployment, early)
  if (!isEnough) return
  const [newest] = service.serviceDeployments
  if (deployment.rolloutState === 'IN_PROGRESS' && newest !== undefined) {
    if (newest.status === 'PENDING' || newest.status === 'ROLLBACK_REQUESTED') return
    if (isHeldByHook(world, service, 'POST_SCALE_UP')) return
    const running = runningServiceDeployment(service)
    if (running !== undefined && shiftsTraffic(running.configuration)) {
      if (!releasesSource(world, service, running, deployment)) return
    } else if (isHeldByHook(world, service, 'POST_PRODUCTION_TRAFFIC_SHIFT')) return
  }
  if (!isAlone && early?.sourceServiceRevisionCleanup !== 'DEFERRED') return
  if (isAlone) service.deployments = [deployment]
  if (deployment.rolloutState !== 'IN_PROGRESS' || !isBaked(world, service, deployment)) return

  deployment.rolloutState = 'COMPLETED'
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`
  deployment.updatedAt = world.time.now()
  service.lastCompleted = deployment
  addEvent(world, service, `(deployment ${deployment.id}) deployment completed.`)
  sendDeploymentEvent(world, service, deployment, 'SERVICE_DEPLOYMENT_COMPLETED')
  if (newest?.status === 'IN_PROGRESS') end(world, newest, 'SUCCESSFUL')
  if (newest?.status === 'ROLLBACK_IN_PROGRESS') end(world, newest, 'ROLLBACK_SUCCESSFUL')
}

/** Whether all traffic is shifted and was watched; from then on the tasks of the revision before are stopped. */
function releasesSource(
  world: World,
  service: ServiceRecord,
  running: ServiceDeploymentRecord,
  deployment: DeploymentRecord,
): boolean {
  if (running.traffic.sourceReleased) return true
  if (!isShifted(world, service, running) || !isBaked(world, service, deployment)) return false
  running.traffic.sourceReleased = true
  enterStage(world, running, 'CLEAN_UP')
  world.time.after(0, () => world.reconcile(service))
  return false
}

/** Watches the new tasks for the configured bake time, and for a minute where alarms are watched. */
function isBaked(world: World, service: ServiceRecord, deployment: DeploymentRecord): boolean {
  const running = runningServiceDeployment(service)
  if (running === undefined) return true
  const { bakeTimeInMinutes = 0, alarms } = running.configuration
  const bake = Math.max(bakeTimeInMinutes * 60_000, alarms?.enable === true ? durations.alarmBake : 0)
  if (bake === 0) return true
  if (deployment.bakedAt === undefined) {
    deployment.bakedAt = world.time.now() + bake / world.time.speed
    enterStage(world, running, 'BAKE_TIME')
    world.time.after(bake, () => world.reconcile(service))
    return false
  }
  return world.time.now() >= deployment.bakedAt
}
