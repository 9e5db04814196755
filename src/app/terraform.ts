import { tmpdir } from 'node:os'
import type { Config } from '../config/config.js'
import type { Settings } from '../config/settings.js'
import type { ReadingFlow } from '../logs/reading.js'
import type { Readings } from '../logs/readings.js'
import type { TerraformCode } from '../terraform/terraform-code.js'
import { beginValidation } from '../terraform/validate/begin.js'
import type { ValidationRecord } from '../terraform/validate/record.js'
import { validateTerraform } from '../terraform/validate/validate-flow.js'

/** How Terraform's code is looked at from this process. @param programs where they are, and how they reach the network */
export function createValidating(
  config: Config,
  programs: Settings['programs'],
): ReadingFlow<ValidationRecord> {
  const { terraform: settings, environments } = config
  return validateTerraform({ settings, environments, programs, temporary: tmpdir() })
}

export function createTerraformCode(
  config: Config,
  validating: ReadingFlow<ValidationRecord>,
  readings: Readings,
): TerraformCode {
  return { validate: (target, caller) => beginValidation(readings, validating, { config, target }, caller) }
}
