import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

interface WholeNumberOptions {
  readonly summary: string
  readonly least: number
  readonly most: number
}

/** `--limit 50`: a whole number within limits, only by name. */
export function wholeNumber(options: WholeNumberOptions): RequiredArgument<number> {
  return argument({
    kind: 'word',
    placeholder: 'number',
    summary: options.summary,
    named: true,
    read: (typed) => readWholeNumber(typed, options),
  })
}

function readWholeNumber(typed: string | undefined, { least, most }: WholeNumberOptions): Reading<number> {
  const next = `Give a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
  if (typed === undefined) return { ok: false, code: 'number-missing', what: 'A number is missing.', next }
  const digits = typed.trim().replace(/(?<=\d),(?=\d{3}\b)/g, '')
  const value = /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
  if (value !== undefined && value >= least && value <= most) return { ok: true, value }
  const what = `${inCode(typed)} is ${value === undefined ? 'not a whole number' : value < least ? 'too little' : 'too much'}.`
  return { ok: false, code: value === undefined ? 'number-invalid' : 'number-out-of-range', what, next }
}
