import type { Offer } from '../../core/user-error.js'
import type { Token } from '../tokenize.js'
import { optionName } from '../usage.js'

/** What was typed, to show it again with one word set right. */
export interface Line {
  readonly prompt: string
  readonly tokens: readonly Token[]
}

/** The same command with one word replaced. */
export function retype(line: Line, at: number, replacement: string): string {
  const token = line.tokens[at]
  const kept = token?.option?.value === undefined ? '' : token.typed.slice(0, token.typed.indexOf('=') + 1)
  return retypeRange(line, at, at + 1, kept + replacement)
}

/** The same command with the words from `from` up to `to` (exclusive) replaced; an empty replacement leaves them out. */
export function retypeRange(line: Line, from: number, to: number, replacement: string): string {
  const words = line.tokens.map((token) => token.typed)
  const replaced = replacement === '' ? [] : [replacement]
  return [line.prompt, ...words.slice(0, from), ...replaced, ...words.slice(to)].join(' ')
}

/** The same command with more at its end. */
export function extended(line: Line, addition: string): string {
  return [line.prompt, ...line.tokens.map((token) => token.typed), addition].join(' ')
}

/** A button that asks for one argument anew: the same line, with its name and no value at the end. */
export function askedAnew({ tokens }: Line, key: string, at: number): Offer {
  const name = optionName(key)
  const before = tokens[at - 1]?.option
  // `--for 8d`: the name goes with its value.
  const isNamed = tokens[at]?.option === undefined && before?.dashed === true && before.value === undefined
  const kept = tokens.filter((_, index) => index !== at && !(isNamed && index === at - 1))
  return { text: 'Change it', line: [...kept.map(({ typed }) => typed), `--${name}`].join(' ') }
}
