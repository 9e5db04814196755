import type { Grep } from '../../core/logs.js'
import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** Characters of what is looked for. */
const longest = 200

/** `--grep "connection refused"`: a text in any case; `--grep /time(d )?out/`: a regular expression, with `i` behind it in any case. Only by name. */
export function grep(): RequiredArgument<Grep> {
  return argument({
    kind: 'word',
    placeholder: 'text or /expression/',
    summary: 'only lines with this text in any case, or that fit this /regular expression/',
    named: true,
    read: readGrep,
  })
}

function readGrep(typed: string | undefined): Reading<Grep> {
  const text = typed?.trim() ?? ''
  const next = 'Give a text, `--grep "connection refused"`, or an expression, `--grep /time(d )?out/i`.'
  if (text === '') return { ok: false, code: 'grep-missing', what: 'Nothing to look for was given.', next }
  if (text.length > longest) {
    const what = `${text.length.toLocaleString('en')} characters are too many to look for.`
    return { ok: false, code: 'grep-too-long', what, next: `Keep it to ${longest}.` }
  }
  const written = /^\/(.+)\/([a-z]{0,6})$/su.exec(text)
  if (written === null) return { ok: true, value: { kind: 'text', text } }
  const [, source = '', flags = ''] = written
  return readExpression(text, source, flags, next)
}

function readExpression(text: string, source: string, flags: string, next: string): Reading<Grep> {
  // g and y make an expression remember where it was.
  if (/[^imsuv]/.test(flags)) {
    const what = `${inCode(text)} has a flag other than \`i\`, \`m\`, \`s\`, \`u\` and \`v\`.`
    return { ok: false, code: 'grep-invalid', what, next }
  }
  try {
    void new RegExp(source, flags)
  } catch {
    return { ok: false, code: 'grep-invalid', what: `${inCode(text)} is no regular expression.`, next }
  }
  return { ok: true, value: { kind: 'expression', source, flags } }
}
