import type { GetCostForecastCommandInput, GetCostForecastCommandOutput } from '@aws-sdk/client-cost-explorer'
import type { Handler } from '../handler.js'
import { billingOf, dayOf, fullCost } from './bill.js'
import { hasTags, matches, validation } from './filter.js'
import { billItems } from './items.js'
import { daysOf, monthStart, readPeriod, slices, writeDay } from './period.js'
import { refuseWithoutData } from './usage-handlers.js'

const metrics = [
  'UNBLENDED_COST',
  'BLENDED_COST',
  'AMORTIZED_COST',
  'NET_UNBLENDED_COST',
  'NET_AMORTIZED_COST',
]

const getCostForecast: Handler<GetCostForecastCommandInput, GetCostForecastCommandOutput> = (input, call) => {
  const { world } = call
  const now = world.time.now()
  const period = readPeriod(input.TimePeriod)
  const granularity = input.Granularity ?? ''
  if (granularity !== 'DAILY' && granularity !== 'MONTHLY') {
    throw validation('Granularity must be DAILY or MONTHLY.')
  }
  if (!metrics.includes(input.Metric ?? '')) throw validation(`Metric ${input.Metric ?? 'null'} is invalid.`)
  if (period.start < dayOf(now)) throw validation('Start date must be today or later.')
  if (period.end > monthStart(now, granularity === 'DAILY' ? 4 : 19))
    throw validation('End date is too far away.')
  if (hasTags(input.Filter)) throw validation('Tags are not supported as a filter of a forecast.')
  const level = input.PredictionIntervalLevel
  if (level !== undefined && (level < 51 || level > 99)) {
    throw validation('PredictionIntervalLevel must be between 51 and 99.')
  }
  refuseWithoutData(call)
  const items = billItems.filter((item) => matches(item, input.Filter))
  const costOf = (day: number) =>
    items.reduce((sum, item) => sum + fullCost(item, day, now, billingOf(world)), 0)
  let total = 0
  const results = slices(period, granularity).map((slice) => {
    const mean = daysOf(slice).reduce((sum, day) => sum + costOf(day), 0)
    total += mean
    const spread = mean * 0.0008 * (level ?? 0)
    return {
      TimePeriod: { Start: writeDay(slice.start), End: writeDay(slice.end) },
      MeanValue: String(mean),
      ...(level === undefined
        ? {}
        : {
            PredictionIntervalLowerBound: String(mean - spread),
            PredictionIntervalUpperBound: String(mean + spread),
          }),
    }
  })
  return { Total: { Amount: String(total), Unit: 'USD' }, ForecastResultsByTime: results }
}

export const forecastHandlers = { GetCostForecast: getCostForecast }
