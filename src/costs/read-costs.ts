import { counted, countedOf } from '../core/wording.js'
import type { Anomaly, CostForecast, CostTable, Toll } from '../aws/cost-tables.js'
import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import type { Config } from '../config/config.js'
import { addDays, addMonths, dayOf, firstDay, monthOf } from '../core/calendar.js'
import type { Clock } from '../core/clock.js'
import type { Json } from '../core/json.js'
import type { Dated, Freshness, SharedCache } from '../core/kept-answers.js'
import type { Missing } from '../core/status.js'
import { refusalOf, unreadable } from './refusals.js'
import type { RequestBudget } from './request-budget.js'

/** Everything that was found out about a month and the one before, from which every answer is computed. */
export interface CostReading {
  /** `2026-11` */
  readonly month: string
  readonly isPast: boolean
  readonly byService: Dated<CostTable>
  readonly byUsageType?: Dated<CostTable>
  readonly forecast?: Dated<CostForecast>
  readonly anomalies?: Dated<readonly Anomaly[]>
  readonly missing: readonly Missing[]
}

export interface CostReader {
  /**
   * Reads a month: at most four requests (pages apart) where nothing is known, none while it is fresh. Rejects only when not even the cost
   * by service is known.
   * @param month `2026-11`, this one or up to thirteen before
   */
  read(month: string): Promise<CostReading>
  /**
   * Only what a comparison of days needs, as fresh as `read` has it: this month and the one before by service, and by usage type where that is
   * wanted. One request each where nothing is known, none while it is fresh. Rejects when one cannot be read.
   */
  tables(usageTypes: boolean): Promise<{
    readonly byService: Dated<CostTable>
    readonly byUsageType?: Dated<CostTable>
  }>
  /** What is known of this month without asking anybody. */
  known(): Promise<readonly { readonly what: string; readonly at?: number; readonly requests?: number }[]>
}

export interface CostReaderOptions {
  readonly aws: AwsFor
  readonly config: Config
  readonly cache: SharedCache
  readonly budget: RequestBudget
  readonly clock: Clock
}

const minute = 60_000
const day = 24 * 60 * minute
/** Days after its end in which a month's bill still changes (credits, taxes, corrections). */
const finalAfter = 10

