import { z } from 'zod'
import type { Caller, Place } from '../../core/caller.js'
import type { Submission } from './modal.js'

const placeSchema = z.object({
  channel: z.string(),
  channelName: z.string().optional(),
  threadTs: z.string().optional(),
})

/** What a modal keeps in private_metadata: about what it is, and where it was opened, since a submission does not say. */
export function readMetadata<Shape extends z.ZodRawShape>(shape: Shape, metadata: string) {
  return z.object({ ...shape, place: placeSchema.optional() }).parse(JSON.parse(metadata))
}

/** Where a modal was opened; undefined on the Home tab, and where that cannot be read. */
export function placeIn(metadata: string): Place | undefined {
  try {
    return readMetadata({}, metadata).place as Place | undefined
  } catch {
    return undefined
  }
}

export function callerOf(submission: Submission, place: z.infer<typeof placeSchema> | undefined): Caller {
  const { user, request } = submission
  return { ...user, request, origin: 'modal', ...(place === undefined ? {} : { place: place as Place }) }
}
