/** A series of a query, or a plain number. */
export type Operand = number | ReadonlyMap<number, number>

/** Thrown for an expression that cannot be read, with what is wrong. */
export class ExpressionError extends Error {}

type Tokens = string[]

/**
 * Computes a metric math expression: numbers, ids, `+ - * /`, parentheses, and SUM, AVG, MIN, MAX and FILL.
 * As in CloudWatch, an operation between two series has a value only where both have one, and a division by zero none.
 */
export function evaluate(expression: string, lookUp: (id: string) => Operand | undefined): Operand {
  const tokens: Tokens = expression.match(/[A-Za-z][A-Za-z0-9_]*|\d+(?:\.\d+)?|\S/g) ?? []
  const result = sum(tokens, lookUp)
  if (tokens.length > 0) throw new ExpressionError(`Unexpected "${tokens[0]}"`)
  return result
}

type LookUp = (id: string) => Operand | undefined

function sum(tokens: Tokens, lookUp: LookUp): Operand {
  let left = product(tokens, lookUp)
  while (tokens[0] === '+' || tokens[0] === '-') {
    const operator = tokens.shift()
    const right = product(tokens, lookUp)
    left = combine(left, right, operator === '+' ? (a, b) => a + b : (a, b) => a - b)
  }
  return left
}

function product(tokens: Tokens, lookUp: LookUp): Operand {
  let left = factor(tokens, lookUp)
  while (tokens[0] === '*' || tokens[0] === '/') {
    const operator = tokens.shift()
    const right = factor(tokens, lookUp)
    left = combine(left, right, operator === '*' ? (a, b) => a * b : (a, b) => a / b)
  }
  return left
}

function factor(tokens: Tokens, lookUp: LookUp): Operand {
  const token = tokens.shift()
  if (token === undefined) throw new ExpressionError('The expression ends too early')
  if (token === '-') return combine(0, factor(tokens, lookUp), (a, b) => a - b)
  if (/^\d/.test(token)) return Number(token)
  if (token === '(') {
    const inner = sum(tokens, lookUp)
    expect(tokens, ')')
    return inner
  }
  if (tokens[0] === '(') return call(token, tokens, lookUp)
  const found = lookUp(token)
  if (found === undefined) throw new ExpressionError(`There is no query with the id "${token}"`)
  return found
}

function call(name: string, tokens: Tokens, lookUp: LookUp): Operand {
  expect(tokens, '(')
  const hasList = tokens[0] === '['
  if (hasList) tokens.shift()
  const items = [sum(tokens, lookUp)]
  while (tokens[0] === ',') {
    tokens.shift()
    items.push(sum(tokens, lookUp))
  }
  if (hasList) expect(tokens, ']')
  expect(tokens, ')')
  return apply(name, items)
}

function apply(name: string, items: Operand[]): Operand {
  const [first = 0, second = 0] = items
  if (name === 'FILL') return fill(first, second)
  const reduce = reductions[name]
  if (reduce === undefined) {
    throw new ExpressionError(`The simulated account does not know the function ${name}`)
  }
  if (items.length === 1 && typeof first !== 'number') return reduce([...first.values()])
  const moments = new Set(items.flatMap((item) => (typeof item === 'number' ? [] : [...item.keys()])))
  const result = new Map<number, number>()
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const values = items
      .map((item) => (typeof item === 'number' ? item : item.get(moment)))
      .filter((value) => value !== undefined)
    result.set(moment, reduce(values))
  }
  return result
}

const reductions: Readonly<Record<string, (values: number[]) => number>> = {
  SUM: (values) => values.reduce((total, value) => total + value, 0),
  AVG: (values) => values.reduce((total, value) => total + value, 0) / Math.max(1, values.length),
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
}

/** FILL gives the gaps inside a series a value. */
function fill(series: Operand, value: Operand): Operand {
  if (typeof series === 'number' || typeof value !== 'number') return series
  const moments = [...series.keys()]
  const [first, second] = moments
  const last = moments.at(-1)
  if (first === undefined || second === undefined || last === undefined) return series
  const step = Math.min(...moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0)))
  const filled = new Map<number, number>()
  for (let moment = first; moment <= last; moment += step) filled.set(moment, series.get(moment) ?? value)
  return filled
}

function combine(left: Operand, right: Operand, operate: (a: number, b: number) => number): Operand {
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right)
  const result = new Map<number, number>()
  const moments = typeof left === 'number' ? (right as ReadonlyMap<number, number>).keys() : left.keys()
  for (const moment of moments) {
    const a = typeof left === 'number' ? left : left.get(moment)
    const b = typeof right === 'number' ? right : right.get(moment)
    if (a === undefined || b === undefined) continue
    const value = operate(a, b)
    if (Number.isFinite(value)) result.set(moment, value)
  }
  return result
}

function expect(tokens: Tokens, wanted: string): void {
  const token = tokens.shift()
  if (token !== wanted) throw new ExpressionError(`Expected "${wanted}" but found "${token ?? 'the end'}"`)
}
