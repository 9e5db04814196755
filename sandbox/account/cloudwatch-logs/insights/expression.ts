import { type Accumulator, aggregates } from './aggregates.js'
import { functions, periodOf } from './functions.js'
import type { Reader, Token } from './reader.js'
import type { Row } from './row.js'
import { compare, isTrue, numberOf, textOf, type Value } from './values.js'

/** An expression, ready to be asked about a row. */
export type Expression = (row: Row) => Value

/** An aggregate within a `stats` expression: what it takes in of each row, and under which name its result lies. */
export interface Slot {
  readonly name: string
  readonly of: Expression
  readonly create: () => Accumulator
}

/** Parses an expression. With `slots`, aggregates are known and noted there; without, they are refused. */
export function parseExpression(reader: Reader, slots?: Slot[]): Expression {
  return either(reader, slots)
}

function either(reader: Reader, slots: Slot[] | undefined): Expression {
  let left = both(reader, slots)
  while (reader.takeWord('or')) {
    const before = left
    const right = both(reader, slots)
    left = (row) => isTrue(before(row)) || isTrue(right(row))
  }
  return left
}

function both(reader: Reader, slots: Slot[] | undefined): Expression {
  let left = negation(reader, slots)
  while (reader.takeWord('and')) {
    const before = left
    const right = negation(reader, slots)
    left = (row) => isTrue(before(row)) && isTrue(right(row))
  }
  return left
}

