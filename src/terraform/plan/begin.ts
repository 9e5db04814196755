import type { Config } from '../../config/config.js'
import type { Caller } from '../../core/caller.js'
import type { Environment } from '../../core/environment.js'
import type { Reply } from '../../core/message.js'
import type { TerraformPlan } from '../../core/terraform-plan.js'
import { UserError } from '../../core/user-error.js'
import type { ReadingFlow } from '../../logs/reading.js'
import type { Readings } from '../../logs/readings.js'
import { noTree } from '../no-tree.js'
import type { PlanRecord } from './record.js'

/** It ends by then. */
const lasts = 60 * 60_000

/** Begins a plan of an environment. @throws UserError where there is no tree, or plans of it are not switched on */
export async function beginPlan(
  readings: Readings,
  flow: ReadingFlow<PlanRecord>,
  { config, environment }: { readonly config: Config; readonly environment: Environment },
  caller: Caller,
): Promise<Reply> {
  if (config.terraform === undefined) throw noTree()
  const { name, terraform } = environment
  if (terraform?.plan !== true)
    throw new UserError(
      'terraform-plan-off',
      `Plans of ${name} are not switched on.`,
      `Set environments.${name}.terraform.plan in ohmy.yaml; docs/terraform.md says what a plan runs with.`,
    )
  return readings.start(flow, () => ({ environment: name, plan: nothingYet(name) }), lasts, caller)
}

function nothingYet(environment: string): TerraformPlan {
  const counts = { add: 0, change: 0, destroy: 0, replace: 0, forget: 0, import: 0, outputs: 0, outside: 0 }
  return { environment, phase: 'copying', counts, resources: [], more: 0, drift: [], warnings: [] }
}
