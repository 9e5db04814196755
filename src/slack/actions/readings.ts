import { z } from 'zod'
import { sayAction } from './typed.js'

const reading = z.object({ v: z.literal(1), id: z.string().max(40) })

const follow = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  service: z.string().max(300),
  duration: z.string().max(20),
  grep: z.string().max(250).optional(),
  level: z.string().max(20).optional(),
  task: z.string().max(60).optional(),
})

/** Who may is decided where the typed words are run. */
export const stopReading = sayAction('reading.stop', reading, ({ id }) => ({ verb: 'stop', words: [id] }))
export const continueReading = sayAction('reading.continue', reading, ({ id }) => ({
  verb: 'continue',
  words: [id],
}))

/** Follows the same once more, in a message of its own. */
export const followAgain = sayAction(
  'logs.follow',
  follow,
  ({ service, environment, duration, grep, level, task }) => ({
    verb: 'logs',
    words: [service, environment],
    options: { follow: duration, grep, level, task },
  }),
)
