import type { Aws } from '../../aws/aws.js'
import type { ServiceRef } from '../../core/environment.js'
import { sizeWords, type TaskSize } from '../../core/task-sizing.js'
import { microsOf } from '../../core/money.js'
import { fargateDollars } from '../../core/task-price.js'
import type { RegionPrices } from '../../config/prices.js'
import { hoursAMonth } from '../prices.js'
import type { RunningService } from '../sizing/read-use.js'
import type { ComputedLine } from './line.js'

/** A service as its cost needs it. */
export interface ServiceSize {
  /** The short name. */
  readonly name: string
  readonly tasks: number
  /** Where autoscaling may move the count; absent: there is none. */
  readonly range?: { readonly minimum: number; readonly maximum: number }
  /** Units, 1024 a vCPU. */
  readonly cpu: number
  /** MB */
  readonly memory: number
}

/**
 * The sizes of services, and the names of those whose size cannot be told: an instance's, not Fargate's. Rejects where ECS does not answer.
 * @param refs the services to look at
 */
export async function readSizes(
  aws: Aws,
  refs: readonly ServiceRef[],
): Promise<{
  readonly sizes: readonly ServiceSize[]
  readonly unsized: readonly string[]
  /** Those that have a size, with what their tasks are made from. */
  readonly running: readonly RunningService[]
}> {
  const services = await aws.describeServices(refs)
  const definitions = await Promise.all(
    services.map(({ taskDefinition }) => aws.describeTaskDefinition(taskDefinition)),
  )
  const sizes = services.map(({ ref, desired }, index) => ({
    name: ref.name,
    tasks: desired,
    cpu: Number(definitions[index]?.cpu),
    memory: Number(definitions[index]?.memory),
  }))
  const isSized = ({ cpu, memory }: ServiceSize) => cpu > 0 && memory > 0
  const running = services.flatMap(({ ref, deployments }, index) => {
    const [definition, size] = [definitions[index], sizes[index]]
    return definition === undefined || size === undefined || !isSized(size)
      ? []
      : [{ ref, definition, deployments }]
  })
  return {
    running,
    sizes: sizes.filter(isSized),
    unsized: sizes.filter((size) => !isSized(size)).map(({ name }) => name),
  }
}

/** The same sizes, with where autoscaling may move the counts. */
export async function withRanges(
  aws: Aws,
  refs: readonly ServiceRef[],
  sizes: readonly ServiceSize[],
): Promise<readonly ServiceSize[]> {
  const targets = await aws.scalableTargets(refs)
  return sizes.map((size) => {
    const found = targets.find(({ ref }) => ref.name === size.name)
    if (found === undefined) return size
    return { ...size, range: { minimum: found.minimum, maximum: found.maximum } }
  })
}

/** USD a month of one task of that size that runs all the time. */
export function taskDollars(size: TaskSize, prices: RegionPrices): number {
  return fargateDollars(size, hoursAMonth, prices)
}

export function fargateLine(sizes: readonly ServiceSize[], prices: RegionPrices): ComputedLine {
  const dollars = (count: (size: ServiceSize) => number) =>
    sizes.reduce((total, size) => total + count(size) * taskDollars(size, prices), 0)
  const now = dollars(({ tasks }) => tasks)
  const moves = sizes.some(({ range }) => range !== undefined)
  const low = dollars(({ tasks, range }) => range?.minimum ?? tasks)
  const high = dollars(({ tasks, range }) => range?.maximum ?? tasks)
  return {
    line: 'fargate',
    amount: microsOf(now),
    ...(moves ? { range: { low: microsOf(low), high: microsOf(high) } } : {}),
    madeOf: sizes.map(sizeText),
    explain: (onCourse) =>
      now === 0
        ? undefined
        : `as much as ${Number((onCourse / 1_000_000 / now).toPrecision(2))} × the tasks that run now`,
  }
}

/** `backend 2 × 1 vCPU, 2 GB` */
function sizeText({ name, tasks, ...size }: ServiceSize): string {
  return `${name} ${tasks} × ${sizeWords(size)}`
}

const gigabyte = 1024
/** MB that Fargate takes with so many CPU units: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const memories: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, gigabyte, 2 * gigabyte]],
  [512, steps(1, 4, 1)],
  [1024, steps(2, 8, 1)],
  [2048, steps(4, 16, 1)],
  [4096, steps(8, 30, 1)],
  [8192, steps(16, 60, 4)],
  [16384, steps(32, 120, 8)],
])

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => (from + index * by) * gigabyte)
}

/** The cheapest size that has at least so much; undefined: there is none so large. */
export function cheapestSize(needs: TaskSize, prices: RegionPrices): TaskSize | undefined {
  return [...memories]
    .flatMap(([cpu, allowed]) => allowed.map((memory) => ({ cpu, memory })))
    .filter((size) => size.cpu >= needs.cpu && size.memory >= needs.memory)
    .toSorted((one, other) => taskDollars(one, prices) - taskDollars(other, prices))[0]
}

/** Why Fargate has no such task, with what it has; undefined: it has. */
export function noSuchSize(cpu: number, memory: number): string | undefined {
  const allowed = memories.get(cpu)
  if (allowed === undefined) return `CPU is one of ${[...memories.keys()].join(', ')}.`
  if (allowed.includes(memory)) return undefined
  const [least = 0, second = 0] = allowed
  const most = allowed.at(-1) ?? 0
  const between =
    allowed.length > 3 ? `${least} to ${most} MB by ${second - least}` : `${allowed.join(', ')} MB`
  return `With ${cpu} CPU units Fargate has ${between}.`
}
