import { z } from 'zod'

/** What is kept of a mute. Times in ms since the epoch. */
export const Mute = z.object({
  version: z.literal(1),
  environment: z.string(),
  /** The alarm's whole name. */
  alarm: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  since: z.number(),
  until: z.number(),
  /** It is over before, once the alarm is good again. */
  untilOk: z.literal(true).optional(),
  /** What somebody typed: untrusted text. */
  reason: z.string().optional(),
})

/** Somebody's word that an alarm is known and shall not be told again until then. CloudWatch knows nothing of it. */
export type Mute = z.infer<typeof Mute>

/** The mute of an alarm that holds now. */
export function muteOf(
  mutes: readonly Mute[],
  alarm: { readonly environment: string; readonly name: string },
  now: number,
): Mute | undefined {
  return mutes.find(
    (mute) => mute.environment === alarm.environment && mute.alarm === alarm.name && mute.until > now,
  )
}
