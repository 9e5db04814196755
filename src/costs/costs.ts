import { dayOf, monthOf } from '../core/calendar.js'
import type { CostApiReport, CostReport, CostSplit } from '../core/cost.js'
import type { Environment } from '../core/environment.js'
import { microsOf } from '../core/money.js'
import { readRunning } from './estimate.js'
import { type CostReaderOptions, createCostReader } from './read-costs.js'
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
  /** What asking has cost, without asking. */
  api(): Promise<CostApiReport>
}

export function createCosts(options: CostReaderOptions): Costs {
  const { aws, config, budget, clock } = options
  const reader = createCostReader(options)

  return {
    async report({ month = monthOf(dayOf(clock.now())), environment, split }) {
      const current = month === monthOf(dayOf(clock.now()))
      const [reading, running] = await Promise.all([
        reader.read(month),
        environment === undefined || split !== 'line' || !current
          ? []
          : // A side note: without it the answer is still whole.
            readRunning(aws(environment), environment, config.prices).catch(() => []),
      ])
      return reportOf({
        reading,
        config,
        split,
        running,
        ...(environment === undefined ? {} : { environment }),
      })
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
