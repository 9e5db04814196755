import { durations } from '../ecs/durations.js'
import { addEvent } from '../ecs/events.js'
import { sendServiceAction } from '../ecs/deployment-event.js'
import type { ServiceRecord } from '../ecs/model.js'
import type { World } from '../world.js'
import type { ScalableTargetRecord } from './model.js'

export function resourceId(service: ServiceRecord): string {
  return `service/${service.cluster.name}/${service.name}`
}

/** After a while Application Auto Scaling looks at a count set by hand and moves it back into the range. */
export function superviseCount(world: World, service: ServiceRecord): void {
  if (!world.scalableTargets.has(resourceId(service))) return
  world.time.after(durations.autoscalerLooks, () => {
    const target = world.scalableTargets.get(resourceId(service))
    if (target !== undefined) moveIntoRange(world, service, target)
  })
}

/** Moves the count of a service into the range of its target; returns whether it was outside. */
export function moveIntoRange(world: World, service: ServiceRecord, target: ScalableTargetRecord): boolean {
  const { desiredCount } = service
  const wanted = Math.min(Math.max(desiredCount, target.min), target.max)
  if (wanted === desiredCount) return false
  const isSuspended =
    wanted > desiredCount
      ? target.suspended.DynamicScalingOutSuspended
      : target.suspended.DynamicScalingInSuspended
  if (isSuspended) return false
  const bound = wanted > desiredCount ? 'minimum' : 'maximum'
  moveCount(world, service, wanted, `${bound} capacity was set to ${wanted}`)
  return true
}

/** Application Auto Scaling sets the count of a service. */
export function moveCount(world: World, service: ServiceRecord, to: number, cause: string): void {
  world.scalingActivities.push({
    ...{ resourceId: resourceId(service), id: world.ids.uuid(), at: world.time.now(), to, cause },
    from: service.desiredCount,
  })
  service.desiredCount = to
  service.steady = false
  addEvent(
    world,
    service,
    `Message: Successfully set desired count to ${to}. Change successfully fulfilled by ecs.`,
  )
  sendServiceAction(world, service, 'INFO', 'SERVICE_DESIRED_COUNT_UPDATED')
  world.reconcile(service)
}

/** One of its alarms asks for another count; false: that way is suspended. */
export function autoscale(world: World, service: ServiceRecord, count: number): boolean {
  const target = world.scalableTargets.get(resourceId(service))
  if (target === undefined) throw new Error(`${service.name} has no autoscaling`)
  const { DynamicScalingOutSuspended: out, DynamicScalingInSuspended: down } = target.suspended
  if (count > service.desiredCount ? out : down) return false
  const alarm = `TargetTracking-${resourceId(service)}-Alarm${count > service.desiredCount ? 'High' : 'Low'}`
  moveCount(world, service, count, `monitor alarm ${alarm} in state ALARM triggered policy cpu`)
  return true
}
