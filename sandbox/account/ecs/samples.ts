import type { World } from '../world.js'
import { countTasks } from './counts.js'
import type { ServiceRecord, TaskSample } from './model.js'

const kept = 2_000

/** Notes the numbers of tasks where they changed: what the metrics of the past are computed from. */
export function takeSample(world: World, service: ServiceRecord): void {
  const { running, pending, healthy } = countTasks(service)
  let unhealthy = 0
  for (const task of service.tasks.values()) if (task.target?.state === 'unhealthy') unhealthy += 1
  const sample: TaskSample = {
    at: world.time.now(),
    desired: service.desiredCount,
    running,
    pending,
    healthy,
    unhealthy,
  }
  const last = service.samples.at(-1)
  const isSame =
    last !== undefined &&
    last.desired === sample.desired &&
    last.running === running &&
    last.pending === pending &&
    last.healthy === healthy &&
    last.unhealthy === unhealthy
  if (isSame) return
  service.samples.push(sample)
  if (service.samples.length > kept) service.samples.splice(0, kept / 2)
}

/** The numbers at a moment; undefined before the first sample. */
export function sampleAt(service: ServiceRecord, at: number): TaskSample | undefined {
  return service.samples.findLast((sample) => sample.at <= at)
}
