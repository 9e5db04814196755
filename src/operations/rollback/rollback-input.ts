import { z } from 'zod'
import { release, serviceRef } from '../service/service-release.js'

export const rollbackInput = z.object({
  service: serviceRef,
  /** A revision (`41`, `family:41`) or an image tag; absent: the last version that is proven. */
  to: z.string().optional(),
  /** Register a copy even where it loses fields that ohmy does not know. */
  dropUnknownFields: z.boolean().optional(),
  /** When taking a rollback back: what must still run. */
  expected: z.string().optional(),
})
export type RollbackInput = z.infer<typeof rollbackInput>

/** What the steps need of the plan; compared again before the start. */
export const rollbackBasis = z.discriminatedUnion('kind', [
  /** ECS takes its running deployment back. How (stop it, answer its hook, join it) is found out at the moment itself. */
  z.object({ kind: z.literal('in flight'), service: serviceRef, deployment: z.string(), to: z.string() }),
  z.object({ kind: z.literal('return'), release }),
])
export type RollbackBasis = z.infer<typeof rollbackBasis>
