import { z } from 'zod'
import { Caller, Place } from './caller.js'
import { Json } from './json.js'

/** How long reading work ended: exactly one of these. `expired`: its time was over before it had what it was to find. */
export const readingOutcomes = ['done', 'failed', 'stopped', 'expired'] as const
export type ReadingOutcome = (typeof readingOutcomes)[number]

/** What every followed log and every log query keeps: work that reads for longer than a moment. Times in ms since the epoch. */
export const Reading = z.object({
  /** Of this shape. */
  v: z.literal(1),
  /** `logs-7k2m9qa`, `tf-7k2m9qa` */
  id: z.string(),
  /** The environment it reads: who may stop it is decided there. */
  environment: z.string(),
  status: z.enum(['running', ...readingOutcomes]),
  caller: Caller,
  /** Where its message is shown; absent: nowhere but in the terminal that asked. */
  place: Place.exactOptional(),
  startedAt: z.number(),
  /** It ends by then, whatever it has found. */
  deadline: z.number(),
  endedAt: z.number().exactOptional(),
  stopRequestedBy: Caller.exactOptional(),
  /** Who said that it may go on, where it asked. */
  goAheadBy: Caller.exactOptional(),
  /** Why it failed, one or two sentences. */
  failure: z.string().exactOptional(),
  /** What it found, as data: what `--json` prints. */
  result: Json.exactOptional(),
  /** Times its files may still be tried to be handed over. */
  filesOwed: z.number(),
  /** Of one person and one channel at most so many at a time. */
  limits: z.object({ person: z.number(), channel: z.number() }),
})
export type Reading = z.infer<typeof Reading>
