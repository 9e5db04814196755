import { z } from 'zod'
import { lineOf, quoted } from '../../core/line.js'
import { another } from '../views/help/form-field.js'
import type { Modal } from './modal.js'
import { callerOf, readMetadata } from './place.js'

const shape = {
  verb: z.string(),
  required: z.array(z.string()),
  accepts: z.record(z.string(), z.object({ pattern: z.string(), otherwise: z.string() })),
  kept: z.array(z.string()),
  /** Whose values are words of the line as they stand. */
  words: z.array(z.string()),
}

/** A verb's form: becomes the line that could have been typed, so the same rules hold. What is checked here is checked again where it counts. */
export const commandForm: Modal = {
  callbackId: 'command-form',
  check(values, metadata) {
    const { required, accepts } = readMetadata(shape, metadata)
    const errors = Object.entries(values).flatMap(([key, value]): [string, string][] => {
      const text = value.trim()
      if (text === '') return required.includes(key) ? [[key, 'This is needed.']] : []
      if (text === another) return [[key, 'Choose one, or choose this once more to type another.']]
      const rule = accepts[key]
      return rule === undefined || new RegExp(`^(?:${rule.pattern})$`).test(text)
        ? []
        : [[key, rule.otherwise]]
    })
    return errors.length === 0 ? undefined : Object.fromEntries(errors)
  },
  async submit(edge, submission) {
    const { verb, kept, words, place } = readMetadata(shape, submission.metadata)
    const caller = callerOf(submission, place)
    const given = Object.entries(submission.values).filter(([, value]) => value.trim() !== '')
    const asWords = given.flatMap(([key, value]) => (words.includes(key) ? [value.trim()] : []))
    const named = given.filter(([key]) => !words.includes(key))
    const options = optionsOf(named.map(([key, value]) => [key, value.trim()]))
    const line = [lineOf({ verb, options }), ...asWords, ...kept].join(' ')
    return { reply: await edge.inside.run(line, caller), caller }
  },
}

/** `with.count` and `with.how` are one option: `--with "count=4 how=hard"`. */
function optionsOf(given: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const options: Record<string, string> = {}
  for (const [key, value] of given) {
    const [option = '', name] = key.split('.')
    const pair = name === undefined ? value : `${name}=${quoted(value)}`
    options[option] = options[option] === undefined ? pair : `${options[option]} ${pair}`
  }
  return options
}
