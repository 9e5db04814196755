import { type Operand, nameOf, parseOperand } from './expression/parse.js'
import { type Scope, type Value, valueOf } from './expression/evaluate.js'
import { ExpressionProblem } from './expression/tokens.js'

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'put'; readonly operand: Operand; readonly at: number }
  | { readonly kind: 'problem'; readonly at: number; readonly what: string }

/** Text with `{{ inputs.service }}` in it, taken apart. Never throws; takes time in proportion to the length. */
export function takenApart(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let from = 0
  while (from < template.length) {
    const begin = template.indexOf('{{', from)
    if (begin === -1) break
    if (begin > from) parts.push({ kind: 'text', text: template.slice(from, begin) })
    const end = template.indexOf('}}', begin + 2)
    if (end === -1) {
      parts.push({ kind: 'problem', at: begin, what: 'A {{ has no }} behind it.' })
      return parts
    }
    parts.push(placeholder(template.slice(begin + 2, end), begin))
    from = end + 2
  }
  if (from < template.length) parts.push({ kind: 'text', text: template.slice(from) })
  return parts
}

function placeholder(text: string, at: number): TemplatePart {
  try {
    return { kind: 'put', operand: parseOperand(text), at }
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error
    return { kind: 'problem', at, what: error.message }
  }
}

/**
 * The text with its values. `put` says how a value is written there: quoted as one word in a line, escaped in a text. It is given undefined
 * for what is not known, and then the name of it: `steps.tasks.value`.
 */
export function fill(
  template: string,
  scope: Scope,
  put: (value: string | undefined, name: string) => string,
): string {
  return takenApart(template)
    .map((part) => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'problem') return put(undefined, '{{')
      const value = valueOf(part.operand, scope)
      return put(
        value === undefined ? undefined : written(value, part.operand, scope),
        nameOfOperand(part.operand),
      )
    })
    .join('')
}

/** What the template needs and the run does not know, by name: a line with one of these must not be said. */
export function notKnown(template: string, scope: Scope): readonly string[] {
  return takenApart(template).flatMap((part) => {
    if (part.kind === 'text') return []
    if (part.kind === 'problem') return ['{{']
    return valueOf(part.operand, scope) === undefined ? [nameOfOperand(part.operand)] : []
  })
}

/**
 * The arguments of a check with their values. One that is nothing but a `{{ … }}` keeps its type; one whose value is not known is left out.
 * Durations are texts: `30m`.
 */
export function filledArguments(
  given: Readonly<Record<string, string | number | boolean>>,
  scope: Scope,
): Record<string, string | number | boolean> {
  const entries = Object.entries(given).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (typeof value !== 'string') return [[name, value]]
    if (notKnown(value, scope).length > 0) return []
    const [only, second] = takenApart(value)
    if (only?.kind === 'put' && second === undefined) {
      const found = valueOf(only.operand, scope)
      if (found !== undefined) {
        return [[name, isDuration(only.operand, scope) ? written(found, only.operand, scope) : found]]
      }
    }
    return [[name, fill(value, scope, (filled) => filled ?? '')]]
  })
  return Object.fromEntries(entries)
}

function nameOfOperand(operand: Operand): string {
  return operand.kind === 'reference' ? nameOf(operand) : String(operand.value)
}

function written(value: Value, operand: Operand, scope: Scope): string {
  return isDuration(operand, scope) && typeof value === 'number' ? writeDuration(value) : String(value)
}

function isDuration(operand: Operand, { runbook }: Scope): boolean {
  if (operand.kind === 'literal') return operand.type === 'duration'
  if (operand.of === 'input')
    return runbook.inputs.find(({ name }) => name === operand.name)?.type === 'duration'
  if (operand.of !== 'step' || operand.property !== 'answer') return false
  const step = runbook.steps.find(({ id }) => id === operand.step)
  return step?.kind === 'ask' && step.type === 'duration'
}

/** As people type it, and `parseDuration` reads it: `1h30m`. */
export function writeDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000))
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('') || '0s'
}
