import { z } from 'zod'
import type { Modal } from './modal.js'
import { callerOf, readMetadata } from './place.js'

const shape = { operation: z.string(), plan: z.string() }

/** A rejection with its reason. */
export const rejectOperation: Modal = {
  callbackId: 'reject-operation',
  check(values) {
    return (values['reason'] ?? '').trim() === '' ? { reason: 'Say why in a few words.' } : undefined
  },
  async submit(edge, submission) {
    const { operation, plan, place } = readMetadata(shape, submission.metadata)
    const caller = callerOf(submission, place)
    const reason = (submission.values['reason'] ?? '').trim()
    return { reply: await edge.inside.decide({ kind: 'reject', operation, plan, reason }, caller), caller }
  },
}
