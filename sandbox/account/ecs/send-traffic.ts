import type { World } from '../world.js'
import { addEvent } from './events.js'
import type { ServiceDeploymentRecord } from './model.js'
import { enterStage } from './stages.js'

/** Sends so many percent of the production traffic to the new revision, in every listener rule of the service. */
export function sendTraffic(world: World, running: ServiceDeploymentRecord, percent: number): void {
  const { service, traffic } = running
  if (traffic.production === percent) return
  enterStage(world, running, 'PRODUCTION_TRAFFIC_SHIFT')
  running.updatedAt = world.time.now()
  traffic.production = percent
  const target = service.revisions.get(running.target)
  for (const { advancedConfiguration: advanced, targetGroupArn } of service.loadBalancers) {
    const rule = world.listenerRules.get(advanced?.productionListenerRule ?? '')
    if (rule === undefined) continue
    const groups = [targetGroupArn, advanced?.alternateTargetGroupArn].filter((group) => group !== undefined)
    rule.forwards = groups.map((group) => ({
      targetGroupArn: group,
      weight:
        target?.serving.some((serving) => serving.targetGroupArn === group) === true
          ? percent
          : 100 - percent,
    }))
  }
  addEvent(
    world,
    service,
    `has shifted ${percent} percent of the production traffic to the new service revision.`,
  )
}
