import { parseDuration } from '../../../core/duration.js'

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='

export type Token = { readonly at: number } & (
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number' | 'duration'; readonly value: number }
  /** `inputs.service`, `steps.tasks.cause`, `item`; and `and`, `or`, `not`, `in`, `true`, `false`. */
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'operator'; readonly value: Operator }
  | { readonly kind: 'mark'; readonly value: '(' | ')' | '[' | ']' | ',' }
  | { readonly kind: 'end' }
)

/** What is wrong in an expression, in a sentence; `at` counts characters from 0. */
export class ExpressionProblem extends Error {
  readonly at: number

  constructor(at: number, what: string) {
    super(what)
    this.at = at
  }
}

const operators: readonly string[] = ['==', '!=', '<=', '>=', '<', '>'] satisfies Operator[]

/** What people write who know another language. */
const elsewhere: Readonly<Record<string, string>> = {
  '=': 'Write == to compare.',
  '!': 'Write `not`.',
  '&': 'Write `and`.',
  '|': 'Write `or`.',
  '"': 'Write texts in single quotes.',
}

/** Takes time in proportion to the length. Throws an ExpressionProblem. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (/\s/.test(character)) at += 1
    else {
      const { token, end } = tokenAt(text, at)
      tokens.push(token)
      at = end
    }
  }
  return [...tokens, { kind: 'end', at: text.length }]
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly end: number } {
  const character = text.charAt(at)
  const operator = operators.find((known) => text.startsWith(known, at))
  if (operator !== undefined) {
    return { token: { kind: 'operator', value: operator as Operator, at }, end: at + operator.length }
  }
  if ('()[],'.includes(character)) {
    return { token: { kind: 'mark', value: character as '(', at }, end: at + 1 }
  }
  if (character === "'") return textAt(text, at)
  if (/[0-9-]/.test(character)) return numberAt(text, at)
  if (/[A-Za-z]/.test(character)) {
    const end = endOf(text, at, /[\w./-]/)
    return { token: { kind: 'word', value: text.slice(at, end), at }, end }
  }
  const shown = character.replace(/\p{C}/u, '?')
  throw new ExpressionProblem(at, `I do not know ${shown} here. ${elsewhere[character] ?? ''}`.trim())
}

/** `'it''s'` is it's, as in YAML and SQL. */
function textAt(text: string, start: number): { readonly token: Token; readonly end: number } {
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) !== "'") value += text.charAt(at)
    else if (text.charAt(at + 1) === "'") {
      value += "'"
      at += 1
    } else return { token: { kind: 'text', value, at: start }, end: at + 1 }
  }
  throw new ExpressionProblem(start, "A text that begins with ' has no end.")
}

function numberAt(text: string, at: number): { readonly token: Token; readonly end: number } {
  const end = endOf(text, at + 1, /[\w.]/)
  const written = text.slice(at, end)
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(written)) {
    return { token: { kind: 'number', value: Number(written), at }, end }
  }
  const duration = parseDuration(written)
  if (duration !== undefined) return { token: { kind: 'duration', value: duration, at }, end }
  throw new ExpressionProblem(at, `${written} is neither a number (12, 3.5) nor a duration (10m).`)
}

function endOf(text: string, from: number, pattern: RegExp): number {
  let end = from
  while (end < text.length && pattern.test(text.charAt(end))) end += 1
  return end
}
