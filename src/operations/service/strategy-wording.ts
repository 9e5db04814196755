import type { CircuitBreaker, DeploymentStrategy, EcsService, EcsTaskDefinition } from '../../aws/aws.js'
import { formatDuration } from '../../core/duration.js'
import { formatMoney } from '../../core/money.js'
import { fargatePrice, type FargatePrices } from '../../core/task-price.js'
import { counted } from '../../status/wording.js'
import { failuresTolerated } from './endless-failures.js'

/** ms that tasks take to start, become healthy and stop, for an estimate of what they cost. */
const tasksTake = 5 * 60_000
const hour = 3_600_000

/**
 * How ECS will carry a deployment out, one line each: its strategy and what that takes at least, what runs twice meanwhile, when it counts as successful, what
 * ends it. A plain rolling update with a plain circuit breaker needs no word.
 */
export function strategyDetails(
  { strategy, desired }: EcsService,
  to: Pick<EcsTaskDefinition, 'cpu' | 'memory'>,
  prices: FargatePrices,
): readonly string[] {
  if (strategy === undefined) return []
  return [
    ...traffic(strategy),
    ...twice(strategy, desired, to, prices),
    ...early(strategy, desired),
    ...breaker(strategy.breaker, desired),
  ]
}

/** ms that its configuration makes a deployment wait, besides what tasks and hooks take. */
function waits({ bake, shifts, shiftBake }: DeploymentStrategy): number {
  return Math.max(0, shifts - 1) * shiftBake + bake
}

function traffic(strategy: DeploymentStrategy): readonly string[] {
  const { kind, bake, shifts, shiftBake, shiftPercent } = strategy
  const end = bake === 0 ? '' : `, then ${formatDuration(bake)} of bake time`
  const all = `It takes ${formatDuration(waits(strategy))} and what its tasks need`
  const between = formatDuration(shiftBake)
  switch (kind) {
    case 'ROLLING':
      return bake === 0
        ? []
        : [`Watched for ${formatDuration(bake)} (bake time) once all new tasks are healthy.`]
    case 'BLUE_GREEN':
      return [`Blue/green: all of the traffic at once${end}. ${all}.`]
    case 'CANARY':
      return [`Canary: ${shiftPercent} % of the traffic for ${between}, then all of it${end}. ${all}.`]
    case 'LINEAR':
      return [
        `Linear: ${shiftPercent} % more of the traffic every ${between}, ${counted(shifts, 'step')}${end}. ${all}.`,
      ]
  }
}

function twice(
  strategy: DeploymentStrategy,
  desired: number,
  size: Pick<EcsTaskDefinition, 'cpu' | 'memory'>,
  prices: FargatePrices,
): readonly string[] {
  if (strategy.kind === 'ROLLING' || desired === 0) return []
  const price = fargatePrice(size, (desired * (waits(strategy) + tasksTake)) / hour, prices)
  const cost = price === undefined ? '' : `, about ${formatMoney(price, 'USD', 2)} at Fargate's list prices`
  return [`Meanwhile ${2 * desired} tasks run instead of ${desired}${cost}.`]
}

function early({ early: criteria }: DeploymentStrategy, desired: number): readonly string[] {
  if (criteria === undefined || desired === 0) return []
  const enough = Math.max(1, Math.ceil((desired * criteria.healthyPercent) / 100))
  const old = criteria.leavesOld ? ', while old ones still run' : ''
  return [
    `ECS calls it successful with ${enough} of ${counted(desired, 'new task')} healthy${old}. From then on nothing goes back by itself; ohmy waits for all of it.`,
  ]
}

function breaker(configured: CircuitBreaker | undefined, desired: number): readonly string[] {
  if (configured === undefined) {
    return [
      `The service has no circuit breaker: ohmy gives up after ${failuresTolerated(desired)} failed starts.`,
    ]
  }
  const { type, value, resets, rollsBack } = configured
  const isUsual = type === 'BOUNDED_PERCENT' && value === 50 && resets
  const share = `as many failed starts as ${value} % of its tasks${type === 'BOUNDED_PERCENT' ? ' (3 to 200)' : ''}`
  const after = type === 'COUNT' ? counted(value, 'failed start') : share
  const all = resets ? '' : ', counted in all'
  const ends = isUsual ? [] : [`ECS gives it up after ${after}${all}.`]
  return rollsBack ? ends : [...ends, 'When ECS gives it up, ECS does not go back by itself.']
}
