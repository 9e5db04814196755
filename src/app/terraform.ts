import { tmpdir } from 'node:os'
import type { History } from '../changes/history.js'
import type { Config } from '../config/config.js'
import type { Settings } from '../config/settings.js'
import type { Clock } from '../core/clock.js'
import { serviceLock } from '../core/service-lock.js'
import type { ReadingFlow } from '../logs/reading.js'
import type { Readings } from '../logs/readings.js'
import { beginPlan } from '../terraform/plan/begin.js'
import { planTerraform } from '../terraform/plan/plan-flow.js'
import type { PlanRecord } from '../terraform/plan/record.js'
import type { TerraformCode } from '../terraform/terraform-code.js'
import { beginValidation } from '../terraform/validate/begin.js'
import { createTerraformLooks, type TerraformLooks } from '../terraform/validate/look-at-environment.js'
import type { ValidationRecord } from '../terraform/validate/record.js'
import { validateTerraform } from '../terraform/validate/validate-flow.js'

export interface TerraformFlows {
  readonly validating: ReadingFlow<ValidationRecord>
  readonly planning: ReadingFlow<PlanRecord>
}

/** Operations that change the count or the revision of a service. */
const setting = ['scale-service', 'deploy-service', 'rollback-service']

/** How Terraform's code is looked at from this process. @param programs where they are, and how they reach the network */
export function createTerraformFlows(
  config: Config,
  programs: Settings['programs'],
  history: Pick<History, 'ofLocks'>,
): TerraformFlows {
  const { terraform: settings, environments } = config
  const common = { settings, environments, programs, temporary: tmpdir() }
  return {
    validating: validateTerraform(common),
    planning: planTerraform({
      ...common,
      async lastChange(service, now) {
        const past = await history.ofLocks([serviceLock(service)], setting, now)
        const last = past.find(({ state }) => state === 'succeeded')
        if (last === undefined) return undefined
        return { id: last.id, summary: last.plan.summary, at: last.endedAt ?? last.requestedAt }
      },
    }),
  }
}

/** How checks look at it. */
export function createTerraformLook(
  { terraform: settings }: Config,
  programs: Settings['programs'],
  clock: Clock,
): TerraformLooks {
  return createTerraformLooks({ settings, programs, temporary: tmpdir() }, clock)
}

export function createTerraformCode(
  config: Config,
  { validating, planning }: TerraformFlows,
  readings: Readings,
): TerraformCode {
  return {
    validate: (target, caller) => beginValidation(readings, validating, { config, target }, caller),
    plan: (environment, caller) => beginPlan(readings, planning, { config, environment }, caller),
  }
}
