import { z } from 'zod'

/** What PagerDuty is told of an operation: that it begins to change something, or how it ended. Times in ms since the epoch. */
export const ChangeEventRecord = z.object({
  v: z.literal(1),
  id: z.string(),
  /** `op-7k2m9qa` */
  operation: z.string(),
  phase: z.enum(['started', 'ended']),
  /** One line, as PagerDuty shows it. Masked: it leaves the house. */
  summary: z.string(),
  environment: z.string(),
  at: z.number(),
  /** `given up`: PagerDuty said no for good, or did not answer for hours. */
  state: z.enum(['telling', 'told', 'given up']),
  /** Tries that have failed. */
  failures: z.number(),
  /** Not before then. */
  again: z.number(),
})
export type ChangeEventRecord = Readonly<z.infer<typeof ChangeEventRecord>>
