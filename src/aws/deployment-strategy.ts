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
  /** Percent of the traffic that each shift brings (LINEAR), or the first one (CANARY). */
  readonly shiftPercent: number
  readonly hooks: readonly DeploymentHook[]
  /** Of the desired count, ROLLING alone. */
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
  /** ROLLING alone: ECS calls it successful before all of it is done. Absent: it does not. */
  readonly early?: EarlySuccess
  /** Absent: nothing ends a deployment whose tasks keep failing. */
  readonly breaker?: CircuitBreaker
}

/** From so many percent of the desired count on, rounded up, it has succeeded. `leavesOld`: while tasks of the version before still run. */
export interface EarlySuccess {
  readonly healthyPercent: number
  readonly leavesOld: boolean
}

/**
 * ECS gives a deployment up after so many failed starts: that count, or that share of the desired count, which is at least 3 and at most 200 where it is
 * bounded. What it comes to, only the deployment tells.
 */
export interface CircuitBreaker {
  readonly rollsBack: boolean
  readonly type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT'
  readonly value: number
  /** A task that becomes healthy sets the count back. */
  readonly resets: boolean
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
  breaker: { type: 'BOUNDED_PERCENT', value: 50 },
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
    ...earlyOf(configuration),
    ...breakerOf(configuration),
  }
}

/** Percent of the production traffic after so many shifts. */
export function percentAfter({ kind, shifts, shiftPercent }: DeploymentStrategy, count: number): number {
  if (count >= shifts) return 100
  return kind === 'LINEAR' ? count * shiftPercent : count === 0 ? 0 : shiftPercent
}

function earlyOf({
  strategy = 'ROLLING',
  earlySuccessCriteria,
}: DeploymentConfiguration): Pick<DeploymentStrategy, 'early'> {
  if (strategy !== 'ROLLING' || earlySuccessCriteria?.enable !== true) return {}
  const { healthyPercent = 100, sourceServiceRevisionCleanup } = earlySuccessCriteria
  return { early: { healthyPercent, leavesOld: sourceServiceRevisionCleanup === 'DEFERRED' } }
}

function breakerOf({
  deploymentCircuitBreaker: breaker,
}: DeploymentConfiguration): Pick<DeploymentStrategy, 'breaker'> {
  if (breaker?.enable !== true) return {}
  const { type, value } = breaker.thresholdConfiguration ?? {}
  return {
    breaker: {
      rollsBack: breaker.rollback === true,
      type: type ?? byDefault.breaker.type,
      value: value ?? byDefault.breaker.value,
      resets: breaker.resetOnHealthyTask !== false,
    },
  }
}

function shiftsOf(
  configuration: DeploymentConfiguration,
): Pick<DeploymentStrategy, 'shifts' | 'shiftBake' | 'shiftPercent'> {
  switch (configuration.strategy) {
    case 'BLUE_GREEN':
      return { shifts: 1, shiftBake: 0, shiftPercent: 100 }
    case 'LINEAR': {
      const { stepPercent = byDefault.stepPercent, stepBakeTimeInMinutes = byDefault.stepBakeTimeInMinutes } =
        configuration.linearConfiguration ?? {}
      return {
        shifts: Math.ceil(100 / stepPercent),
        shiftBake: stepBakeTimeInMinutes * minute,
        shiftPercent: stepPercent,
      }
    }
    case 'CANARY': {
      const {
        canaryPercent = byDefault.canaryPercent,
        canaryBakeTimeInMinutes = byDefault.canaryBakeTimeInMinutes,
      } = configuration.canaryConfiguration ?? {}
      return {
        shifts: canaryPercent < 100 ? 2 : 1,
        shiftBake: canaryBakeTimeInMinutes * minute,
        shiftPercent: canaryPercent,
      }
    }
    default:
      return { shifts: 0, shiftBake: 0, shiftPercent: 0 }
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
