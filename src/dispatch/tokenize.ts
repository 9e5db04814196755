import { isBlank, isDash, isLongDash } from './characters.js'
import {
  closerOf,
  findLastQuotes,
  isApostrophe,
  isEscapable,
  isQuote,
  type LastQuotes,
  scanQuoted,
} from './quotes.js'

/** One word of what was typed. */
export interface Token {
  /** As it was typed, quotes and all: for showing the command again. */
  readonly typed: string
  /** What is meant: quotes and escapes resolved, a phone's dash before a figure made a minus. */
  readonly text: string
  /** Set for `--name`, `--name=value` and `name=value`. */
  readonly option?: Option
}

export interface Option {
  /** Lower case. */
  readonly name: string
  /** With dashes; `name=value` may turn out to be an ordinary word. */
  readonly dashed: boolean
  /** Absent for `--name` alone. */
  readonly value?: string
}

interface Word {
  readonly text: string
  readonly end: number
  /** Began with a quote or a backslash: it is a value whatever it looks like. */
  readonly literal: boolean
  /** Where in `text` the first unquoted `=` is; -1: nowhere. */
  readonly equals: number
}

/**
 * Splits what was typed into words. Understands quotes (straight and typographic), backslashes, and what phones make of dashes. Never
 * throws: a quote without an end reaches to the end. Takes time in proportion to the length.
 */
export function tokenize(text: string): readonly Token[] {
  const last = findLastQuotes(text)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (isBlank(text.charAt(at))) {
      at += 1
      continue
    }
    const word = scanWord(text, at, last)
    tokens.push(toToken(word, text.slice(at, word.end)))
    at = word.end
  }
  return tokens
}

function scanWord(text: string, start: number, last: LastQuotes): Word {
  let at = start
  let value = ''
  let equals = -1
  let literal = false
  let valueStart = start
  while (at < text.length) {
    const character = text.charAt(at)
    if (isBlank(character)) break
    if (character === '\\' && isEscapable(text.charAt(at + 1))) {
      if (at === start) literal = true
      value += text.charAt(at + 1)
      at += 2
      continue
    }
    if (isQuote(character) && (at === valueStart || !isApostrophe(character))) {
      const closer = closerOf(text, at, last)
      if (closer !== undefined || !isApostrophe(character)) {
        if (at === start) literal = true
        const quoted = scanQuoted(text, at + 1, closer)
        value += quoted.text
        at = quoted.end
        continue
      }
    }
    if (character === '=' && equals === -1) {
      equals = value.length
      valueStart = at + 1
    }
    value += character
    at += 1
  }
  return { text: value, end: at, literal, equals }
}

function toToken(word: Word, typed: string): Token {
  if (word.literal) return { typed, text: word.text }
  let dashes = 0
  while (dashes < word.text.length && isDash(word.text.charAt(dashes))) dashes += 1
  const rest = word.text.slice(dashes)
  if (dashes > 0) return toDashed(word, typed, dashes, rest)
  if (word.equals < 1 || !/^[a-z][a-z0-9_-]*=/i.test(rest)) return { typed, text: word.text }
  const option = splitOption(rest, word.equals)
  return { typed, text: word.text, option: { ...option, dashed: false } }
}

function toDashed(word: Word, typed: string, dashes: number, rest: string): Token {
  if (/^[a-z]/i.test(rest)) {
    const option = splitOption(rest, word.equals - dashes)
    return { typed, text: word.text, option: { ...option, dashed: true } }
  }
  if (dashes === 1 && /^\d/.test(rest) && !isLongDash(word.text.charAt(0))) return { typed, text: `-${rest}` }
  return { typed, text: word.text }
}

function splitOption(text: string, equals: number): { readonly name: string; readonly value?: string } {
  if (equals < 0) return { name: text.toLowerCase() }
  return { name: text.slice(0, equals).toLowerCase(), value: text.slice(equals + 1) }
}
