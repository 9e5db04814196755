import { isBlank, isDash } from './characters.js'

/** What may close a quote, by what opened it, the likeliest first: phones change one of the two and not the other. */
const closers: Readonly<Record<string, readonly string[]>> = {
  '"': ['"', '”', '“'],
  '“': ['”', '“', '"'],
  '”': ['”', '"'],
  '„': ['“', '”', '"'],
  '«': ['»'],
  '»': ['«', '»'],
  "'": ["'", '’', '‘'],
  '‘': ['’', '‘', "'"],
  '’': ['’', "'"],
  '‚': ['‘', '’', "'"],
}

/** These are apostrophes, too: they close only where a word ends, and without a partner they are letters. */
const apostrophes = new Set(["'", '‘', '’', '‚'])

export function isQuote(character: string): boolean {
  return character in closers
}

export function isApostrophe(character: string): boolean {
  return apostrophes.has(character)
}

/** Where each closing quote stands last; found in one pass, so that choosing a closer takes no search. */
export type LastQuotes = ReadonlyMap<string, number>

export function findLastQuotes(text: string): LastQuotes {
  const last = new Map<string, number>()
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (isQuote(character) && closesAt(text, at)) last.set(character, at)
  }
  return last
}

/** Whether the quote at this place can close: an apostrophe inside a word cannot. */
export function closesAt(text: string, at: number): boolean {
  if (!isApostrophe(text.charAt(at))) return true
  return at + 1 >= text.length || isBlank(text.charAt(at + 1))
}

/** The character that ends the quote opened at this place; undefined: nothing does. */
export function closerOf(text: string, at: number, last: LastQuotes): string | undefined {
  return closers[text.charAt(at)]?.find((closer) => (last.get(closer) ?? -1) > at)
}

/** What stands in quotes from here on, escapes resolved, and where it ends: behind the closing quote, or at the end of the text. */
export function scanQuoted(
  text: string,
  start: number,
  closer: string | undefined,
): { text: string; end: number } {
  let at = start
  let value = ''
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '\\' && isEscapable(text.charAt(at + 1))) {
      value += text.charAt(at + 1)
      at += 2
      continue
    }
    if (character === closer && closesAt(text, at)) return { text: value, end: at + 1 }
    value += character
    at += 1
  }
  return { text: value, end: at }
}

/** Before anything else a backslash is a letter: `C:\temp` stays. */
export function isEscapable(character: string): boolean {
  return (
    character !== '' && (character === '\\' || isQuote(character) || isBlank(character) || isDash(character))
  )
}
