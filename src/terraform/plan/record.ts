import type { z } from 'zod'
import { Reading } from '../../core/reading.js'
import { TerraformPlan } from '../../core/terraform-plan.js'

/** A plan, as it is kept. */
export const PlanRecord = Reading.extend({ plan: TerraformPlan })
export type PlanRecord = z.infer<typeof PlanRecord>
