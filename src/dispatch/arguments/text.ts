import type { Reading } from '../command.js'
import { argument, type RequiredArgument } from './argument.js'

const mostCharacters = 500

/** Free words, only by name: `--reason "sale starts"`. Untrusted: shown as plain text or code, never as mrkdwn. */
export function text(
  options: {
    readonly summary?: string
    readonly maximum?: number
    /** What is said where it was not given: `A lock needs a reason.` */
    readonly missing?: string
  } = {},
): RequiredArgument<string> {
  const maximum = options.maximum ?? mostCharacters
  return argument({
    kind: 'word',
    placeholder: 'text',
    summary: options.summary ?? `free words in quotes, up to ${maximum} characters`,
    named: true,
    read: (typed) => readText(typed, maximum, options.missing ?? 'A text is missing.'),
  })
}

function readText(typed: string | undefined, maximum: number, missing: string): Reading<string> {
  const trimmed = typed?.trim() ?? ''
  if (trimmed === '') {
    return { ok: false, code: 'text-missing', what: missing, next: 'Put it in quotes.' }
  }
  if (trimmed.length > maximum) {
    return {
      ok: false,
      code: 'text-too-long',
      what: `A text of ${trimmed.length.toLocaleString('en')} characters is too long.`,
      next: `Keep it to ${maximum} characters.`,
    }
  }
  return { ok: true, value: trimmed }
}
