import type { Token } from '../tokenize.js'

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
