import { nearest } from '../../core/suggest.js'
import type { Reading } from '../command.js'
import { inCode, listed } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** One word, lower-cased unless `keepsCase`; with `choices`, one of these; `named`: only as `--name word`. */
export function word(
  options: {
    readonly summary?: string
    readonly placeholder?: string
    readonly choices?: readonly string[]
    readonly named?: boolean
    readonly keepsCase?: boolean
  } = {},
): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: options.placeholder ?? 'word',
    summary: options.summary ?? (options.choices === undefined ? 'one word' : listed(options.choices)),
    named: options.named ?? false,
    ...(options.choices === undefined ? {} : { choices: options.choices }),
    read: (typed) => readWord(typed, options),
  })
}

function readWord(
  typed: string | undefined,
  { choices, placeholder = 'word', summary = 'it', keepsCase = false }: Parameters<typeof word>[0] & object,
): Reading<string> {
  const wanted = typed?.trim().toLowerCase() ?? ''
  const next = choices === undefined ? `Add ${summary}.` : `It is one of ${listed(choices.map(inCode))}.`
  const what = choices === undefined ? `No ${placeholder} was named.` : 'What is to be done was not said.'
  if (wanted === '') return { ok: false, code: 'word-missing', what, next }
  if (choices === undefined) return { ok: true, value: keepsCase ? (typed?.trim() ?? '') : wanted }
  const found = choices.find((choice) => choice.toLowerCase() === wanted)
  if (found !== undefined) return { ok: true, value: found }
  const instead = nearest(wanted, choices)
  return {
    ok: false,
    code: 'word-unknown',
    what: `${inCode(typed ?? '')} is not possible here.`,
    next,
    ...(instead === undefined ? {} : { instead }),
  }
}
