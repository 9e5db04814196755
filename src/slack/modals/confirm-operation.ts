import { z } from 'zod'
import type { Modal } from './modal.js'
import { callerOf, readMetadata } from './place.js'

const shape = { operation: z.string(), word: z.string() }

/** The typed confirmation of an operation. Checked here for the person's sake, and again where it counts. */
export const confirmOperation: Modal = {
  callbackId: 'confirm-operation',
  check(values, metadata) {
    const { word } = readMetadata(shape, metadata)
    if (values['word']?.trim() === word) return undefined
    return { word: `Type ${word} exactly, or close this to leave everything as it is.` }
  },
  async submit(edge, submission) {
    const { operation, place } = readMetadata(shape, submission.metadata)
    const caller = callerOf(submission, place)
    const word = submission.values['word'] ?? ''
    return { reply: await edge.inside.decide({ kind: 'confirm', operation, word }, caller), caller }
  },
}
