import { z } from 'zod'
import type { Action } from './action.js'
import { sayAction } from './typed.js'

/** Short, because the value of a menu's option has room for 150 characters. */
const value = z.object({
  v: z.literal(1),
  /** The environment. */
  e: z.string().max(200),
  /** A service, `rds`, `redis` or `alb`. */
  f: z.string().max(300).optional(),
  /** An alarm whose metric is drawn. */
  a: z.string().max(255).optional(),
  /** How far back: `3h`. */
  s: z.string().max(10),
})

/** Asks again, in the same message: for the same time, or for another one. */
function ask(id: string): Action {
  return sayAction(
    id,
    value,
    ({ e, f, a, s }) => ({ verb: 'metrics', words: [e, f], options: { alarm: a, since: s } }),
    { replaces: true },
  )
}

export const refreshMetrics = ask('metrics.refresh')
export const chooseMetricsPeriod = ask('metrics.period')
