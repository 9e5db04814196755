import { z } from 'zod'
import { sayAction } from './typed.js'

const job = z.object({ v: z.literal(1), job: z.string().max(40) })

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
export const stopJob = sayAction('job.stop', job, ({ job: id }) => ({
  verb: 'job',
  words: [id],
  options: { stop: true },
}))
export const runJob = sayAction('job.run', job, ({ job: id }) => ({
  verb: 'job',
  words: [id],
  options: { run: true },
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
