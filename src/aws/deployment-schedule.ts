import { type DeploymentStrategy, percentAfter } from './deployment-strategy.js'

/**
 * When ECS goes on by itself, as far as its configuration tells; ms since the epoch. Tasks, shifts and connections take their own time, so all of it is the
 * earliest.
 */
export interface DeploymentSchedule {
  /** The next shift of traffic. Absent: there is none. */
  readonly nextShift?: number
  /** The end of the last bake time. */
  readonly bakedAt: number
}

/**
 * What is still to be waited for by a deployment; undefined where that does not depend on time alone.
 * @param since when it came to where it stands, ms since the epoch: ECS tells the end of no bake time
 * @param timeScale less than 1 in the sandbox's faster time
 */
export function scheduleOf(
  strategy: DeploymentStrategy,
  at: { readonly stage: string | undefined; readonly traffic: number | undefined; readonly since: number },
  timeScale: number,
): DeploymentSchedule | undefined {
  const { bake, shifts, shiftBake } = strategy
  const { stage, traffic = 0, since } = at
  const after = (duration: number) => since + duration * timeScale
  if (stage === 'BAKE_TIME') return { bakedAt: after(bake) }
  if (stage !== 'PRODUCTION_TRAFFIC_SHIFT' || traffic === 0) return undefined
  const counts = Array.from({ length: shifts }, (_, index) => index + 1)
  const left = counts.filter((count) => percentAfter(strategy, count) > traffic).length
  if (left === 0) return { bakedAt: after(bake) }
  return { nextShift: after(shiftBake), bakedAt: after(left * shiftBake + bake) }
}
