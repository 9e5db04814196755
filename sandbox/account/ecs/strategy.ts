import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'

/** One shift of production traffic: how many percent the new revision has after it, and how long (minutes) that is watched before the next. */
export interface TrafficShift {
  readonly percent: number
  readonly bakeMinutes: number
}

/** Whether two sets of tasks run side by side and traffic goes from one to the other. A rolling update replaces tasks instead. */
export function shiftsTraffic({ strategy = 'ROLLING' }: DeploymentConfiguration): boolean {
  return strategy !== 'ROLLING'
}

/**
 * The shifts of a strategy, in order. The last one is not baked by itself: the bake time of the deployment follows.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-linear.html, canary-deployment.html
 */
export function trafficShifts(configuration: DeploymentConfiguration): readonly TrafficShift[] {
  const all = { percent: 100, bakeMinutes: 0 }
  if (configuration.strategy === 'LINEAR') {
    const { stepPercent = 10, stepBakeTimeInMinutes: bakeMinutes = 6 } =
      configuration.linearConfiguration ?? {}
    const steps = Array.from({ length: Math.ceil(100 / stepPercent) - 1 }, (_, index) => ({
      percent: (index + 1) * stepPercent,
      bakeMinutes,
    }))
    return [...steps, all]
  }
  if (configuration.strategy === 'CANARY') {
    const { canaryPercent: percent = 5, canaryBakeTimeInMinutes: bakeMinutes = 10 } =
      configuration.canaryConfiguration ?? {}
    return percent < 100 ? [{ percent, bakeMinutes }, all] : [all]
  }
  return [all]
}
