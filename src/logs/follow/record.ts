import { z } from 'zod'
import { FollowedLine } from '../../core/followed-logs.js'
import { Grep, logLevels } from '../../core/logs.js'
import { Reading } from '../../core/reading.js'

const minute = 60_000
const followAtLeast = minute
export const followAtMost = 60 * minute

/** A followed log, as it is kept. */
export const FollowedRecord = Reading.extend({
  service: z.string(),
  /** ms */
  lasts: z.number().min(followAtLeast).max(followAtMost),
  grep: Grep.exactOptional(),
  level: z.enum(logLevels).exactOptional(),
  /** Of one task only: its id, or its beginning. */
  task: z.string().exactOptional(),
  log: z.object({
    /** Read from here on next, ms since the epoch: a little before what was seen, because events arrive late. */
    from: z.number(),
    /** Events from there on that were seen: `e` an error that was counted, `h` another line, `c` the rest of one; and a hash of its id. */
    seen: z.array(z.string()).readonly(),
    /** Oldest first. */
    lines: z.array(FollowedLine).readonly(),
    latestError: FollowedLine.exactOptional(),
    count: z.number(),
    errors: z.number(),
    atLeast: z.boolean(),
    /** Health checks that were answered well, left out of lines and count. */
    healthChecks: z.number().exactOptional(),
    /** The account does not let ohmy use Live Tail. */
    refused: z.boolean().exactOptional(),
  }),
  /** What keeps it from looking. */
  trouble: z.string().exactOptional(),
})
export type FollowedRecord = z.infer<typeof FollowedRecord>
