import type { z } from 'zod'
import { Reading } from '../../core/reading.js'
import { TerraformValidation } from '../../core/terraform.js'

/** A validation, as it is kept. */
export const ValidationRecord = Reading.extend({
  validation: TerraformValidation,
})
export type ValidationRecord = z.infer<typeof ValidationRecord>
