import { pushImage } from '../ecr/registry.js'
import type { ServiceRecord, TaskRecord } from '../ecs/model.js'
import { failTask } from '../ecs/stopping.js'
import { serviceNamed, type World } from '../world.js'
import { minute, stricken, type TroubleGrounds } from './trouble.js'

/** How long before, where nobody else deployed meanwhile. */
const releasedAgo = 12 * minute
/** Milliseconds at speed 1. */
const looksEvery = 5_000
/** How old a task is when it has filled its memory, at speed 1. */
const fullAfter = 150_000
/** Between the end of one task and that of the next, at speed 1. */
const apart = 30_000

export interface BadRelease {
  /** Whether another image runs by now: somebody took it back. */
  readonly isGone: () => boolean
  /** Makes the image a good one. */
  readonly mend: () => void
}

/**
 * Somebody's pipeline released a new version some minutes ago; all went well. From now on its tasks end, one after the other, and so does each that replaces them:
 * `broken` soon after its start, `leaking` once it has served for a while.
 */
export function releaseBadly(
  { world, control }: TroubleGrounds,
  becomes: 'broken' | 'leaking',
  onset: () => void,
): BadRelease {
  const service = serviceNamed(world, stricken.service)
  if (service === undefined) throw new Error(`The simulated account has no service ${stricken.service}`)
  const tag = `sprint-15-${world.ids.hex(7)}`
  const image = releaseBefore(world, control, service, tag)
  let isMended = false

  const waitForRollout = (): void => {
    if (isMended) return
    const [primary] = service.deployments
    if (primary === undefined || imageOf(primary.revision) !== image) return
    if (primary.rolloutState !== 'COMPLETED') return world.time.after(looksEvery, waitForRollout)
    if (becomes === 'broken') world.images.set(tag, 'broken')
    let wait = 0
    for (const task of runningOf(service, image)) {
      endLater(task, wait)
      wait += apart
    }
    if (becomes === 'leaking') world.time.after(looksEvery, endTheFull)
    onset()
  }
  const endLater = (task: TaskRecord, wait: number): void =>
    world.time.after(wait, () => {
      if (!isMended && task.desiredStatus === 'RUNNING')
        failTask(world, task, becomes === 'broken' ? 'broken' : 'oom')
    })
  const endTheFull = (): void => {
    if (isMended) return
    const oldest = world.time.now() - fullAfter / world.time.speed
    for (const task of runningOf(service, image)) {
      if ((task.startedAt ?? Infinity) < oldest) endLater(task, 0)
    }
    world.time.after(looksEvery, endTheFull)
  }
  world.time.after(0, waitForRollout)
  world.time.catchUp()

  return {
    isGone() {
      const [primary] = service.deployments
      return (
        primary !== undefined &&
        imageOf(primary.revision) !== image &&
        primary.rolloutState === 'COMPLETED' &&
        runningOf(service, image).length === 0
      )
    },
    mend() {
      isMended = true
      world.images.set(tag, 'good')
    },
  }
}

/** Deploys a new image as of some minutes ago; not before what was deployed last. */
function releaseBefore(
  world: World,
  control: TroubleGrounds['control'],
  service: ServiceRecord,
  tag: string,
): string {
  const now = world.time.now()
  const last = service.serviceDeployments[0]
  const moment = Math.min(now, Math.max(now - releasedAgo, (last?.updatedAt ?? 0) + 1_000))
  world.time.asOf(moment, () => {
    pushImage(world, stricken.repository, tag)
    control.deploy(stricken.service, tag)
  })
  world.time.catchUp()
  const [primary] = service.deployments
  return primary === undefined ? '' : imageOf(primary.revision)
}

function imageOf(revision: TaskRecord['revision']): string {
  return revision.images[0]?.image ?? ''
}

function runningOf(service: ServiceRecord, image: string): readonly TaskRecord[] {
  return [...service.tasks.values()].filter(
    (task) => task.desiredStatus === 'RUNNING' && imageOf(task.revision) === image,
  )
}
