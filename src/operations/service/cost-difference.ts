import type { Aws, EcsService, EcsTaskDefinition, ScalableTarget } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { RegionPrices } from '../../config/prices.js'
import type { ServiceRef } from '../../core/environment.js'
import type { ServiceSize } from '../../costs/estimation/fargate.js'
import { monthlyDifference } from '../../costs/estimation/difference.js'

type Sized = Pick<EcsTaskDefinition, 'cpu' | 'memory'>
type Range = Pick<ScalableTarget, 'minimum' | 'maximum'>

/** What a month of a service is made of, before or after a change. */
export interface Running {
  readonly tasks: number
  readonly size: Sized
  readonly range?: Range | undefined
}

/**
 * The line of a plan that tells what a change costs a month; none where that is not known: a size that ECS does not tell, tasks on something else
 * than plain Fargate (Spot has no list price), no price.
 */
export function costDetails(
  { ref, runsOn = 'Fargate' }: Pick<EcsService, 'ref' | 'runsOn'>,
  before: Running,
  after: Running,
  prices: RegionPrices,
): readonly string[] {
  if (runsOn !== 'Fargate') return []
  const [from, to] = [sizeOf(ref, before), sizeOf(ref, after)]
  if (from === undefined || to === undefined) return []
  const words = monthlyDifference(from, to, prices)
  return words === undefined ? [] : [`Cost: ${words}`]
}

export function isOtherSize(one: Sized, other: Sized): boolean {
  return one.cpu !== other.cpu || one.memory !== other.memory
}

/** What autoscaling keeps a service in, for a side note: undefined where it cannot be read. */
export async function rangeForCost(aws: Aws, ref: ServiceRef): Promise<Range | undefined> {
  return aws.scalableTargets([ref]).then(([target]) => target, sideNote)
}

/** The size of a service's tasks, for a side note: undefined where it cannot be read. */
export async function sizeForCost(aws: Aws, taskDefinition: string): Promise<Sized | undefined> {
  return aws.describeTaskDefinition(taskDefinition, { content: true }).catch(sideNote)
}

function sizeOf({ name }: ServiceRef, { tasks, size, range }: Running): ServiceSize | undefined {
  const [cpu, memory] = [Number(size.cpu), Number(size.memory)]
  if (!(cpu > 0) || !(memory > 0)) return undefined
  return { name, tasks, cpu, memory, ...(range === undefined ? {} : { range }) }
}

/** Without it a plan is whole. */
function sideNote(error: unknown): undefined {
  if (error instanceof AwsError) return undefined
  throw error
}
