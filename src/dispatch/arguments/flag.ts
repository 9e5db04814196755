import type { Argument, Reading } from '../command.js'
import { inCode } from '../../core/wording.js'

const yes = new Set(['', 'true', 'yes', 'on', '1'])
const no = new Set(['false', 'no', 'off', '0'])

/** `--dry-run`: true where it was given. Also `--dry-run=no`. */
export function flag(options: { readonly summary?: string } = {}): Argument<boolean> {
  return {
    kind: 'flag',
    placeholder: '',
    summary: options.summary ?? 'yes where it is given',
    required: false,
    named: true,
    read: readFlag,
  }
}

function readFlag(typed: string | undefined): Reading<boolean> {
  if (typed === undefined) return { ok: true, value: false }
  const word = typed.trim().toLowerCase()
  if (yes.has(word)) return { ok: true, value: true }
  if (no.has(word)) return { ok: true, value: false }
  return {
    ok: false,
    code: 'flag-invalid',
    what: `${inCode(typed)} is neither yes nor no.`,
    next: 'Give the flag alone, or with `=yes` or `=no`.',
  }
}
