import type { Reading } from '../command.js'
import { argument, type RequiredArgument } from './argument.js'

/** Free words by position, in quotes where there are several: `"the site is down"`. Untrusted: shown as plain text or code, never as mrkdwn. */
export function words(options: {
  readonly summary: string
  readonly placeholder: string
  readonly maximum: number
}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: options.placeholder,
    summary: options.summary,
    named: false,
    read: (typed) => readWords(typed, options.maximum),
  })
}

function readWords(typed: string | undefined, maximum: number): Reading<string> {
  const trimmed = typed?.trim() ?? ''
  if (trimmed === '')
    return { ok: false, code: 'words-missing', what: 'A few words are missing.', next: 'Put them in quotes.' }
  if (trimmed.length <= maximum) return { ok: true, value: trimmed }
  const what = `A text of ${trimmed.length.toLocaleString('en')} characters is too long.`
  return { ok: false, code: 'words-too-long', what, next: `Keep it to ${maximum} characters.` }
}
