import { z } from 'zod'
import type { Action } from './action.js'
import { sayAction } from './typed.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200).optional(),
  by: z.enum(['service', 'day', 'tag']).optional(),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
})

/** Other sides of the bill, in the same message. */
export const showCost: readonly Action[] = ['overview', 'service', 'day', 'account', 'environment'].map(
  (side) =>
    sayAction(
      `cost.${side}`,
      value,
      ({ environment, by, month }) => ({ verb: 'cost', words: [environment], options: { by, month } }),
      { replaces: true },
    ),
)
