import { fraction } from '../identity.js'
import type { World } from '../world.js'
import { type BillItem, billItems } from './items.js'

/** One line of a day's bill: amounts in USD. */
export interface BillLine {
  readonly item: BillItem
  readonly cost: number
  readonly quantity: number
}

/** What tests and the sandbox page may change about the bill. */
export interface Billing {
  /** Groups an answer has before another page follows. */
  pageSize: number
  /** Whether Cost Explorer is enabled, and its data ingested. */
  isEnabled: boolean
  /** Everything that is paid by use costs so many times more from the first of this month. */
  growth: number
  /** What triples for some days (traffic through the NAT gateway of production) costs so many times more from a day on (its midnight, UTC, ms since the epoch). */
  surge?: Surge
}

export interface Surge {
  readonly from: number
  readonly times: number
}

const billings = new WeakMap<World, Billing>()

export function billingOf(world: World): Billing {
  const known = billings.get(world)
  if (known !== undefined) return known
  const billing: Billing = { pageSize: 5_000, isEnabled: true, growth: 1 }
  billings.set(world, billing)
  return billing
}

export const dayLength = 86_400_000
const daysAMonth = 365 / 12
/** Cost Explorer is brought up to date about every eight hours, with what was used until then but for the last eight. */
const refreshEvery = 8 * 3_600_000

/** @returns the day's midnight (UTC), ms since the epoch */
export function dayOf(moment: number): number {
  return Math.floor(moment / dayLength) * dayLength
}

function firstOfMonth(moment: number): number {
  const date = new Date(moment)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

/** Four days of this month in which NAT traffic triples; of last month while this one is younger than that. */
export function anomalyDays(now: number): { readonly from: number; readonly until: number } {
  const thisMonth = firstOfMonth(now)
  const begins = thisMonth + 8 * dayLength
  const from = begins + 6 * dayLength <= now ? begins : firstOfMonth(thisMonth - dayLength) + 8 * dayLength
  return { from, until: from + 4 * dayLength }
}

/** The share of a day's use that Cost Explorer knows of. */
function known(day: number, now: number): number {
  const until = Math.floor(now / refreshEvery) * refreshEvery - refreshEvery
  return Math.min(1, Math.max(0, (until - day) / dayLength))
}

/** A day's bill, as known now. */
export function billOf(world: World, day: number): readonly BillLine[] {
  const now = world.time.now()
  const share = known(day, now)
  if (share === 0) return []
  return billItems.flatMap((item) => {
    const cost = fullCost(item, day, now, billingOf(world)) * share
    return cost === 0 ? [] : [{ item, cost, quantity: cost / item.unitPrice }]
  })
}

/** What a whole day costs, also one that has not come yet. */
export function fullCost(
  item: BillItem,
  day: number,
  now: number,
  { growth, surge }: Pick<Billing, 'growth' | 'surge'>,
): number {
  const monthsAgo = (firstOfMonth(now) - firstOfMonth(day)) / (daysAMonth * dayLength)
  if (item.sinceMonthsAgo !== undefined && monthsAgo > item.sinceMonthsAgo) return 0
  const daily = item.monthly / daysAMonth
  if (item.kind === 'fixed') return daily
  const weekday = new Date(day).getUTCDay()
  const rhythm = weekday === 0 || weekday === 6 ? 0.7 : 1.12
  const noise = 0.96 + 0.08 * fraction(`${item.usageType}/${item.environment}/${day}`)
  const yearly = 1.012 ** -Math.max(0, monthsAgo)
  const { from, until } = anomalyDays(now)
  const burst = item.bursts === true && day >= from && day < until ? 3 : 1
  const surged = item.bursts === true && surge !== undefined && day >= surge.from ? surge.times : 1
  return daily * rhythm * noise * yearly * burst * surged * (monthsAgo <= 0 ? growth : 1)
}
