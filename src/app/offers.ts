import { z } from 'zod'
import type { OperationRecord } from '../core/operation.js'
import type { RunbookOffer } from '../core/runbook-offer.js'
import type { Library } from '../runbooks/library.js'
import { offerFor } from '../runbooks/offer.js'

/** Whatever an operation is about: of several services nobody knows here which of them failed. */
const About = z.object({
  environment: z.string().optional(),
  service: z.object({ environment: z.string(), name: z.string() }).optional(),
  services: z.array(z.object({ name: z.string() })).optional(),
})

/** The runbook that the card of an operation offers once it has come to nothing. What is done within a run is asked about there. */
export function offerUnder(
  library: Pick<Library, 'bestFor'>,
  { id, state, causes, failure, input, parent }: OperationRecord,
): RunbookOffer | undefined {
  if ((state !== 'failed' && state !== 'rolled back') || parent !== undefined) return undefined
  const found = causes ?? failure?.causes ?? []
  if (found.length === 0) return undefined
  const { data } = About.safeParse(input)
  const [first, second] = data?.services ?? []
  return offerFor(
    library,
    { causes: found },
    {
      environment: data?.environment ?? data?.service?.environment,
      service: data?.service?.name ?? (second === undefined ? first?.name : undefined),
      under: id,
    },
  )
}
