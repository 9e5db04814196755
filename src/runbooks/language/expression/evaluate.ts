import type { RunRecord } from '../../../core/run.js'
import { type Expression, type Operand, parseExpression, type Reference } from './parse.js'
import type { Operator } from './tokens.js'

/** What expressions and templates look at: a run, and what `item` stands for. */
export type Scope = Pick<RunRecord, 'inputs' | 'steps'> & {
  /** The types of inputs and answers: a duration is written `30m` where it is put in. */
  readonly runbook: Pick<RunRecord['runbook'], 'inputs' | 'steps'>
  readonly item?: string
}

export type Value = string | number | boolean

/**
 * Whether an expression is true for a run. Pure and total: a comparison with a value that is not there is false, and so is what is no expression.
 * Takes time in proportion to the length.
 */
export function evaluate(expression: string, scope: Scope): boolean {
  try {
    return isTrue(parseExpression(expression), scope)
  } catch {
    // It was typed when the file was read; a record of another release must not stop a run.
    return false
  }
}

function isTrue(expression: Expression, scope: Scope): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'reference':
      return valueOf(expression, scope) === true
    case 'and':
      return expression.parts.every((part) => isTrue(part, scope))
    case 'or':
      return expression.parts.some((part) => isTrue(part, scope))
    case 'not':
      return !isTrue(expression.inner, scope)
    case 'compare':
      return compare(expression.operator, valueOf(expression.left, scope), valueOf(expression.right, scope))
    case 'in': {
      const left = valueOf(expression.left, scope)
      return expression.options.some((option) => compare('==', left, valueOf(option, scope)))
    }
  }
}

function compare(operator: Operator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined || typeof left !== typeof right) return false
  switch (operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

/** Undefined: it is not known (yet). */
export function valueOf(operand: Operand, scope: Scope): Value | undefined {
  return operand.kind === 'literal' ? operand.value : referred(operand, scope)
}

function referred(reference: Reference, scope: Scope): Value | undefined {
  switch (reference.of) {
    case 'item':
      return scope.item
    case 'input':
      return Object.hasOwn(scope.inputs, reference.name) ? scope.inputs[reference.name] : undefined
    case 'step': {
      const step = scope.steps.find(({ id }) => id === reference.step)
      return step === undefined ? undefined : propertyOf(step, reference.property)
    }
  }
}

function propertyOf(step: Scope['steps'][number], property: string): Value | undefined {
  switch (property) {
    case 'result':
    case 'value':
    case 'figure':
    case 'cause':
      return step.checked?.[property]
    case 'answer':
    case 'choice':
    case 'outcome':
      return step[property]
    case 'state':
      // Only how it ended is for expressions.
      return ['done', 'skipped', 'failed'].includes(step.state) ? step.state : undefined
    default:
      return undefined
  }
}
