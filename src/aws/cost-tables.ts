import type { Micros } from '../core/money.js'

/** Every day's cost by two keys, as compact as it is kept. Plain data. */
export type CostTable = {
  /** In order; `estimated` until AWS has settled the day, often until the bill is final. */
  readonly days: readonly { readonly date: string; readonly estimated: boolean }[]
  /** Index of the day, service or usage type, value of the tag (empty: untagged), cost, quantity in the usage type's own unit. */
  readonly rows: readonly (readonly [day: number, key: string, tag: string, cost: Micros, quantity: number])[]
  readonly currency: string
  /** Requests it took. */
  readonly requests: number
}

/** What AWS expects of each day to come; the interval holds 80 of 100 such days. */
export type CostForecast = {
  readonly currency: string
  readonly days: readonly {
    readonly date: string
    readonly mean: Micros
    readonly low: Micros
    readonly high: Micros
  }[]
}

/** Untrusted texts: names of services and usage types as AWS writes them. */
export type Anomaly = {
  /** First and last day: `2026-11-09`. */
  readonly from: string
  readonly until: string
  readonly service: string
  readonly usageType: string
  readonly region: string
  readonly actual: Micros
  readonly expected: Micros
  /** What it cost more than expected. */
  readonly impact: Micros
}

/** Days as `2026-11-01`, UTC; `until` is not part of it. */
export interface CostPeriod {
  readonly from: string
  readonly until: string
}

/** Told before each request leaves, repetitions and pages too. */
export interface Toll {
  /** @throws AwsError with the code `OwnRequestBudget` when nothing more may be spent: the request is then not sent */
  pay(action: string): Promise<void>
  /** The request that was paid for was not sent. */
  giveBack(): Promise<void>
  /** The request was sent and came to nothing. */
  fail(): Promise<void>
}

/** Cost Explorer: 0.01 USD a request, data refreshed up to three times a day, days in UTC. Errors are `AwsError`s. */
export interface CostExplorerPort {
  /**
   * Unblended cost and quantity, by day: one request, more where there are pages. At most 14 months back.
   * @param question `tag`: key of an activated cost allocation tag
   */
  costTable(
    question: CostPeriod & { readonly by: 'SERVICE' | 'USAGE_TYPE'; readonly tag: string },
    toll: Toll,
  ): Promise<CostTable>
  /** Of the whole account (AWS forecasts no tags), from today on. One request. */
  costForecast(period: CostPeriod, toll: Toll): Promise<CostForecast>
  /** Anomalies that ended within the period; none where the account has no anomaly monitor. One request. */
  costAnomalies(period: CostPeriod, toll: Toll): Promise<readonly Anomaly[]>
}
