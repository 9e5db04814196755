import { isBlank } from './characters.js'
import { closerOf, findLastQuotes, isApostrophe, isQuote, scanQuoted } from './quotes.js'

/** What Slack's composer puts around bold, italic, struck and code: https://docs.slack.dev/messaging/formatting-message-text#basic-formatting */
const marks = ['*', '_', '~', '`'] as const
type Mark = (typeof marks)[number]

const fence = '```'

/**
 * The words without the marks of Slack's composer: `*status*`, a `` `staging` `` in code, a whole line in a code block. Only pairs around whole words are marks, so
 * that `__init__`, `a*b` and a lone `*` stay; and in quotes everything stays.
 */
export function withoutMarks(text: string): string {
  const lastQuotes = findLastQuotes(text)
  const closers = findClosers(text)
  const dropped = new Set<number>()
  let begins = true
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (isQuote(character) && (begins || !isApostrophe(character))) {
      const closer = closerOf(text, at, lastQuotes)
      if (closer !== undefined || !isApostrophe(character)) {
        at = scanQuoted(text, at + 1, closer).end
        begins = false
        continue
      }
    }
    const pair = begins ? pairFrom(text, at, closers, dropped) : undefined
    if (pair !== undefined) {
      for (let of = 0; of < pair.length; of += 1) dropped.add(at + of).add(pair.closer + of)
      at += pair.length
      continue
    }
    // After the = of `name=value` a value begins, and it may be marked by itself.
    begins = isBlank(character) || character === '=' || dropped.has(at)
    at += 1
  }
  if (dropped.size === 0) return text
  return [...Array(text.length).keys()]
    .map((index) => (dropped.has(index) ? '' : text.charAt(index)))
    .join('')
}

interface Pair {
  readonly length: number
  /** Where the closing mark begins. */
  readonly closer: number
}

function pairFrom(
  text: string,
  at: number,
  closers: Closers,
  dropped: ReadonlySet<number>,
): Pair | undefined {
  const mark = text.charAt(at)
  if (!isMark(mark)) return undefined
  if (text.startsWith(fence, at)) {
    const closer = text.indexOf(fence, at + fence.length)
    return closer === -1 || dropped.has(closer) ? undefined : { length: fence.length, closer }
  }
  const next = text.charAt(at + 1)
  if (next === mark || isBlank(next)) return undefined
  const closer = closers[mark][at + 1] ?? -1
  return closer === -1 || dropped.has(closer) ? undefined : { length: 1, closer }
}

/** For each mark and place: where the next one stands that closes on the same line; -1: nowhere. */
type Closers = Readonly<Record<Mark, Int32Array>>

/** In one pass from the end, so that finding a partner takes no search. */
function findClosers(text: string): Closers {
  const found = Object.fromEntries(marks.map((mark) => [mark, new Int32Array(text.length + 1)])) as Record<
    Mark,
    Int32Array
  >
  for (const mark of marks) {
    let next = -1
    for (let at = text.length; at >= 0; at -= 1) {
      if (text.charAt(at) === '\n') next = -1
      if (text.charAt(at) === mark && closesAt(text, at)) next = at
      found[mark][at] = next
    }
  }
  return found
}

/** A closing mark stands behind a word, and no letter or figure behind it. */
function closesAt(text: string, at: number): boolean {
  const before = text.charAt(at - 1)
  if (before === '' || isBlank(before) || before === text.charAt(at)) return false
  return !/[\p{L}\p{N}]/u.test(text.charAt(at + 1)) && text.charAt(at + 1) !== text.charAt(at)
}

function isMark(character: string): character is Mark {
  return marks.includes(character as Mark)
}
