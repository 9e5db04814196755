import { z } from 'zod'
import type { Action } from './action.js'
import { sayAction } from './typed.js'

const place = { v: z.literal(1), e: z.string().max(200), s: z.string().max(300) }

const question = z.object({
  ...place,
  since: z.string().max(60).optional(),
  until: z.string().max(60).optional(),
  grep: z.string().max(250).optional(),
  level: z.string().max(20).optional(),
  task: z.string().max(60).optional(),
  previous: z.literal(true).optional(),
  limit: z.number().int().optional(),
})

const spot = z.object({ ...place, at: z.number().min(0).max(8.64e15), t: z.string().max(60).optional() })

/** Asks once more, with what the button says. */
function ask(id: string, replaces: boolean): Action {
  return sayAction(
    id,
    question,
    ({ s, e, since, until, grep, level, task, limit, previous }) => ({
      verb: 'logs',
      words: [s, e],
      options: {
        ...{ since, until, grep, level, task, limit, previous },
        // A task that died is what is looked into closely: its traces in full.
        file: previous === true && !replaces ? true : undefined,
      },
    }),
    { replaces },
  )
}

export const refreshLogs = ask('logs.refresh', true)
export const errorsInLogs = ask('logs.errors', true)
export const furtherBackInLogs = ask('logs.further', true)
export const previousLogs = ask('logs.previous', false)

/** What stood around one line. */
export const aroundLogs = sayAction('logs.around', spot, ({ s, e, at, t }) => ({
  verb: 'logs',
  words: [s, e],
  options: { around: new Date(at).toISOString(), task: t },
}))
