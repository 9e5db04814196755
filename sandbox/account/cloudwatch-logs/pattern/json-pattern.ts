import { invalidPattern } from './invalid.js'
import type { Match } from './match.js'
import { checkNumber, regexOf } from './regex.js'

type Test = (document: unknown) => boolean

const token = /\s*(?:(&&|\|\||!=|<=|>=|[(){}=<>])|"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s(){}=<>!&|"%]+))/y

interface Token {
  kind: 'sign' | 'text' | 'regex' | 'word' | 'end'
  text: string
}

/** `{ ($.level = "error") && ($.duration_ms >= 500) || ($.a IS NULL) }`; `*` stands for any characters in a value. */
export function compileJsonPattern(pattern: string): Match {
  const tokens = tokensOf(pattern)
  checkNumber(tokens.filter(({ kind }) => kind === 'regex').length)
  let position = 0

  const peek = (): Token => tokens[position] ?? { kind: 'end', text: 'the end' }
  function take(): Token {
    const next = peek()
    position += 1
    return next
  }
  function expectSign(sign: string): void {
    const found = take()
    if (found.kind !== 'sign' || found.text !== sign)
      throw invalidPattern(`expected ${sign} at ${found.text}`)
  }
  function isSign(sign: string): boolean {
    return peek().kind === 'sign' && peek().text === sign
  }

  function either(): Test {
    let left = both()
    while (isSign('||')) {
      take()
      const before = left
      const right = both()
      left = (document) => before(document) || right(document)
    }
    return left
  }

  function both(): Test {
    let left = condition()
    while (isSign('&&')) {
      take()
      const before = left
      const right = condition()
      left = (document) => before(document) && right(document)
    }
    return left
  }

  function condition(): Test {
    if (isSign('(')) {
      take()
      const inner = either()
      expectSign(')')
      return inner
    }
    const selector = take()
    if (selector.kind !== 'word' || !selector.text.startsWith('$')) {
      throw invalidPattern(`expected a property such as $.level at ${selector.text}`)
    }
    const read = property(selector.text)
    if (peek().kind === 'word') return stateTest(read, take().text, take().text)
    const operator = take()
    if (operator.kind !== 'sign' || !['=', '!=', '<', '>', '<=', '>='].includes(operator.text)) {
      throw invalidPattern(`expected a comparison at ${operator.text}`)
    }
    return comparison(read, operator.text, take())
  }

  expectSign('{')
  const test = either()
  expectSign('}')
  if (peek().kind !== 'end') throw invalidPattern(`nothing may follow }, but ${peek().text} does`)
  return (message) => {
    if (!message.startsWith('{')) return false
    try {
      return test(JSON.parse(message))
    } catch {
      return false
    }
  }
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (pattern.slice(token.lastIndex).trim() !== '') {
    const start = token.lastIndex
    const found = token.exec(pattern)
    if (found === null)
      throw invalidPattern(`unexpected character at ${pattern.slice(start).trim().slice(0, 12)}`)
    const [, sign, text, regex, word] = found
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') })
    else if (regex !== undefined) tokens.push({ kind: 'regex', text: regex })
    else tokens.push({ kind: 'word', text: word ?? '' })
  }
  return tokens
}

/** `$.a.b[0]` → how to read it; undefined where there is nothing. */
function property(selector: string): (document: unknown) => unknown {
  const steps = selector
    .slice(1)
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
  return (document) => {
    let value = document
    for (const step of steps) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
      value = (value as Record<string, unknown>)[step]
    }
    return value
  }
}

function stateTest(read: (document: unknown) => unknown, word: string, state: string): Test {
  if (word === 'IS' && state === 'NULL') return (document) => read(document) === null
  if (word === 'IS' && (state === 'TRUE' || state === 'FALSE')) {
    return (document) => read(document) === (state === 'TRUE')
  }
  if (word === 'NOT' && state === 'EXISTS') return (document) => read(document) === undefined
  throw invalidPattern(`expected IS NULL, IS TRUE, IS FALSE or NOT EXISTS at ${word} ${state}`)
}

function comparison(read: (document: unknown) => unknown, operator: string, wanted: Token): Test {
  if (wanted.kind === 'sign' || wanted.kind === 'end')
    throw invalidPattern(`expected a value at ${wanted.text}`)
  const number = wanted.kind === 'word' && wanted.text !== '' ? Number(wanted.text) : Number.NaN
  if (!Number.isNaN(number)) return numeric(read, operator, number)
  if (operator !== '=' && operator !== '!=')
    throw invalidPattern(`${operator} needs a number, not ${wanted.text}`)
  const regex =
    wanted.kind === 'regex'
      ? regexOf(wanted.text)
      : new RegExp(`^${wanted.text.split('*').map(literal).join('.*')}$`, 's')
  return (document) => {
    const value = read(document)
    if (value === undefined || value === null || typeof value === 'object') return false
    return regex.test(String(value)) === (operator === '=')
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function numeric(read: (document: unknown) => unknown, operator: string, number: number): Test {
  const holds: Record<string, (value: number) => boolean> = {
    '=': (value) => value === number,
    '!=': (value) => value !== number,
    '<': (value) => value < number,
    '>': (value) => value > number,
    '<=': (value) => value <= number,
    '>=': (value) => value >= number,
  }
  return (document) => {
    const value = read(document)
    return typeof value === 'number' && (holds[operator]?.(value) ?? false)
  }
}
