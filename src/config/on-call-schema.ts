import { z } from 'zod'
import * as shapes from './shapes.js'

/** A name that stands in messages and behind `--layer`: letters, digits, blanks. */
const StepName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9 _-]{0,39}$/, 'Allowed: a few words of letters and digits: `tech lead`.')

const People = z.array(shapes.SlackUserId).min(1).max(100)

export const RawEscalation = z.strictObject({
  to: StepName.describe('A layer of the rotation, or what else these people are.'),
  people: People.optional().describe('Slack user ids, where it is no layer.'),
  within: shapes.EscalationTime.describe(
    'From the beginning of a page: when they have not answered by then, the next are called.',
  ),
})

export const RawOnCall = z.strictObject({
  timeZone: shapes.TimeZone.optional().describe(
    'IANA time zone of hand-overs and business hours; left out: `timeZone`.',
  ),
  handOver: z
    .union([shapes.WeekTime, z.record(shapes.Word, shapes.WeekTime)])
    .describe('Day and time at which the next ones take over; or those of each layer.'),
  weeks: z.int().min(1).max(52).default(1).describe('How many weeks a turn lasts.'),
  from: shapes.LocalDay.describe(
    'A day of hand-over: then the first of each layer took over, or will; where each layer has its own, at its first one from that day on.',
  ),
  layers: z
    .record(shapes.Word, People)
    .describe(
      'Slack user ids by layer, in the order in which they take over; the first layer is called first.',
    ),
  escalation: z
    .array(RawEscalation)
    .min(1)
    .max(20)
    .optional()
    .describe('Who is called, in order; left out: each layer, 15 minutes each.'),
  businessHours: shapes.Hours.default('Mon–Fri 09:00–17:00').describe(
    'When people are called for what can wait (SEV-3).',
  ),
})
export type RawOnCall = z.infer<typeof RawOnCall>
