import { everyMatch } from './every-match.js'
import { isSecretValue } from './harmless-values.js'
import { strengthOf, type Strength } from './names.js'
import { readValue, type Value } from './read-value.js'
import { masked, type Span } from './span.js'

/** What stands between a name and its value: `=`, `:`, `=>`, or the comma of `("password", "…")`. */
const separators = /=>|:=|[=:＝：]|["'`]\s{0,3},\s{0,3}(?=[bru]?["'`])/g
const longestName = 100

/** ARNs are full of colons, and `secret:` in one names a secret without telling it. */
const arns = /\barn:aws[\w-]{0,20}:[\w-]{0,40}:[\w-]{0,30}:\d{0,12}:[^\s"'<>`,;&|)\]}]{1,2048}/g

interface Name {
  readonly text: string
  readonly before: string
  readonly strength: Strength
  /** A single word in the middle of a sentence, as in `registry auth: execution resource …`. */
  readonly isProse: boolean
}

/** Whatever stands behind a name that says it is secret: `password=…`, `"token": "…"`, `DB_PASS: …`, `[secret] => …`. */
export function findNamedValues(text: string): readonly Span[] {
  const spans: Span[] = []
  const known = everyMatch(text, arns).map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }))
  let arn = 0
  separators.lastIndex = 0
  for (let match = separators.exec(text); match !== null; match = separators.exec(text)) {
    while (arn < known.length && (known[arn]?.to ?? 0) <= match.index) arn += 1
    if ((known[arn]?.from ?? Number.POSITIVE_INFINITY) <= match.index) continue
    const after = separators.lastIndex
    const name = nameBefore(text, match.index)
    if (name === undefined) continue
    const header =
      isHeader(name.text) && !match[0].startsWith('=')
        ? readHeader(text, after, /cookies?$/i.test(name.text))
        : undefined
    if (header !== undefined) {
      if (text.slice(header.from, header.to) !== masked) spans.push(header)
      separators.lastIndex = header.to
      continue
    }
    let value = readValue(text, after)
    while (value !== undefined && counts(text, value, name, match[0])) {
      spans.push(value)
      separators.lastIndex = value.to
      // Terraform and our own plans write what was, and what will be.
      const arrow = /^["'`]?\s{0,3}(?:->|→|=>)\s{0,3}/.exec(text.slice(value.to, value.to + 12))?.[0]
      value = arrow === undefined ? undefined : readValue(text, value.to + arrow.length, false)
    }
  }
  return spans
}

function counts(text: string, value: Value, name: Name, separator: string): boolean {
  if (!isSecretValue(value.text, name.text, name.strength)) return false
  // In lists of names, and where a pair follows a pair, nothing is told.
  const isList = /^[a-z_]{1,12}$/.test(value.text) || /^\s{0,3}[:=]/.test(text.slice(value.to, value.to + 4))
  if (separator.includes(',') && isList) return false
  const isSentence =
    name.isProse && separator === ':' && !value.quoted && /^[A-Za-z][a-z]*[,.]?$/.test(value.text)
  return !isSentence || !/^ [A-Za-z]/.test(text.slice(value.to, value.to + 2))
}

function nameBefore(text: string, end: number): Name | undefined {
  let to = end
  while (to > 0 && end - to < 4 && /[ \t\u00a0]/.test(text.charAt(to - 1))) to -= 1
  const closersEnd = to
  while (to > 0 && closersEnd - to < 4 && /["'`*~\\\])}>]/.test(text.charAt(to - 1))) to -= 1
  const isQuoted = to < closersEnd
  let from = to
  while (from > 0 && to - from < longestName && isOfName(text.charCodeAt(from - 1))) from -= 1
  if (from === to) return undefined
  const name = text.slice(from, to)
  const before = wordBefore(text, from)
  const strength = strengthOf(name, before)
  if (strength === undefined) return undefined
  const isProse =
    !isQuoted &&
    before !== '' &&
    /^(?:auth|tokens?|secrets?|credentials?|cookies?|keys?|pass|pin|bearer)$/i.test(name)
  return { text: name, before, strength, isProse }
}

/** The word before a name, where one blank lies between them. */
function wordBefore(text: string, end: number): string {
  if (text.charAt(end - 1) !== ' ') return ''
  const to = end - 1
  let from = to
  while (from > 0 && to - from < 30 && isOfName(text.charCodeAt(from - 1))) from -= 1
  return text.slice(from, to)
}

function isOfName(code: number): boolean {
  if (code < 128) {
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
    return isLetter || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 46 || code === 36
  }
  return code >= 0xc0 && !(code >= 0x2000 && code <= 0x206f) && code !== 0xff1a && code !== 0xff1d
}

function isHeader(name: string): boolean {
  return /(?:^|-)(?:authorization|(?:set-)?cookie)$/i.test(name)
}

/** Schemes with one word behind them, and those with a list of parameters: https://www.iana.org/assignments/http-authschemes */
const schemeWithToken =
  /^["'`]?\s{0,4}(?:bearer|basic|token|apikey|api-key|negotiate|ntlm|ssws|geniekey|splunk|key|jwt|bot|sharedkey|sharedkeylite|aws)(?:\s+|%20)/i
const schemeWithList =
  /^["'`]?\s{0,4}(?:digest|hawk|oauth|hmac|signature|aws4-hmac-sha256|aws4-ecdsa-p256-sha256|sharedaccesssignature|dpop|hoba|scram-sha-\d+|vapid)\s+/i

/** The value of `Authorization` without its scheme; cookies up to the end of the line. */
function readHeader(text: string, at: number, isCookie: boolean): Span | undefined {
  const head = text.slice(at, at + 60)
  const blank = /^[ \t]{0,8}["'`]?/.exec(head)?.[0] ?? ''
  const start = at + blank.length
  const rest = head.slice(blank.length)
  const token = schemeWithToken.exec(rest)?.[0]
  if (token !== undefined) {
    const value = readValue(text, start + token.length, false)
    return value
  }
  const list = schemeWithList.exec(rest)?.[0]
  if (list === undefined && !isCookie) return undefined
  const from = start + (list ?? '').length
  if (list === undefined && !text.slice(from, from + 100).includes('=')) return undefined
  // A quote inside the line belongs to a parameter of Digest; one that opened the value closes it.
  const end = list !== undefined && !/["'`]/.test(blank) ? /[\r\n]/g : /[\r\n"'`]/g
  end.lastIndex = from
  return { from, to: end.exec(text)?.index ?? text.length }
}
