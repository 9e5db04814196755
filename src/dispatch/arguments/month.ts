import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A month as `2026-10`, only by name: `--month 2026-10`. Whether it lies in the past is for whoever knows the time. */
export function month(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'yyyy-mm',
    summary: options.summary ?? 'a month: `2026-10`',
    named: true,
    read: readMonth,
  })
}

function readMonth(typed: string | undefined): Reading<string> {
  const found = /^(\d{4})-(\d{1,2})$/.exec(typed?.trim() ?? '')
  const number = Number(found?.[2])
  if (found !== null && number >= 1 && number <= 12) {
    return { ok: true, value: `${found[1]}-${String(number).padStart(2, '0')}` }
  }
  return {
    ok: false,
    code: 'month-invalid',
    what: `${inCode(typed ?? '')} is not a month.`,
    next: 'Write year and month: `2026-10`.',
  }
}