function negation(reader: Reader, slots: Slot[] | undefined): Expression {
  if (!reader.takeWord('not')) return comparison(reader, slots)
  const inner = negation(reader, slots)
  return (row) => !isTrue(inner(row))
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function comparison(reader: Reader, slots: Slot[] | undefined): Expression {
  const left = sum(reader, slots)
  const next = reader.peek()
  if (next.kind === 'sign' && next.text === '=~') {
    reader.take()
    return matching(reader, left)
  }
  const holds = next.kind === 'sign' ? comparisons[next.text] : undefined
  if (holds !== undefined) {
    reader.take()
    const right = sum(reader, slots)
    const isUnequal = next.text === '!='
    return (row) => {
      const value = left(row)
      const other = right(row)
      // What a line does not have is equal to nothing and greater than nothing.
      if (value === undefined || other === undefined) return isUnequal && value !== other
      return holds(compare(value, other))
    }
  }
  const isNegated = reader.takeWord('not')
  if (reader.takeWord('like')) {
    const like = matching(reader, left)
    return isNegated ? (row) => !isTrue(like(row)) : like
  }
  if (reader.takeWord('in')) {
    const list = members(reader)
    return (row) => {
      const value = left(row)
      return (value !== undefined && list.some((member) => compare(value, member(row)) === 0)) !== isNegated
    }
  }
  if (isNegated) throw reader.refuse(reader.peek())
  return left
}

/** The right side of `like` and `=~`: a text that is contained, or a regular expression. */
function matching(reader: Reader, left: Expression): Expression {
  const regex = reader.takeRegex()
  if (regex !== undefined) return (row) => regex.test(textOf(left(row)))
  const token = reader.take()
  if (token.kind !== 'text') throw reader.refuse(token)
  return (row) => textOf(left(row)).includes(token.text)
}

function members(reader: Reader): Expression[] {
  reader.expectSign('[')
  const list: Expression[] = []
  do list.push(sum(reader, undefined))
  while (reader.takeSign(','))
  reader.expectSign(']')
  return list
}

function arithmetic(
  apply: (left: number, right: number) => number,
  left: Expression,
  right: Expression,
): Expression {
  return (row) => {
    const first = numberOf(left(row))
    const second = numberOf(right(row))
    if (first === undefined || second === undefined) return undefined
    const result = apply(first, second)
    return Number.isFinite(result) ? result : undefined
  }
}

function sum(reader: Reader, slots: Slot[] | undefined): Expression {
  let left = product(reader, slots)
  for (;;) {
    if (reader.takeSign('+')) left = arithmetic((a, b) => a + b, left, product(reader, slots))
    else if (reader.takeSign('-')) left = arithmetic((a, b) => a - b, left, product(reader, slots))
    else return left
  }
}

function product(reader: Reader, slots: Slot[] | undefined): Expression {
  let left = power(reader, slots)
  for (;;) {
    if (reader.takeSign('*')) left = arithmetic((a, b) => a * b, left, power(reader, slots))
    else if (reader.takeSign('/')) left = arithmetic((a, b) => a / b, left, power(reader, slots))
    else if (reader.takeSign('%')) left = arithmetic((a, b) => a % b, left, power(reader, slots))
    else return left
  }
}

function power(reader: Reader, slots: Slot[] | undefined): Expression {
  const base = primary(reader, slots)
  return reader.takeSign('^') ? arithmetic((a, b) => a ** b, base, power(reader, slots)) : base
}

function primary(reader: Reader, slots: Slot[] | undefined): Expression {
  const token = reader.take()
  if (token.kind === 'text') return () => token.text
  if (token.kind === 'number') {
    const number = Number(token.text)
    return () => number
  }
  if (token.kind === 'quotedField') return (row) => row.get(token.text)
  if (token.kind === 'sign' && token.text === '(') {
    const inner = either(reader, slots)
    reader.expectSign(')')
    return inner
  }
  if (token.kind === 'sign' && token.text === '-') {
    const inner = primary(reader, slots)
    return arithmetic(
      (a, b) => a - b,
      () => 0,
      inner,
    )
  }
  if (token.kind !== 'word') throw reader.refuse(token)
  if (reader.takeSign('(')) return call(reader, token, slots)
  const constant = token.text.toLowerCase()
  if (constant === 'true' || constant === 'false') return () => constant === 'true'
  return (row) => row.get(token.text)
}

function call(reader: Reader, name: Token, slots: Slot[] | undefined): Expression {
  const known = name.text.toLowerCase()
  if (known === 'bin' || known === 'datefloor' || known === 'dateceil') return periodCall(reader, known)
  const aggregate = aggregates[known]
  if (aggregate !== undefined) {
    if (slots === undefined) throw reader.refuse(name, `${name.text} is only known to stats, but stands`)
    return aggregateCall(reader, known, slots)
  }
  const found = functions[known]
  if (found === undefined) throw reader.refuse(name, `unknown function ${name.text}`)
  const values: Expression[] = []
  if (!reader.takeSign(')')) {
    do values.push(either(reader, slots))
    while (reader.takeSign(','))
    reader.expectSign(')')
  }
  if (values.length < found.least || values.length > found.most) {
    throw reader.refuse(name, `wrong number of arguments for ${name.text}`)
  }
  return (row) => found.apply(values.map((value) => value(row)))
}

function aggregateCall(reader: Reader, known: string, slots: Slot[]): Expression {
  let of: Expression = () => 1
  let extra = 0
  const isAll =
    known === 'count' &&
    (reader.takeSign('*') || (reader.peek().text === ')' && reader.peek().kind === 'sign'))
  if (!isAll) of = sum(reader, undefined)
  const aggregate = aggregates[known]
  if (aggregate === undefined) throw reader.refuse(reader.peek())
  if (aggregate.extra > 0) {
    reader.expectSign(',')
    const number = reader.take()
    if (number.kind !== 'number') throw reader.refuse(number)
    extra = Number(number.text)
  }
  reader.expectSign(')')
  const name = `slot ${slots.length}`
  slots.push({ name, of, create: () => aggregate.create(extra) })
  return (row) => row.get(name)
}

/** `bin(5m)`, which is `datefloor(@timestamp, 5m)`. */
function periodCall(reader: Reader, known: string): Expression {
  let of: Expression = (row) => row.get('@timestamp')
  if (known !== 'bin') {
    of = sum(reader, undefined)
    reader.expectSign(',')
  }
  const token = reader.take()
  const period = token.kind === 'word' ? periodOf(token.text) : undefined
  if (period === undefined) throw reader.refuse(token, `${token.text} is no period such as 5m`)
  reader.expectSign(')')
  const round = known === 'dateceil' ? Math.ceil : Math.floor
  return (row) => {
    const at = numberOf(of(row))
    return at === undefined ? undefined : new Date(round(at / period) * period)
  }
}
