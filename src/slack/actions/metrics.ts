import { z } from 'zod'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

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

function read(text: string | undefined): z.infer<typeof value> | undefined {
  try {
    return value.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** Asks again, in the same message: for the same time, or for another one. */
function ask(id: string): Action {
  return {
    id,
    replaces: true,
    async run(edge, click) {
      const about = read(click.value)
      if (about === undefined) return unreadable()
      const words = [
        'metrics',
        JSON.stringify(about.e),
        ...(about.f === undefined ? [] : [JSON.stringify(about.f)]),
        ...(about.a === undefined ? [] : ['--alarm', JSON.stringify(about.a)]),
        '--since',
        JSON.stringify(about.s),
      ]
      return edge.inside.run(words.join(' '), click.caller)
    },
  }
}

export const refreshMetrics = ask('metrics.refresh')
export const chooseMetricsPeriod = ask('metrics.period')
