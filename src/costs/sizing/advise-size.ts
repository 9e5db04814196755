import type { RegionPrices } from '../../config/prices.js'
import { microsOf } from '../../core/money.js'
import type { SizeAdvice, SizeUse, TaskSize } from '../../core/task-sizing.js'
import { cheapestSize, type ServiceSize, taskDollars } from '../estimation/fargate.js'

/** %: a target above it is for alarms. A task that its peak fills has no headroom. */
const mostShare = 85

/** Hours that have to be seen before anything is advised: a whole week, with its weekend. */
export const leastHours = 168

export interface Headroom {
  /** What the busiest hour may take of a task, %. */
  readonly cpuPercent: number
  readonly memoryPercent: number
}

/**
 * The cheapest size of Fargate that would carry what was seen: the busiest hour below the team's targets, and no moment above all there is. Pure.
 * @param use undefined: nothing was asked or read
 * @param how `least`: what its containers ask for by their own limits, below which nothing is advised
 */
export function adviseSize(
  size: ServiceSize,
  use: SizeUse | undefined,
  {
    headroom,
    prices,
    least = { cpu: 0, memory: 0 },
  }: { readonly headroom: Headroom; readonly prices: RegionPrices; readonly least?: TaskSize },
): SizeAdvice {
  const { name: service, cpu, memory, tasks, range } = size
  const now = { cpu, memory }
  const about = { service, now, isScaled: range !== undefined, ...(use === undefined ? {} : { use }) }
  const unknown = (why: string): SizeAdvice => ({ ...about, verdict: 'unknown', why })
  if (tasks === 0) return unknown('nothing of it runs')
  if (use !== undefined && use.of < leastHours) return unknown(tooLittle(use))
  if (use?.cpu === undefined || use.memory === undefined) return unknown('CloudWatch has no figures of it')
  if (use.hours < leastHours) return unknown(tooLittle(use))
  const needs = needOf(now, { cpu: use.cpu, memory: use.memory }, headroom)
  const enough = cheapestSize(atLeast(needs, least, now), prices)
  if (enough === undefined) return unknown('no size of Fargate would carry its peak with headroom')
  const saved = (to: TaskSize) => microsOf((taskDollars(now, prices) - taskDollars(to, prices)) * tasks)
  const change = { to: enough, saves: saved(enough) }
  if (change.saves > 0) return { ...about, verdict: 'cheaper', ...change }
  const isShort = needs.memory > memory || (needs.cpu > cpu && range === undefined)
  // Where tasks are added while they are busy, a busy task is no small one.
  if (isShort && change.saves < 0) return { ...about, verdict: 'larger', ...change }
  const isSmallest = cheapestSize({ cpu: 0, memory: 0 }, prices)
  const verdict = isSmallest?.cpu === cpu && isSmallest.memory === memory ? 'smallest' : 'fits'
  const without = cheapestSize(needs, prices)
  const held = without !== undefined && verdict === 'fits' && saved(without) > 0
  return { ...about, verdict, ...(held ? { heldBy: least } : {}) }
}

/** Containers that ask for more than their task has run all the same. */
function atLeast(needs: TaskSize, least: TaskSize, now: TaskSize): TaskSize {
  return {
    cpu: Math.max(needs.cpu, Math.min(least.cpu, now.cpu)),
    memory: Math.max(needs.memory, Math.min(least.memory, now.memory)),
  }
}

function needOf(
  now: TaskSize,
  {
    cpu,
    memory,
  }: { readonly cpu: NonNullable<SizeUse['cpu']>; readonly memory: NonNullable<SizeUse['memory']> },
  headroom: Headroom,
): TaskSize {
  return {
    cpu: now.cpu * Math.max(cpu.busy / share(headroom.cpuPercent), cpu.highest / 100),
    memory: (now.memory * memory.highest) / share(headroom.memoryPercent),
  }
}

/** A target below a tenth is none that sizes are chosen by. */
function share(percent: number): number {
  return Math.min(mostShare, Math.max(10, percent))
}

function tooLittle({ hours, of }: SizeUse): string {
  const shorter = of < leastHours ? `; its size is known for the last ${of} hours only` : ''
  return `too little was seen: ${hours} of at least ${leastHours} hours${shorter}`
}
