import { AwsError } from './aws-error.js'

/** What a list named and nobody could look at. The name is untrusted. */
export interface Unread {
  readonly name: string
  readonly why: AwsError
}

/**
 * Looks at each thing of a list: one that was deleted since it was listed is none, and one that would not be looked at is told beside the others.
 * @param gone codes that say that it is not there any more
 * @throws AwsError where not one could be looked at: then the fault is not the thing's
 */
export async function eachOf<Thing extends { readonly name: string }, Found>(
  things: readonly Thing[],
  look: (thing: Thing) => Promise<Found>,
  gone: readonly string[],
): Promise<{ readonly found: readonly Found[]; readonly unread: readonly Unread[] }> {
  const found: Found[] = []
  const unread: Unread[] = []
  await Promise.all(
    things.map(async (thing) => {
      try {
        found.push(await look(thing))
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        if (!gone.includes(error.code)) unread.push({ name: thing.name, why: error })
      }
    }),
  )
  const [first] = unread
  if (first !== undefined && found.length === 0) throw first.why
  return { found, unread }
}
