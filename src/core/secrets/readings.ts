import { everyMatch } from './every-match.js'
import { invisible } from '../printable.js'
import type { Span } from './span.js'

/** A text as somebody may read it, and where each of its letters stands in the text it was read from. */
export interface Reading {
  readonly text: string
  /** The same place in the original. */
  readonly original: (span: Span) => Span
}

/** JSON in JSON in a query string is seen; what is wrapped more often is not. */
const mostLayers = 3

/** One escaped letter of JSON and most languages, of a URL, or of HTML. */
const escaped =
  /%[0-7][0-9a-f]|%[c-f][0-9a-f](?:%[89ab][0-9a-f]){1,3}|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|["'`\\/nrt])|&(?:quot|apos|amp|lt|gt|nbsp|equals|colon|#\d{1,7}|#x[0-9a-f]{1,6});/gi

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  equals: '=',
  colon: ':',
}
const blanks: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * The text without what cannot be seen, then the same unescaped, once, twice and three times, as long as there is something to
 * unescape: a secret is one in whatever wrapping it was logged.
 */
export function* readings(text: string): Generator<Reading> {
  let reading = seen({ text, original: (span) => span })
  yield reading
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const next = replaced(reading, escaped, unescaped)
    if (next === undefined) return
    reading = seen(next)
    yield reading
  }
}

function seen(reading: Reading): Reading {
  return replaced(reading, invisible, () => '') ?? reading
}

/** @param letter gives one character, or none */
function replaced(
  { text, original }: Reading,
  what: RegExp,
  letter: (found: string) => string,
): Reading | undefined {
  const parts: string[] = []
  /** Where parts begin in the new text and in the old one, and how long an old letter is where the part is one letter. */
  const starts: number[] = []
  const sources: number[] = []
  let length = 0
  let rest = 0
  const add = (part: string, source: number) => {
    if (part === '') return
    parts.push(part)
    starts.push(length)
    sources.push(source)
    length += part.length
  }
  for (const match of everyMatch(text, what)) {
    add(text.slice(rest, match.index), rest)
    add(letter(match[0]), match.index)
    rest = match.index + match[0].length
  }
  if (rest === 0) return undefined
  add(text.slice(rest), rest)
  const sourceOf = (place: number) => {
    const part = lastAtMost(starts, place)
    return (sources[part] ?? 0) + place - (starts[part] ?? 0)
  }
  return {
    text: parts.join(''),
    original: ({ from, to }) =>
      original({ from: sourceOf(from), to: to >= length ? text.length : sourceOf(to) }),
  }
}

/** Index of the last number that is not above the limit. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((sorted[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}

function unescaped(found: string): string {
  if (found.startsWith('%'))
    return found.length === 3 ? character(Number.parseInt(found.slice(1), 16)) : utf8(found)
  if (found.startsWith('&#')) {
    const digits = found.slice(2, -1)
    return character(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits))
  }
  if (found.startsWith('&')) return entities[found.slice(1, -1).toLowerCase()] ?? ' '
  const kind = found.charAt(1)
  if (found.length > 2) return character(Number.parseInt(found.slice(2), 16))
  return blanks[kind] ?? kind
}

/** Always one unit long: whatever lies outside of the first plane is no part of a name. */
function character(code: number): string {
  return code > 0xff_ff ? '\ufffd' : String.fromCharCode(code)
}

/** A letter of two or three bytes; errors would be slow. */
function utf8(found: string): string {
  const bytes = found
    .split('%')
    .slice(1)
    .map((byte) => Number.parseInt(byte, 16))
  const [first = 0, second = 0, third = 0] = bytes
  if (bytes.length === 2 && first < 0xe0) return character(((first & 0x1f) << 6) | (second & 0x3f))
  if (bytes.length !== 3 || first < 0xe0 || first > 0xef) return '\ufffd'
  return character(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f))
}
