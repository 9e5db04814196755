import { type Names, type Type, typeOf } from '../names.js'
import { didYouMean } from '../inputs.js'
import { type Expression, nameOf, type Operand, parseExpression } from './parse.js'
import { ExpressionProblem } from './tokens.js'

export interface ExpressionFault {
  /** Characters from the beginning, from 0. */
  readonly at: number
  readonly what: string
}

/** What is wrong with an expression whose value decides something; undefined: nothing. Never throws. */
export function faultOf(text: string, names: Names): ExpressionFault | undefined {
  return caught(() => {
    const expression = parseExpression(text)
    mustBeBoolean(expression, names)
  })
}

/** What is wrong with a reference in `{{ … }}`. */
export function faultOfOperand(operand: Operand, names: Names): ExpressionFault | undefined {
  return caught(() => typeOf(operand, names))
}

function caught(run: () => void): ExpressionFault | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof ExpressionProblem) return { at: error.at, what: error.message }
    throw error
  }
}

function mustBeBoolean(expression: Expression, names: Names): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const part of expression.parts) mustBeBoolean(part, names)
      return
    case 'not':
      mustBeBoolean(expression.inner, names)
      return
    case 'compare':
      checkComparison(expression, names)
      return
    case 'in':
      for (const option of expression.options) mustCompare(expression.left, option, names)
      return
    case 'literal':
    case 'reference': {
      const type = typeOf(expression, names)
      if (type.kind === 'boolean') return
      throw new ExpressionProblem(
        expression.at,
        `${shown(expression)} is ${a(type)}, neither true nor false. Compare it with something.`,
      )
    }
  }
}

function checkComparison(comparison: Extract<Expression, { kind: 'compare' }>, names: Names): void {
  const { operator, left, right, at } = comparison
  const type = mustCompare(left, right, names)
  if (operator === '==' || operator === '!=' || type.kind === 'number' || type.kind === 'duration') return
  throw new ExpressionProblem(at, `${operator} compares numbers and durations; ${shown(left)} is ${a(type)}.`)
}

/** Both sides have to be of one kind, and a word has to be one that is possible. */
function mustCompare(left: Operand, right: Operand, names: Names): Type {
  const type = typeOf(left, names)
  const other = typeOf(right, names)
  if (type.kind !== other.kind) {
    const unit = [type, other].find((one) => one.kind === 'number' && one.unit !== undefined)
    const hint = unit?.kind === 'number' ? ` The number is ${unit.unit ?? ''}.` : ''
    const what = `${shown(left)} is ${a(type)} and ${shown(right)} is ${a(other)}: they are never equal.${hint}`
    throw new ExpressionProblem(right.at, what)
  }
  checkWord(left, type, right, other)
  checkWord(right, other, left, type)
  return type
}

function checkWord(operand: Operand, type: Type, against: Operand, allowed: Type): void {
  if (operand.kind !== 'literal' || against.kind === 'literal') return
  if (type.kind !== 'text' || allowed.kind !== 'text' || allowed.oneOf === undefined) return
  const word = String(operand.value)
  if (allowed.oneOf.includes(word)) return
  throw new ExpressionProblem(
    operand.at,
    `${shown(against)} is never '${word}'.${didYouMean(word, allowed.oneOf)} It is one of ${allowed.oneOf.join(', ')}.`,
  )
}

function shown(operand: Operand): string {
  if (operand.kind === 'reference') return `\`${nameOf(operand)}\``
  return operand.type === 'text' ? `'${String(operand.value)}'` : String(operand.value)
}

function a({ kind }: Type): string {
  return `a ${kind === 'boolean' ? 'truth value' : kind}`
}
