import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A record of the audit by its number, and the hash it has to have. */
export interface TypedAnchor {
  readonly number: number
  readonly hash: string
}

/** As messages in the audit channel and lines of the log have it: `120:3762aef9…`, with the whole hash: a part of one can be met by trying. */
const written = /^(\d{1,15}):([0-9a-f]{64})$/

/** A record that somebody knows from elsewhere: `--anchor 120:<hash>`. */
export function auditAnchor(): RequiredArgument<TypedAnchor> {
  return argument({
    kind: 'word',
    placeholder: 'number:hash',
    summary: 'a record known from the log or the audit channel, `number:hash`, that has to be there',
    named: true,
    read: readAnchor,
  })
}

function readAnchor(typed: string | undefined): Reading<TypedAnchor> {
  const text = typed?.trim().toLowerCase() ?? ''
  const [, number = '', hash = ''] = written.exec(text) ?? []
  if (Number(number) > 0) return { ok: true, value: { number: Number(number), hash } }
  return {
    ok: false,
    code: 'anchor-invalid',
    what:
      text === '' ? 'The anchor is missing.' : `${inCode(text)} is not the number and the hash of a record.`,
    next: 'It is the number, a colon and all 64 characters of the hash, as the log and the audit channel have them.',
  }
}
