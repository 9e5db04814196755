import { masked, type Span } from './span.js'

/** A value behind a name. The span takes its quotes in; the text is what stands between them. */
export interface Value extends Span {
  readonly text: string
  readonly quoted: boolean
}

const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '«': '»',
}
const brackets: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' }
/** A list or an object in brackets is taken whole up to here; one that is not closed up to the end of its line. */
const longestInBrackets = 1_000
/** Quotes of books are closed within this, or are none. */
const longestInBookQuotes = 300
/** How far ahead of a comma is looked for the next name. */
const nextPair = /^[ \t]{0,3}["'`]?[\p{L}\p{N}_][\p{L}\p{N}_.$@[\]-]{0,60}["'`]?\s{0,2}(?:=|:(?!\/\/))/u

/**
 * The value that begins behind a separator: quoted, in brackets, a block of YAML, or up to where the next pair begins. A quote that is
 * never closed was cut off: then everything is the value. Undefined where nothing stands.
 * @param newline whether the value may stand on the next line
 */
export function readValue(text: string, at: number, newline = true): Value | undefined {
  const from = beginningOf(text, at, newline)
  if (from === undefined) return undefined
  if (text.startsWith(masked, from)) return valueOf(text, from, from + masked.length, false)
  const block = readBlock(text, from)
  if (block !== undefined) return block
  // Letters that Python writes before a quote: b'…', r"…".
  const prefixed = /[bBrRuUfF]/.test(text.charAt(from)) && /["']/.test(text.charAt(from + 1)) ? 1 : 0
  const first = text.charAt(from + prefixed)
  const quote = closing[first]
  if (quote === first) return readQuoted(text, from, from + prefixed + 1, quote)
  if (quote !== undefined) {
    const inside = text.slice(from + 1, from + longestInBookQuotes)
    const length = inside.indexOf(quote)
    if (length >= 0) return quotedValue(text, from + 1, from + 1 + length, from, from + 2 + length)
  }
  // ${…} of a shell and of GitHub Actions.
  if (first === '$' && text.charAt(from + 1) === '{') {
    return valueOf(text, from, readBrackets(text, from + 1, '{', '}').to, false)
  }
  const bracket = brackets[first]
  return bracket === undefined ? readBare(text, from) : readBrackets(text, from, first, bracket)
}

function beginningOf(text: string, at: number, newline: boolean): number | undefined {
  let from = at
  while (/[ \t\u00a0*]/.test(text.charAt(from)) && from - at < 40) from += 1
  if (newline && /[\r\n]/.test(text.charAt(from))) {
    // On the next line only where it is set in or quoted: else that line is another matter.
    const indent = /^\r?\n(?:[ \t]{1,40}|(?=["']))/.exec(text.slice(from, from + 44))?.[0]
    if (indent === undefined) return undefined
    from += indent.length
  }
  return from >= text.length || /\s/.test(text.charAt(from)) ? undefined : from
}

/** `|` or `>` and the lines that are set in below it. */
function readBlock(text: string, from: number): Value | undefined {
  const head = /^[|>][+-]?\d?[ \t]*\r?\n(?=([ \t]+))/.exec(text.slice(from, from + 60))
  if (head?.[1] === undefined) return flattened(text, from)
  const start = from + head[0].length
  let to = start
  while (to < text.length && (text.startsWith(head[1], to) || text.charAt(to) === '\n')) {
    const end = text.indexOf('\n', to)
    to = end < 0 ? text.length : end + 1
  }
  const end = to > start && text.charAt(to - 1) === '\n' ? to - 1 : to
  return quotedValue(text, start, end, from, end)
}

/** The same once its lines were put into one. */
function flattened(text: string, from: number): Value | undefined {
  const head = /^[|>][+-]?\d?[ \t]{1,20}(?=\S)/.exec(text.slice(from, from + 30))?.[0]
  const value = head === undefined ? undefined : readBare(text, from + head.length)
  return value === undefined ? undefined : quotedValue(text, value.from, value.to, from, value.to)
}

/** @param inside behind the first quote */
function readQuoted(text: string, from: number, inside: number, quote: string): Value {
  const isTriple = text.startsWith(quote + quote, inside)
  const start = isTriple ? inside + 2 : inside
  for (let to = start; to < text.length; to += 1) {
    const letter = text.charAt(to)
    if (letter === '\\') to += 1
    else if (letter === quote) return quotedValue(text, start, to, from, to + (isTriple ? 3 : 1))
  }
  return quotedValue(text, start, text.length, from, text.length)
}

function quotedValue(text: string, start: number, end: number, from: number, to: number): Value {
  return { from, to: Math.min(to, text.length), text: text.slice(start, end), quoted: true }
}

function readBrackets(text: string, from: number, open: string, close: string): Value {
  let depth = 0
  const most = Math.min(text.length, from + longestInBrackets)
  for (let to = from; to < most; to += 1) {
    const letter = text.charAt(to)
    if (letter === open) depth += 1
    else if (letter === close) {
      depth -= 1
      if (depth === 0) return valueOf(text, from, to + 1, false)
    }
  }
  const newline = text.slice(from, most).indexOf('\n')
  return valueOf(text, from, newline < 0 ? most : from + newline, false)
}

/** Passwords have commas, brackets and quotes in them: these end one only where something else begins behind them. */
function readBare(text: string, from: number): Value | undefined {
  let to = from
  for (; to < text.length; to += 1) {
    const letter = text.charAt(to)
    if (/\s/.test(letter)) break
    if (/[,;&]/.test(letter)) {
      const ahead = text.slice(to + 1, to + 70)
      if (ahead === '' || /^[\s"'`{}[\]]/.test(ahead) || nextPair.test(ahead)) break
    } else if (/["'`)\]}]/.test(letter)) {
      const next = text.charAt(to + 1)
      if (next === '' || /[\s,;&)\]}>:"'`|.]/.test(next)) break
    } else if (letter === '<' && /[/!a-zA-Z@#]/.test(text.charAt(to + 1))) break
  }
  // The backslash belongs to the quote that ended it.
  while (to > from && text.charAt(to - 1) === '\\' && /["'`]/.test(text.charAt(to))) to -= 1
  return to === from ? undefined : valueOf(text, from, to, false)
}

function valueOf(text: string, from: number, to: number, quoted: boolean): Value {
  return { from, to, text: text.slice(from, to), quoted }
}
