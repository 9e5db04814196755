import { z } from 'zod'
import * as shapes from './shapes.js'

/** A name that stands in messages and behind `--layer`: letters, digits, blanks. */
const StepName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9 _-]{0,39}$/, 'Allowed: a few words of letters and digits: `tech lead`.')

const People = z.array(shapes.SlackUserId).min(1).max(100)

export const RawEscalation = z.strictObject({
  to: StepName.describe('A layer, or what else these people are: `tech lead`.'),
  people: People.optional().describe('Slack user ids, where it is no layer.'),
  within: shapes.EscalationTime.describe(
    'A duration from `1m` to `24h`, from the beginning of a page: when they have not answered by then, the next are called. Later than that of the step before.',
  ),
})

export const RawOnCall = z.strictObject({
  timeZone: shapes.TimeZone.optional().describe(
    'IANA time zone of hand-overs and business hours. Left out: `timeZone`.',
  ),
  handOver: z
    .union([shapes.WeekTime, z.record(shapes.Word, shapes.WeekTime)])
    .describe(
      'Day and time at which the next ones take over: `Mon 09:00`; or those of each layer: `{ primary: Mon 09:00, secondary: Wed 09:00 }`.',
    ),
  weeks: z.int().min(1).max(52).default(1).describe('How many weeks a turn lasts, 1 to 52.'),
  from: shapes.LocalDay.describe(
    'A day of hand-over, `2026-11-02`: then the first of each layer took over, or will. Where each layer has a hand-over of its own, it is the first from that day on.',
  ),
  layers: z
    .record(shapes.Word, People)
    .describe(
      'Slack user ids by layer, in the order in which they take over: `primary: [U0123456789, U0123456780]`. The first layer is called first. Nobody may have two layers at once.',
    ),
  escalation: z
    .array(RawEscalation)
    .min(1)
    .max(20)
    .optional()
    .describe('Who is called, in order. Left out: each layer, 15 minutes each.'),
  businessHours: shapes.Hours.default('Mon–Fri 09:00–17:00').describe(
    'When people are called for what can wait (SEV-3).',
  ),
})
export type RawOnCall = z.infer<typeof RawOnCall>
