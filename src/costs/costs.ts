import { dayOf, monthOf } from '../core/calendar.js'
import type { CostLine } from '../core/cost-lines.js'
import type { CostApiReport, CostReport, CostSplit } from '../core/cost.js'
import type { CostEstimate } from '../core/cost-estimate.js'
import type { Environment } from '../core/environment.js'
import { microsOf } from '../core/money.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { pricesIn } from '../config/prices.js'
import type { Missing } from '../core/status.js'
import type { SizeAdvice } from '../core/task-sizing.js'
import { tagOf } from './budgets.js'
import { adviseSize } from './sizing/advise-size.js'
import { leastSize } from './sizing/least-size.js'
import { readUse, type RunningService } from './sizing/read-use.js'
import { estimateOf } from './estimation/estimate.js'
import { readSizes, type ServiceSize } from './estimation/fargate.js'
import { readBasis } from './estimation/read-basis.js'
import { takesUsageTypes } from './lines.js'
import { type CostReaderOptions, createCostReader } from './read-costs.js'
import { type RecentCost, recentCost } from './recent.js'
import { refusalOf, unreadable } from './refusals.js'
import { reportOf } from './report.js'

/** What it costs, why, and what asking costs. */
export interface Costs {
  /**
   * @param question `month`: `2026-11`, this one unless said; `environment`: the whole account unless said
   * @throws CostsUnreadable (a UserError) when nothing is known
   */
  report(question: {
    readonly month?: string
    readonly environment?: Environment
    readonly split: CostSplit
  }): Promise<CostReport>
  /**
   * What an environment costs a month, computed from what is there and list prices, beside the bill.
   * @param question `whatIf`: what would be otherwise: `{ backend: '4', memory: '4096' }`; `sizing`: with whether tasks have the size they need, by two weeks of figures
   * @throws UserError where ECS does not tell what runs, or for a question about what there is not
   */
  estimate(question: {
    readonly environment: Environment
    readonly whatIf?: Readonly<Record<string, string>>
    readonly sizing?: boolean
  }): Promise<CostEstimate>
  /**
   * What an environment, or one line of its bill, cost in the last whole days against those before. Asks for no more than that takes.
   * @throws CostsUnreadable when it is not known as of now, or the days do not reach back so far
   */
  recent(question: {
    readonly environment: Environment
    readonly line?: CostLine
    readonly days: number
  }): Promise<RecentCost>
  /** What asking has cost, without asking. */
  api(): Promise<CostApiReport>
}

/** More services nobody reads in one line. */
const mostOfASideNote = 10

export function createCosts(options: CostReaderOptions): Costs {
  const { aws, config, budget, clock } = options
  const { requestsPerDay } = config.costs
  const reader = createCostReader(options)

  /** A side note: without it an answer is still whole, and of hundreds of services nobody lists them for it. */
  async function runningIn(environment: Environment): Promise<readonly ServiceSize[]> {
    const some = environment.services.slice(0, mostOfASideNote)
    return readSizes(aws(environment), some).then(
      ({ sizes }) => sizes,
      () => [],
    )
  }

  const report: Costs['report'] = async ({ month = monthOf(dayOf(clock.now())), environment, split }) => {
    const current = month === monthOf(dayOf(clock.now()))
    const [reading, running] = await Promise.all([
      reader.read(month),
      environment === undefined || split !== 'line' || !current ? [] : runningIn(environment),
    ])
    return reportOf({
      reading,
      config,
      split,
      running,
      ...(environment === undefined ? {} : { environment }),
    })
  }

  /** What each line of an environment costs this month: without what runs there, which an estimate reads itself. */
  async function billOf(environment: Environment): Promise<CostReport['lines']> {
    const reading = await reader.read(monthOf(dayOf(clock.now())))
    return reportOf({ reading, config, environment, split: 'line' }).lines
  }

  /** Without figures nothing is advised, and it is said why. */
  async function sizingOf(
    environment: Environment,
    sizes: readonly ServiceSize[],
    running: readonly RunningService[],
  ): Promise<{ readonly sizing?: readonly SizeAdvice[]; readonly missing: readonly Missing[] }> {
    const { cpuPercent, memoryPercent } = config.thresholds
    const how = {
      headroom: { cpuPercent, memoryPercent },
      prices: pricesIn(environment.region, config.prices),
    }
    try {
      const use = await readUse(aws(environment), running, clock.now())
      const leastOf = new Map(running.map(({ ref, definition }) => [ref.name, leastSize(definition)]))
      const sizing = sizes.map((size) => {
        const least = leastOf.get(size.name)
        return adviseSize(size, use.get(size.name), { ...how, ...(least === undefined ? {} : { least }) })
      })
      return { sizing, missing: [] }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      return { missing: [{ what: 'whether tasks have the size they need', why: explainAwsError(error) }] }
    }
  }

  return {
    report,
    async estimate({ environment, whatIf, sizing = false }) {
      const bill = billOf(environment).then(
        (lines) => ({ bill: lines, missing: [] }),
        (error: unknown) => ({
          missing: [{ what: 'the bill', why: refusalOf(error, requestsPerDay).reason }],
        }),
      )
      const [{ basis, running, missing }, read] = await Promise.all([
        readBasis(aws(environment), environment),
        bill,
      ])
      const advised = sizing ? await sizingOf(environment, basis.sizes, running) : { missing: [] }
      return estimateOf({
        environment,
        basis,
        prices: config.prices,
        ...read,
        ...(advised.sizing === undefined ? {} : { sizing: advised.sizing }),
        missing: [...missing, ...read.missing, ...advised.missing],
        ...(whatIf === undefined ? {} : { whatIf }),
      })
    },
    async recent({ environment, line, days }) {
      const { byService, byUsageType } = await reader.tables(line !== undefined && takesUsageTypes(line))
      const old = byService.instead ?? byUsageType?.instead
      if (old !== undefined) throw unreadable(old, '`/ohmy cost api` shows when it is asked again.')
      const tables = {
        byService: byService.value,
        at: Math.min(byService.at, byUsageType?.at ?? byService.at),
        ...(byUsageType === undefined ? {} : { byUsageType: byUsageType.value }),
      }
      const tag = tagOf(environment)
      const found = recentCost(tables, { tag, days, ...(line === undefined ? {} : { line }) })
      if (found !== undefined) return found
      const reason = `the bill does not reach back twice ${days} whole days`
      throw unreadable(reason, 'Ask about fewer: this month and the one before are read.')
    },
    async api() {
      const [today, thisMonth, known] = await Promise.all([
        budget.today(),
        budget.thisMonth(),
        reader.known(),
      ])
      const { askAgainAfter } = config.costs
      return { today, thisMonth, price: microsOf(config.prices.costExplorerRequest), askAgainAfter, known }
    },
  }
}
