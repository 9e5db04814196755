import { z } from 'zod'
import type { Decision } from '../edge.js'
import { unreadable } from './unreadable.js'
import type { Action } from './action.js'

const value = z.object({ v: z.literal(1), operation: z.string().max(40) })

export function readOperation(text: string | undefined): string | undefined {
  try {
    return value.parse(JSON.parse(text ?? '')).operation
  } catch {
    return undefined
  }
}

function decide(kind: Decision['kind'] & ('cancel' | 'undo')): Action {
  return {
    id: `operation.${kind}`,
    async run(edge, click) {
      const operation = readOperation(click.value)
      return operation === undefined ? unreadable() : edge.inside.decide({ kind, operation }, click.caller)
    },
  }
}

export const cancelOperation = decide('cancel')
export const undoOperation = decide('undo')
