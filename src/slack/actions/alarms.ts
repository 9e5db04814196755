import { z } from 'zod'
import { sayAction } from './typed.js'

const alarm = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  /** AWS allows 255 characters. */
  alarm: z.string().min(1).max(255),
})

const list = z.object({
  v: z.literal(1),
  environment: z.string().max(200).optional(),
  all: z.boolean(),
})

/** Asks again, in the same message. */
export const refreshAlarms = sayAction(
  'alarms.refresh',
  list,
  ({ environment, all }) => ({
    verb: 'alarms',
    words: [environment],
    options: { all: all ? true : undefined },
  }),
  { replaces: true },
)

/** What the alarm looks at, over the last hours. */
export const graphAlarm = sayAction('alarms.graph', alarm, ({ environment, alarm: name }) => ({
  verb: 'metrics',
  words: [environment],
  options: { alarm: name, since: '3h' },
}))

export const muteAlarm = sayAction('alarms.mute', alarm, ({ environment, alarm: name }) => ({
  verb: 'mute',
  words: [name, environment],
  options: { for: '1h' },
}))
