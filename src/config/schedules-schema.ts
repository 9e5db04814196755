import { z } from 'zod'
import { scheduledWork } from '../core/schedule.js'
import * as shapes from './shapes.js'

/** One entry of `schedules`: what comes, when, and where. */
export const RawSchedule = z.strictObject({
  what: z.enum(scheduledWork).describe('What comes each time.'),
  at: shapes.WeeklyTimes.describe('Days of the week and the time of the day, in `zone`.'),
  zone: shapes.TimeZone.optional().describe('IANA time zone of `at`; left out: `timeZone`.'),
  channel: shapes.ChannelReference.optional().describe(
    'Where it is posted, a name without # or an id; left out: `channels.operations`.',
  ),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it is about; empty: all of them.'),
  olderThan: shapes.StaleAge.default('3d').describe('From when on `stale-locks` calls a lock or a mute old.'),
})
export type RawSchedule = z.infer<typeof RawSchedule>
