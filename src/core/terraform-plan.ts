import { z } from 'zod'
import type { ReadingOutcome } from './reading.js'

/** What a plan does with one resource. `replace`: it is destroyed and created anew. `forget`: it stays, and Terraform knows it no more. */
export const plannedActions = ['replace', 'delete', 'change', 'add', 'forget'] as const
export type PlannedAction = (typeof plannedActions)[number]

/** One resource that a plan does something with. Of its values nothing is kept: secrets are among them. */
export const PlannedResource = z.object({
  /** `module.ecs.aws_ecs_service.backend` */
  address: z.string(),
  action: z.enum(plannedActions),
  /** Names of what is changed, or of what forces it to be replaced. */
  because: z.array(z.string()),
})
export type PlannedResource = z.infer<typeof PlannedResource>

/** What an apply would set back of what ohmy changes of a service. */
export const PlannedDrift = z.object({
  address: z.string(),
  /** What people type: `backend`. */
  service: z.string(),
  what: z.enum(['count', 'task definition']),
  from: z.string(),
  to: z.string(),
  /** What ohmy did last to that service: the operation, and in words. */
  last: z.object({ id: z.string(), summary: z.string(), at: z.number() }).exactOptional(),
})
export type PlannedDrift = z.infer<typeof PlannedDrift>

/** What `terraform plan` says. */
export const TerraformPlan = z.object({
  environment: z.string(),
  /** `Terraform 1.11.4` */
  tool: z.string().exactOptional(),
  /** What it is doing. */
  phase: z.enum(['copying', 'init', 'plan', 'show', 'planned']),
  /** Where the state is, in words. */
  state: z.string().exactOptional(),
  /** As Terraform counts them: one that is replaced is added and destroyed. */
  counts: z.object({
    add: z.number(),
    change: z.number(),
    destroy: z.number(),
    replace: z.number(),
    forget: z.number(),
    import: z.number(),
    outputs: z.number(),
    /** Resources that somebody else changed since the last apply. */
    outside: z.number(),
  }),
  /** What weighs most first. */
  resources: z.array(PlannedResource),
  /** Resources that are left out. */
  more: z.number(),
  drift: z.array(PlannedDrift),
  warnings: z.array(z.string()),
})
export type TerraformPlan = z.infer<typeof TerraformPlan>

/** What people see of a plan. */
export interface PlanShown {
  readonly id: string
  readonly plan: TerraformPlan
  readonly status: 'running' | ReadingOutcome
  readonly startedAt: number
  readonly endedAt?: number
  readonly askedBy: string
  readonly stoppedBy?: string
  /** Why there is none. */
  readonly failure?: string
}
