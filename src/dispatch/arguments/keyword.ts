import type { Argument, Reading } from '../command.js'
import { inCode } from '../../core/wording.js'

/** One fixed word by position, such as `all`: true where it was given. It comes before services, whose names could be anything. */
export function keyword(wanted: string, options: { readonly summary: string }): Argument<boolean> {
  return {
    kind: 'keyword',
    placeholder: wanted,
    summary: options.summary,
    choices: [wanted],
    required: false,
    named: false,
    read: (typed) => readKeyword(typed, wanted),
  }
}

function readKeyword(typed: string | undefined, wanted: string): Reading<boolean> {
  if (typed === undefined) return { ok: true, value: false }
  if (typed.toLowerCase() === wanted) return { ok: true, value: true }
  return {
    ok: false,
    code: 'word-unknown',
    what: `${inCode(typed)} is not possible here.`,
    next: `Say ${inCode(wanted)}, or leave it out.`,
  }
}
