import { z } from 'zod'

/**
 * Why CloudWatch itself does nothing when an alarm changes its state. It evaluates the alarm and tells EventBridge all the same. Times in ms since
 * the epoch; names and reasons are untrusted.
 */
export const Silence = z.discriminatedUnion('kind', [
  /** Somebody's mute rule of the account, which stops autoscaling by the alarm as well. Without `until` nobody can tell its end. */
  z.object({ kind: z.literal('mute rule'), name: z.string(), until: z.number().exactOptional() }),
  /** A composite alarm waits for another one: that rings, may ring in a moment, or has just stopped. */
  z.object({
    kind: z.literal('suppressed'),
    by: z.enum(['Alarm', 'WaitPeriod', 'ExtensionPeriod']),
    suppressor: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('actions disabled') }),
  /** It could not be found out. What is not known is not told as not muted. */
  z.object({ kind: z.literal('unknown'), why: z.string() }),
])
export type Silence = Readonly<z.infer<typeof Silence>>
