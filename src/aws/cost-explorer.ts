import type { GroupDefinition, ResultByTime } from '@aws-sdk/client-cost-explorer'
import { microsOf } from '../core/money.js'
import type { Anomaly, CostExplorerPort, CostForecast, CostTable, Toll } from './cost-tables.js'
import type { Question } from './actions.js'
import type { Calls, Send } from './call.js'
import type { Clients } from './clients.js'

export type * from './cost-tables.js'

/** More pages than any bill has; a token that never ends must not cost without end. */
const mostPages = 20
/** Of a hundred days, so many lie within the forecast's interval. */
const predictionLevel = 80

/** Cost Explorer, in the account of the environment. Every request, page and repetition is announced to the toll. */
export function costExplorerOf(clients: Clients, calls: Calls): CostExplorerPort {
  async function paid<Answer>(action: Question, toll: Toll, send: Send<Answer>): Promise<Answer> {
    // Before it queues for the call rate: what may not be spent needs no patience.
    await toll.pay(action)
    const request: { state: 'paid' | 'sent' | 'failed' } = { state: 'paid' }
    try {
      return await calls.ask(action, async (options) => {
        if (request.state === 'sent') {
          request.state = 'failed'
          await toll.fail()
          await toll.pay(action)
        }
        request.state = 'sent'
        return send(options)
      })
    } catch (error) {
      // The day's requests must not be used up by what brought nothing.
      if (request.state === 'paid') await toll.giveBack()
      if (request.state === 'sent') await toll.fail()
      throw error
    }
  }

  return {
    async costTable({ from, until, by, tag }, toll) {
      const client = await clients.costExplorer()
      const groupBy: GroupDefinition[] = [
        { Type: 'DIMENSION', Key: by },
        { Type: 'TAG', Key: tag },
      ]
      const results: ResultByTime[] = []
      let pages = 0
      let token: string | undefined
      do {
        const page = await paid('ce:GetCostAndUsage', toll, (options) =>
          client.getCostAndUsage(
            {
              TimePeriod: { Start: from, End: until },
              Granularity: 'DAILY',
              Metrics: ['UnblendedCost', 'UsageQuantity'],
              GroupBy: groupBy,
              NextPageToken: token,
            },
            options,
          ),
        )
        results.push(...(page.ResultsByTime ?? []))
        token = page.NextPageToken
        pages += 1
      } while (token !== undefined && token !== '' && pages < mostPages)
      return tableOf(results, tag, pages)
    },

    async costForecast({ from, until }, toll): Promise<CostForecast> {
      const client = await clients.costExplorer()
      const answer = await paid('ce:GetCostForecast', toll, (options) =>
        client.getCostForecast(
          {
            TimePeriod: { Start: from, End: until },
            Granularity: 'DAILY',
            Metric: 'UNBLENDED_COST',
            PredictionIntervalLevel: predictionLevel,
          },
          options,
        ),
      )
      return {
        currency: answer.Total?.Unit ?? 'USD',
        days: (answer.ForecastResultsByTime ?? []).map((day) => ({
          date: day.TimePeriod?.Start ?? '',
          mean: microsOf(day.MeanValue ?? 0),
          low: microsOf(day.PredictionIntervalLowerBound ?? day.MeanValue ?? 0),
          high: microsOf(day.PredictionIntervalUpperBound ?? day.MeanValue ?? 0),
        })),
      }
    },

    async costAnomalies({ from, until }, toll) {
      const client = await clients.costExplorer()
      const found: Anomaly[] = []
      let pages = 0
      let token: string | undefined
      do {
        const page = await paid('ce:GetAnomalies', toll, (options) =>
          client.getAnomalies(
            { DateInterval: { StartDate: from, EndDate: until }, MaxResults: 100, NextPageToken: token },
            options,
          ),
        )
        for (const {
          AnomalyStartDate: start,
          AnomalyEndDate: end,
          RootCauses,
          Impact,
          DimensionValue,
        } of page.Anomalies ?? []) {
          const cause = RootCauses?.[0]
          found.push({
            from: start?.slice(0, 10) ?? '',
            until: end?.slice(0, 10) ?? '',
            service: cause?.Service ?? DimensionValue ?? '',
            usageType: cause?.UsageType ?? '',
            region: cause?.Region ?? '',
            actual: microsOf(Impact?.TotalActualSpend ?? 0),
            expected: microsOf(Impact?.TotalExpectedSpend ?? 0),
            impact: microsOf(Impact?.TotalImpact ?? 0),
          })
        }
        token = page.NextPageToken
        pages += 1
      } while (token !== undefined && token !== '' && pages < mostPages)
      return found
    },
  }
}

function tableOf(results: readonly ResultByTime[], tag: string, requests: number): CostTable {
  const days: { date: string; estimated: boolean }[] = []
  const rows: (readonly [number, string, string, number, number])[] = []
  let currency = 'USD'
  for (const { TimePeriod: period, Estimated: estimated, Groups: groups } of results) {
    const date = period?.Start ?? ''
    // A day whose groups are many may go on on the next page.
    const known = days.findIndex((day) => day.date === date)
    const day = known === -1 ? days.push({ date, estimated: estimated ?? false }) - 1 : known
    for (const { Keys: keys, Metrics: metrics } of groups ?? []) {
      const cost = metrics?.['UnblendedCost']
      currency = cost?.Unit ?? currency
      const quantity = Number(metrics?.['UsageQuantity']?.Amount ?? 0)
      // A tag comes as `Environment$staging`; without a value it is not tagged.
      const value = (keys?.[1] ?? '').slice(tag.length + 1)
      rows.push([day, keys?.[0] ?? '', value, microsOf(cost?.Amount ?? 0), Number(quantity.toFixed(3))])
    }
  }
  return { days, rows, currency, requests }
}
