import { durations } from '../ecs/durations.js'
import { addEvent } from '../ecs/events.js'
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
  service.desiredCount = wanted
  service.steady = false
  addEvent(
    world,
    service,
    `Message: Successfully set desired count to ${wanted}. Change successfully fulfilled by ecs.`,
  )
  world.reconcile(service)
  return true
}
