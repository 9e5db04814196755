import type { Config } from '../config/config.js'
import type { CostReport } from '../core/cost.js'
import { inTime } from '../core/in-time.js'
import type { Costs } from '../costs/costs.js'

/** ms. The Home tab opens at once; what Cost Explorer says later stands there the next time. */
const patience = 1_500

/**
 * What it costs this month, as far as the person may see it: the account where that is everything, else each environment. Comes out of what all
 * share, and counts into the day's requests otherwise; without an answer in time there is none.
 * @param environments that this person may see the cost of
 */
export async function homeCosts(
  costs: Costs,
  config: Config,
  environments: readonly string[],
): Promise<readonly CostReport[]> {
  const visible = config.environments.filter(({ name }) => environments.includes(name))
  if (visible.length === 0) return []
  const asked =
    visible.length === config.environments.length
      ? [costs.report({ split: 'environment' })]
      : visible.map((environment) => costs.report({ environment, split: 'service' }))
  // The Home tab is no place to explain Cost Explorer: `cost` does.
  return (await inTime(patience, Promise.all(asked))) ?? []
}
