import { z } from 'zod'
import { scheduledWork } from '../core/schedule.js'
import * as shapes from './shapes.js'

/** One entry of `schedules`: what comes, when, and where. */
export const RawSchedule = z.strictObject({
  what: z
    .enum(scheduledWork)
    .describe(
      'What comes: `morning-check`, `weekly-cost`, `weekly-performance`, `weekly-security`, `runbook-coverage`, `stale-locks`, or `hand-over` where there is an on-call rotation.',
    ),
  at: shapes.WeeklyTimes.describe(
    'Days of the week and one time: `Mon–Fri 08:30`, `Mon, Thu 09:00`, `daily 07:00`. Days are `Mon` to `Sun` or their long names. A time that summer time leaves out comes where the gap ends; one that comes twice, once.',
  ),
  zone: shapes.TimeZone.optional().describe('IANA name of the time zone of `at`. Left out: `timeZone`.'),
  channel: shapes.ChannelReference.optional().describe(
    'Where it is posted: a channel’s name without #, or its id. Left out: `channels.operations`.',
  ),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments it is about. Empty: all of them.'),
  olderThan: shapes.StaleAge.default('3d').describe(
    'Of `stale-locks` only: from when on a lock or a mute is called old, `1h` to `365d`.',
  ),
})
export type RawSchedule = z.infer<typeof RawSchedule>
