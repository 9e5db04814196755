import { z } from 'zod'
import { release, serviceRef } from '../service/service-release.js'

export const deployInput = z.object({
  environment: z.string(),
  /** In the order in which they are deployed. */
  services: z.array(serviceRef).min(1).max(10),
  /** `sprint-12-3f4021a`, or `ohmycoins/backend:sprint-12-3f4021a` where containers of several repositories run. */
  image: z.string().optional(),
  /** Which container the image is for, where its repository runs with several tags. Those with the very same image move with it. */
  container: z.string().optional(),
  /** `family:revision` or an ARN, instead of an image; for one service only. */
  taskDefinition: z.string().optional(),
  /** Also where it runs already: then the service is restarted. */
  force: z.boolean().optional(),
  /** Register a new revision even where it loses fields that ohmy does not know. */
  dropUnknownFields: z.boolean().optional(),
  /** When taking a deployment back: which one, and what each service ran before. */
  back: z
    .object({
      of: z.string(),
      /** `expected`: what must still run; absent: whatever that deployment registered. */
      services: z.array(
        z.object({
          name: z.string(),
          to: z.string(),
          expected: z.string().optional(),
          /** Digests of what ran then, by container. */
          ran: z.record(z.string(), z.string()).exactOptional(),
        }),
      ),
    })
    .optional(),
})
export type DeployInput = z.infer<typeof deployInput>

/** What the steps need of the plan; compared again before the start. */
export const deployBasis = z.object({ releases: z.array(release), rollsBack: z.boolean() })
export type DeployBasis = z.infer<typeof deployBasis>

/**
 * Which image goes to which service; undefined: something goes there, whose images stand in a task definition. A way back is no deployment that anything may
 * stand against, and a restart brings nothing new. @param input as its schema has read it
 */
export function deploymentsAskedIn(
  input: unknown,
): readonly ({ readonly service: string; readonly image: string } | undefined)[] {
  const { services, image, taskDefinition, back } = input as DeployInput
  if (back !== undefined) return []
  if (image === undefined) return taskDefinition === undefined ? [] : [undefined]
  return services.map(({ name: service }) => ({ service, image }))
}
