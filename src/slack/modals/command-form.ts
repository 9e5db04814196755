import { z } from 'zod'
import type { Modal } from './modal.js'
import { callerOf, readMetadata } from './place.js'

const shape = {
  verb: z.string(),
  required: z.array(z.string()),
  // Forms that were opened by a release before this one have none.
  kept: z.array(z.string()).default([]),
}

/** One line, as if typed: the tokenizer takes quotes and backslashes back out. */
function quoted(value: string): string {
  return JSON.stringify(value.trim().replace(/\s+/g, ' '))
}

/** A verb's form: becomes the line that could have been typed, so the same rules hold. */
export const commandForm: Modal = {
  callbackId: 'command-form',
  check(values, metadata) {
    const { required } = readMetadata(shape, metadata)
    const empty = required.filter((key) => (values[key] ?? '').trim() === '')
    return empty.length === 0 ? undefined : Object.fromEntries(empty.map((key) => [key, 'This is needed.']))
  },
  async submit(edge, submission) {
    const { verb, kept, place } = readMetadata(shape, submission.metadata)
    const caller = callerOf(submission, place)
    const given = Object.entries(submission.values).filter(([, value]) => value.trim() !== '')
    const words = given.map(([key, value]) => `--${key} ${quoted(value)}`)
    return { reply: await edge.inside.run([verb, ...words, ...kept].join(' '), caller), caller }
  },
}