/** Reads the bill through the cache that all processes share, within the day's requests. */
export function createCostReader({ aws, config, cache, budget, clock }: CostReaderOptions): CostReader {
  const { tag, readIn, askAgainAfter } = config.costs
  const environment = config.environments.find(({ name }) => name === readIn) ?? config.environments[0]
  const account = environment?.assumeRole?.arn ?? 'own'

  const toll: Toll = {
    async pay(action) {
      const { allowed, spent, of, failed } = await budget.take().catch((error: unknown) => {
        // What nobody can count is not spent.
        throw new AwsError('rejected', action, 'OwnStoreAway', `${action}: the store does not answer`, {
          cause: error,
        })
      })
      if (allowed) return
      if (spent < of)
        throw new AwsError(
          'rejected',
          action,
          'OwnFailureBudget',
          `${action}: ${counted(failed, 'request')} failed today`,
        )
      throw new AwsError(
        'rejected',
        action,
        'OwnRequestBudget',
        `${action}: ${countedOf(spent, of, 'request')} used up`,
      )
    },
    giveBack: () => budget.giveBack().catch(() => undefined),
    fail: () => budget.fail().catch(() => undefined),
  }

  function port() {
    if (environment === undefined) throw unreadable('there is no environment', 'Add one to ohmy.yaml.')
    return aws(environment)
  }

  /** Unknown answers are asked for; a failure is told in words that other processes can repeat. */
  function ask<Value extends Json>(name: string, freshness: Freshness, question: () => Promise<Value>) {
    return cache.read(name, freshness, async () => {
      try {
        return await question()
      } catch (error) {
        throw refusalOf(error, config.costs.requestsPerDay)
      }
    })
  }

  /** The month and the one before, while it is current; the same two once it is past, which hardly change any more. */
  function plan(month: string) {
    const now = clock.now()
    const current = monthOf(dayOf(now))
    const isPast = month < current
    // Cost Explorer keeps this month and the thirteen before it.
    const oldest = addMonths(current, -13)
    const before = addMonths(month, -1)
    const from = firstDay(before < oldest ? oldest : before)
    const until = isPast ? firstDay(addMonths(month, 1)) : addDays(dayOf(now), 1)
    const isFinal = isPast && dayOf(now) >= addDays(firstDay(addMonths(month, 1)), finalAfter)
    const freshness: Freshness = isPast
      ? { freshFor: isFinal ? 400 * day : day, knownFor: 400 * day, failedFor: 10 * minute }
      : { freshFor: askAgainAfter, knownFor: 14 * day, failedFor: 10 * minute }
    const name = (what: string) => `costs:${account}:${tag}:${month}:${isPast ? 'past' : 'current'}:${what}`
    return { isPast, from, until, freshness, name }
  }

  /** Once a day is enough for what only adds to the answer. */
  const rarely: Freshness = {
    freshFor: Math.max(askAgainAfter, day),
    knownFor: 14 * day,
    failedFor: 60 * minute,
  }

  function table(month: string, by: 'SERVICE' | 'USAGE_TYPE'): Promise<Dated<CostTable>> {
    const { from, until, freshness, name } = plan(month)
    return ask(name(by), freshness, () => port().costTable({ from, until, by, tag }, toll))
  }

  return {
    async tables(usageTypes) {
      const month = monthOf(dayOf(clock.now()))
      const byService = await table(month, 'SERVICE')
      return usageTypes ? { byService, byUsageType: await table(month, 'USAGE_TYPE') } : { byService }
    },

    async read(month) {
      const { isPast, from, name } = plan(month)
      const missing: Missing[] = []
      const extra = async <Value>(what: string, question: Promise<Dated<Value>>) => {
        try {
          return await question
        } catch (error) {
          missing.push({ what, why: refusalOf(error, config.costs.requestsPerDay).reason })
          return undefined
        }
      }
      // First what the answer cannot do without: when one request is left, it is this one's.
      const byService = await table(month, 'SERVICE')
      const byUsageType = await extra('what grew', table(month, 'USAGE_TYPE'))
      if (isPast) return { month, isPast, byService, ...present({ byUsageType }), missing }
      const today = dayOf(clock.now())
      const end = firstDay(addMonths(month, 1))
      const [forecast, anomalies] = await Promise.all([
        extra(
          'the forecast of Cost Explorer',
          ask(name('forecast'), rarely, () => port().costForecast({ from: today, until: end }, toll)),
        ),
        extra(
          'anomalies',
          ask(name('anomalies'), rarely, async () => [
            ...(await port().costAnomalies({ from, until: today }, toll)),
          ]),
        ),
      ])
      return { month, isPast, byService, ...present({ byUsageType, forecast, anomalies }), missing }
    },

    async known() {
      const { name } = plan(monthOf(dayOf(clock.now())))
      const look = async (what: string, key: string) => {
        const answer = await cache.known(name(key))
        return answer === undefined ? { what } : { what, at: answer.at, requests: requestsOf(answer.value) }
      }
      return Promise.all([
        look('Cost by service and tag', 'SERVICE'),
        look('Cost by usage type and tag', 'USAGE_TYPE'),
        look('Forecast', 'forecast'),
        look('Anomalies', 'anomalies'),
      ])
    },
  }
}

/** What an answer took: a table counts its pages, everything else is one. */
function requestsOf(answer: Json): number {
  const requests = answer !== null && typeof answer === 'object' && 'requests' in answer ? answer.requests : 1
  return typeof requests === 'number' ? requests : 1
}

/** Without the answers that are not there. */
function present<Answers extends Record<string, unknown>>(answers: Answers) {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Answers]?: Exclude<Answers[Name], undefined>
  }
}

/** The oldest month that may be asked for. */
export function oldestMonth(now: number): string {
  return addMonths(monthOf(dayOf(now)), -13)
}
