import type {
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  Group,
  MetricValue,
  ResultByTime,
} from '@aws-sdk/client-cost-explorer'
import { AwsError } from '../errors.js'
import type { CallContext, Handler } from '../handler.js'
import type { World } from '../world.js'
import { type BillLine, billingOf, billOf, dayLength, dayOf } from './bill.js'
import { keyReader, matches, validation } from './filter.js'
import { daysOf, monthStart, type Period, readPeriod, slices, writeDay } from './period.js'

const amounts: Readonly<Record<string, (line: BillLine) => number>> = {
  UnblendedCost: ({ cost }) => cost,
  BlendedCost: ({ cost }) => cost,
  AmortizedCost: ({ cost }) => cost,
  NetUnblendedCost: ({ cost }) => cost,
  UsageQuantity: ({ quantity }) => quantity,
}

/** The separator cannot stand in a key. */
const separator = '\u0000'

export function refuseWithoutData({ world }: CallContext): void {
  if (billingOf(world).isEnabled) return
  throw new AwsError(
    'DataUnavailableException',
    'Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might not be ingested yet',
  )
}

const getCostAndUsage: Handler<GetCostAndUsageCommandInput, GetCostAndUsageCommandOutput> = (input, call) => {
  const { world } = call
  const period = readPeriod(input.TimePeriod)
  const granularity = input.Granularity ?? ''
  refusePeriod(period, granularity, world.time.now())
  const metrics = input.Metrics ?? []
  if (metrics.length === 0) throw validation('Metrics is required.')
  const unknown = metrics.find((metric) => !Object.hasOwn(amounts, metric))
  if (unknown !== undefined)
    throw validation(`Metric ${unknown} is invalid. Valid metrics: ${Object.keys(amounts).join(', ')}`)
  const groupBy = input.GroupBy ?? []
  if (groupBy.length > 2) throw validation('Number of group definitions must be at most 2.')
  const readers = groupBy.map(keyReader)
  // A filter is checked even where there is nothing to filter.
  refuseWithoutData(call)
  const results = slices(period, granularity).map((slice) => {
    const lines = linesOf(world, slice).filter(({ item }) => matches(item, input.Filter))
    return resultOf(world, slice, lines, { metrics, readers })
  })
  const { page, next } = pageOf(results, input.NextPageToken, billingOf(world).pageSize)
  return {
    ...(groupBy.length === 0 ? {} : { GroupDefinitions: groupBy }),
    ResultsByTime: page,
    DimensionValueAttributes: [],
    ...(next === undefined ? {} : { NextPageToken: next }),
  }
}

function refusePeriod({ start, end }: Period, granularity: string, now: number): void {
  if (granularity === 'HOURLY') throw validation('Hourly data is not enabled for this account.')
  if (granularity !== 'DAILY' && granularity !== 'MONTHLY') {
    throw validation(`Granularity ${granularity} is invalid. Valid values: DAILY, MONTHLY, HOURLY`)
  }
  if (end > monthStart(now, 1)) throw validation('end date past the beginning of next month')
  if (start >= monthStart(now, -13)) return
  throw validation('You haven’t enabled historical data beyond 14 months')
}

function linesOf(world: World, slice: Period): BillLine[] {
  return daysOf(slice).flatMap((day) => [...billOf(world, day)])
}

interface Wanted {
  readonly metrics: readonly string[]
  readonly readers: readonly ReturnType<typeof keyReader>[]
}

function resultOf(world: World, slice: Period, lines: readonly BillLine[], wanted: Wanted): ResultByTime {
  const { metrics, readers } = wanted
  const groups = new Map<string, BillLine[]>()
  for (const line of readers.length === 0 ? [] : lines) {
    const key = readers.map((read) => read(line.item)).join(separator)
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return {
    TimePeriod: { Start: writeDay(slice.start), End: writeDay(slice.end) },
    Total: readers.length === 0 ? metricsOf(lines, metrics) : {},
    Groups: [...groups]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, members]): Group => ({ Keys: key.split(separator), Metrics: metricsOf(members, metrics) })),
    // Of today and yesterday not everything is known yet.
    Estimated: slice.end > dayOf(world.time.now()) - dayLength,
  }
}

function metricsOf(lines: readonly BillLine[], metrics: readonly string[]): Record<string, MetricValue> {
  return Object.fromEntries(
    metrics.map((metric) => {
      const read = amounts[metric] ?? (() => 0)
      const sum = lines.reduce((total, line) => total + read(line), 0)
      return [metric, { Amount: sum.toFixed(10), Unit: metric === 'UsageQuantity' ? 'N/A' : 'USD' }]
    }),
  )
}

/** A page ends with the period in which it is full. */
function pageOf(results: readonly ResultByTime[], token: string | undefined, size: number) {
  const from =
    token === undefined ? 0 : Number(/^period:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1])
  if (Number.isNaN(from) || from >= results.length) {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    )
  }
  let until = from
  for (let groups = 0; until < results.length && groups < size; until += 1) {
    groups += results[until]?.Groups?.length ?? 0
  }
  const next = until < results.length ? Buffer.from(`period:${until}`).toString('base64url') : undefined
  return { page: results.slice(from, until), next }
}

export const usageHandlers = { GetCostAndUsage: getCostAndUsage }
