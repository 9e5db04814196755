import { z } from 'zod'
import type { Plan } from '../../core/operation.js'
import { serviceRef } from '../service/service-release.js'

export const runTaskInput = z.object({
  service: serviceRef,
  /** As it was typed. */
  command: z.string(),
  /** Which container runs it, where the task definition leaves that open. */
  container: z.string().exactOptional(),
  /** `family:revision` of the service's own family; absent: what the service runs. */
  taskDefinition: z.string().exactOptional(),
})
export type RunTaskInput = z.infer<typeof runTaskInput>

const launch = z.object({
  network: z
    .object({
      subnets: z.array(z.string()),
      securityGroups: z.array(z.string()),
      publicAddress: z.boolean(),
    })
    .exactOptional(),
  launchType: z.string().exactOptional(),
  capacityProviders: z
    .array(z.object({ name: z.string(), weight: z.number(), base: z.number() }))
    .exactOptional(),
  platformVersion: z.string().exactOptional(),
})

/** What is started, exactly as it was agreed to; compared again before the start. */
const basis = z.object({
  /** ARN. */
  taskDefinition: z.string(),
  container: z.string(),
  words: z.array(z.string()),
  launch,
  /** Digests of its images, by container, as far as they are known: whoever moves a tag meanwhile changes the plan. */
  digests: z.record(z.string(), z.string()),
  /** ms for which it is followed. */
  within: z.number(),
})
export type RunTaskBasis = z.infer<typeof basis>

export function basisOf(plan: Plan): RunTaskBasis {
  return basis.parse(plan.basis)
}
