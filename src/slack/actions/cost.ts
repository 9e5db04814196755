import { z } from 'zod'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200).optional(),
  by: z.enum(['service', 'day', 'tag']).optional(),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
})

function read(text: string | undefined): z.infer<typeof value> | undefined {
  try {
    return value.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** Shows another side of the bill in the same message, as if it had been typed. */
function show(id: string): Action {
  return {
    id,
    replaces: true,
    async run(edge, click) {
      const about = read(click.value)
      if (about === undefined) return unreadable()
      const { environment, by, month } = about
      const words = [
        'cost',
        ...(environment === undefined ? [] : [JSON.stringify(environment)]),
        ...(by === undefined ? [] : [`--by ${by}`]),
        ...(month === undefined ? [] : [`--month ${month}`]),
      ]
      return edge.inside.run(words.join(' '), click.caller)
    },
  }
}

export const showCost: readonly Action[] = ['overview', 'service', 'day', 'account', 'environment'].map(
  (side) => show(`cost.${side}`),
)
