import { z } from 'zod'
import { readValue } from './typed.js'
import { unreadable } from './unreadable.js'
import type { Action } from './action.js'

const value = z.object({
  v: z.literal(1),
  operation: z.string().max(40),
  /** The fingerprint of the plan on the screen, where a decision is bound to it. */
  plan: z.string().max(100).optional(),
})

export function readButton(text: string | undefined): z.infer<typeof value> | undefined {
  return readValue(value, text)
}

function decide(kind: 'cancel' | 'undo'): Action {
  return {
    id: `operation.${kind}`,
    async run(edge, click) {
      const named = readButton(click.value)
      if (named === undefined) return unreadable()
      return edge.inside.decide({ kind, operation: named.operation }, click.caller)
    },
  }
}

export const cancelOperation = decide('cancel')
export const undoOperation = decide('undo')

export const approveOperation: Action = {
  id: 'operation.approve',
  async run(edge, click) {
    const named = readButton(click.value)
    if (named?.plan === undefined) return unreadable()
    const { operation, plan } = named
    return edge.inside.decide({ kind: 'approve', operation, plan }, click.caller)
  },
}
