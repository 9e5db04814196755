import type { World } from '../world.js'
import { durations } from './durations.js'
import { isHeldByHook, runningServiceDeployment } from './hooks.js'
import type { ServiceDeploymentRecord, ServiceRecord } from './model.js'
import { sendTraffic } from './send-traffic.js'
import { enterStage } from './stages.js'
import { shiftsTraffic, trafficShifts } from './strategy.js'

/**
 * Moves the traffic of a deployment whose new tasks are healthy one step on, in ECS's stages; true once all of it has been shifted.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export function isShifted(world: World, service: ServiceRecord, running: ServiceDeploymentRecord): boolean {
  const { traffic, configuration } = running
  if (!isTested(world, service, running)) return false
  const shifts = trafficShifts(configuration)
  while (traffic.shifts < shifts.length) {
    const shift = shifts[traffic.shifts]
    if (shift === undefined || !isOver(world, traffic.until)) return false
    if (traffic.shifts > 0 && isHeldByHook(world, service, 'PRODUCTION_TRAFFIC_SHIFT', traffic.shifts - 1))
      return false
    // The API has no name of its own for the stage before each shift.
    if (isHeldByHook(world, service, 'PRE_PRODUCTION_TRAFFIC_SHIFT', traffic.shifts)) return false
    sendTraffic(world, running, shift.percent)
    traffic.shifts += 1
    wait(world, running, durations.trafficShift + shift.bakeMinutes * 60_000)
  }
  if (!isOver(world, traffic.until)) return false
  if (isHeldByHook(world, service, 'PRODUCTION_TRAFFIC_SHIFT', shifts.length - 1)) return false
  return !isHeldByHook(world, service, 'POST_PRODUCTION_TRAFFIC_SHIFT')
}

/** Test traffic goes over at once, where there is a listener rule for it. */
function isTested(world: World, service: ServiceRecord, running: ServiceDeploymentRecord): boolean {
  const { traffic } = running
  const hasRule = service.loadBalancers.some(
    ({ advancedConfiguration }) => advancedConfiguration?.testListenerRule !== undefined,
  )
  if (hasRule && traffic.test === 0) {
    enterStage(world, running, 'TEST_TRAFFIC_SHIFT')
    traffic.test = 100
    wait(world, running, durations.trafficShift)
  }
  if (traffic.shifts > 0) return true
  if (!isOver(world, traffic.until) || isHeldByHook(world, service, 'TEST_TRAFFIC_SHIFT')) return false
  return !isHeldByHook(world, service, 'POST_TEST_TRAFFIC_SHIFT')
}

/** Whether the tasks of the revision before are kept running: until all traffic is shifted and was watched. */
export function keepsSource(service: ServiceRecord): boolean {
  const running = runningServiceDeployment(service)
  return running !== undefined && shiftsTraffic(running.configuration) && !running.traffic.sourceReleased
}

function wait(world: World, running: ServiceDeploymentRecord, duration: number): void {
  running.traffic.until = world.time.now() + duration / world.time.speed
  world.time.after(duration, () => world.reconcile(running.service))
}

function isOver(world: World, until: number | undefined): boolean {
  return until === undefined || world.time.now() >= until
}
