import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs'

/** How ECS brings a new version, as far as it tells how long that takes. Times in ms. */
export interface DeploymentStrategy {
  readonly kind: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY'
  /** Both versions run for so long after all is shifted. */
  readonly bake: number
  /** How many times production traffic is shifted; 0 for ROLLING, which shifts none. */
  readonly shifts: number
  /** Between two shifts. */
  readonly shiftBake: number
  readonly hooks: readonly DeploymentHook[]
  /** Of the desired count, ROLLING alone. */
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
}

/** A hook at one stage. `within`: how long ECS waits for it; then it goes on or back as configured. */
export interface DeploymentHook {
  readonly kind: 'PAUSE' | 'AWS_LAMBDA'
  readonly stage: string
  readonly within: number
}

const minute = 60_000

/**
 * What ECS takes where nothing is configured:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html and the types it names.
 */
const byDefault = {
  stepPercent: 10,
  stepBakeTimeInMinutes: 6,
  canaryPercent: 5,
  canaryBakeTimeInMinutes: 10,
  hookTimeoutInMinutes: 1_440,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
} as const

export function toStrategy(configuration: DeploymentConfiguration = {}): DeploymentStrategy {
  const { strategy = 'ROLLING', bakeTimeInMinutes = 0, lifecycleHooks = [] } = configuration
  return {
    kind: strategy,
    bake: bakeTimeInMinutes * minute,
    ...shiftsOf(configuration),
    hooks: lifecycleHooks.flatMap(toHooks),
    minimumHealthyPercent: configuration.minimumHealthyPercent ?? byDefault.minimumHealthyPercent,
    maximumPercent: configuration.maximumPercent ?? byDefault.maximumPercent,
  }
}

function shiftsOf(configuration: DeploymentConfiguration): Pick<DeploymentStrategy, 'shifts' | 'shiftBake'> {
  switch (configuration.strategy) {
    case 'BLUE_GREEN':
      return { shifts: 1, shiftBake: 0 }
    case 'LINEAR': {
      const { stepPercent = byDefault.stepPercent, stepBakeTimeInMinutes = byDefault.stepBakeTimeInMinutes } =
        configuration.linearConfiguration ?? {}
      return { shifts: Math.ceil(100 / stepPercent), shiftBake: stepBakeTimeInMinutes * minute }
    }
    case 'CANARY': {
      const {
        canaryPercent = byDefault.canaryPercent,
        canaryBakeTimeInMinutes = byDefault.canaryBakeTimeInMinutes,
      } = configuration.canaryConfiguration ?? {}
      return { shifts: canaryPercent < 100 ? 2 : 1, shiftBake: canaryBakeTimeInMinutes * minute }
    }
    default:
      return { shifts: 0, shiftBake: 0 }
  }
}

function toHooks(hook: DeploymentLifecycleHook): readonly DeploymentHook[] {
  const within = (hook.timeoutConfiguration?.timeoutInMinutes ?? byDefault.hookTimeoutInMinutes) * minute
  return (hook.lifecycleStages ?? []).map((stage) => ({
    kind: hook.targetType ?? 'AWS_LAMBDA',
    stage,
    within,
  }))
}
