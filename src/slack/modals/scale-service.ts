import { z } from 'zod'
import type { Modal } from './modal.js'
import { callerOf, readMetadata } from './place.js'

const shape = { environment: z.string() }

/** Scale, asked for by a button: the same words as typed, so the same rules. */
export const scaleService: Modal = {
  callbackId: 'scale-service',
  check(values, metadata) {
    readMetadata(shape, metadata)
    if (/^[+-]?\d{1,4}$/.test(values['count']?.trim() ?? '')) return undefined
    return { count: 'A number of tasks such as 4, or +1 or -1.' }
  },
  async submit(edge, submission) {
    const { environment, place } = readMetadata(shape, submission.metadata)
    const { service = '', count = '', reason = '' } = submission.values
    const caller = callerOf(submission, place)
    const because = reason.trim() === '' ? '' : ` --reason ${JSON.stringify(reason.trim())}`
    const words = [service, count.trim(), environment].map((word) => JSON.stringify(word)).join(' ')
    return { reply: await edge.inside.run(`scale ${words}${because}`, caller), caller }
  },
}
