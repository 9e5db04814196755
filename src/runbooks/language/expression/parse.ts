import { limits } from '../limits.js'
import { ExpressionProblem, type Operator, type Token, tokenize } from './tokens.js'

/** A value written out. */
export interface Literal {
  readonly kind: 'literal'
  readonly type: 'text' | 'number' | 'duration' | 'boolean'
  readonly value: string | number | boolean
  readonly at: number
}

/** Something known when the step is come to. */
export type Reference = { readonly kind: 'reference'; readonly at: number } & (
  | { readonly of: 'input'; readonly name: string }
  | { readonly of: 'step'; readonly step: string; readonly property: string }
  | { readonly of: 'item' }
)

export type Operand = Literal | Reference

export type Expression =
  | Operand
  | {
      readonly kind: 'compare'
      readonly operator: Operator
      readonly left: Operand
      readonly right: Operand
      readonly at: number
    }
  | { readonly kind: 'in'; readonly left: Operand; readonly options: readonly Operand[]; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[]; readonly at: number }
  | { readonly kind: 'not'; readonly inner: Expression; readonly at: number }

/** Combined ones, of an `include` and its steps, are longer than what people may write. */
const mostCharacters = limits.expression * 12

/**
 * `steps.tasks.result == 'fail' and not (inputs.how in ['soft'])`. Recursion is bounded by `limits.depth`. Throws an ExpressionProblem, and nothing
 * else.
 */
export function parseExpression(text: string): Expression {
  if (text.length > mostCharacters) throw new ExpressionProblem(0, 'The expression is too long.')
  const reader = new Reader(tokenize(text))
  const expression = either(reader, 0)
  reader.expectEnd()
  return expression
}

/** What stands in `{{ … }}`: one reference or literal. Throws an ExpressionProblem. */
export function parseOperand(text: string): Operand {
  if (text.length > mostCharacters) throw new ExpressionProblem(0, 'It is too long.')
  const reader = new Reader(tokenize(text))
  const found = operand(reader)
  reader.expectEnd()
  return found
}

class Reader {
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get token(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', at: 0 }
  }

  take(): Token {
    const { token } = this
    this.#next += 1
    return token
  }

  /** Goes past the token if it is this word or mark. */
  skip(value: string): boolean {
    const { token } = this
    const is = (token.kind === 'word' || token.kind === 'mark') && token.value === value
    if (is) this.#next += 1
    return is
  }

  expect(mark: string): void {
    if (!this.skip(mark))
      throw new ExpressionProblem(this.token.at, `Expected ${mark}, found ${shown(this.token)}.`)
  }

  expectEnd(): void {
    if (this.token.kind === 'end') return
    throw new ExpressionProblem(
      this.token.at,
      `Expected an end or \`and\`, \`or\`, found ${shown(this.token)}.`,
    )
  }
}

function either(reader: Reader, depth: number): Expression {
  return joined(reader, 'or', () => joined(reader, 'and', () => negated(reader, depth)))
}

function joined(reader: Reader, word: 'and' | 'or', part: () => Expression): Expression {
  const { at } = reader.token
  const parts = [part()]
  while (reader.skip(word)) parts.push(part())
  const [only, second] = parts
  return only !== undefined && second === undefined ? only : { kind: word, parts, at }
}

function negated(reader: Reader, depth: number): Expression {
  const { at } = reader.token
  if (depth > limits.depth)
    throw new ExpressionProblem(at, `Nested too deeply. Allowed: ${limits.depth} levels.`)
  if (reader.skip('not')) return { kind: 'not', inner: negated(reader, depth + 1), at }
  if (reader.skip('(')) {
    const inner = either(reader, depth + 1)
    reader.expect(')')
    return inner
  }
  return comparison(reader)
}

function comparison(reader: Reader): Expression {
  const left = operand(reader)
  const { token } = reader
  if (reader.skip('in')) return { kind: 'in', left, options: listOf(reader), at: token.at }
  if (token.kind !== 'operator') return left
  reader.take()
  const compared: Expression = {
    kind: 'compare',
    operator: token.value,
    left,
    right: operand(reader),
    at: token.at,
  }
  if (reader.token.kind === 'operator') {
    throw new ExpressionProblem(reader.token.at, 'Compare two values at a time: `a < b and b < c`.')
  }
  return compared
}

function listOf(reader: Reader): readonly Operand[] {
  reader.expect('[')
  const options = [operand(reader)]
  while (reader.skip(',')) options.push(operand(reader))
  reader.expect(']')
  return options
}

function operand(reader: Reader): Operand {
  const token = reader.take()
  switch (token.kind) {
    case 'text':
    case 'number':
    case 'duration':
      return { kind: 'literal', type: token.kind, value: token.value, at: token.at }
    case 'word':
      return wordOf(token.value, token.at)
    default:
      throw new ExpressionProblem(token.at, `Expected a value, found ${shown(token)}.`)
  }
}

function wordOf(word: string, at: number): Operand {
  if (word === 'true' || word === 'false') {
    return { kind: 'literal', type: 'boolean', value: word === 'true', at }
  }
  const [first, name = '', property = '', ...rest] = word.split('.')
  if (word === 'item') return { kind: 'reference', of: 'item', at }
  if (first === 'inputs' && name !== '' && property === '' && rest.length === 0 && !word.endsWith('.')) {
    return { kind: 'reference', of: 'input', name, at }
  }
  if (first === 'steps' && name !== '' && property !== '' && rest.length === 0) {
    return { kind: 'reference', of: 'step', step: name, property, at }
  }
  throw new ExpressionProblem(
    at,
    `\`${word.slice(0, 80)}\` is no value. Values are inputs.<name>, steps.<id>.<what>, item, 'text', 12, 10m, true and false.`,
  )
}

function shown(token: Token): string {
  return token.kind === 'end' ? 'the end' : `\`${String(token.value).slice(0, 40)}\``
}

/** The expression as text again, with other references: what an `include` or a `for_each` makes of it. */
export function write(expression: Expression, rename: (reference: Reference) => Operand): string {
  switch (expression.kind) {
    case 'literal':
    case 'reference':
      return writeOperand(expression, rename)
    case 'compare':
      return `${writeOperand(expression.left, rename)} ${expression.operator} ${writeOperand(expression.right, rename)}`
    case 'in':
      return `${writeOperand(expression.left, rename)} in [${expression.options.map((option) => writeOperand(option, rename)).join(', ')}]`
    case 'not':
      return `not (${write(expression.inner, rename)})`
    case 'and':
    case 'or':
      return expression.parts.map((part) => `(${write(part, rename)})`).join(` ${expression.kind} `)
  }
}

export function writeOperand(operand: Operand, rename: (reference: Reference) => Operand): string {
  const renamed = operand.kind === 'reference' ? rename(operand) : operand
  if (renamed.kind === 'reference') return nameOf(renamed)
  if (renamed.type === 'text') return `'${String(renamed.value).replaceAll("'", "''")}'`
  return renamed.type === 'duration' ? `${Math.round(Number(renamed.value) / 1_000)}s` : String(renamed.value)
}

/** `steps.tasks.cause` */
export function nameOf(reference: Reference): string {
  switch (reference.of) {
    case 'input':
      return `inputs.${reference.name}`
    case 'step':
      return `steps.${reference.step}.${reference.property}`
    case 'item':
      return 'item'
  }
}
