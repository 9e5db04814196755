import type { RunbookStep } from '../../core/runbook.js'
import { type Operand, parseExpression, type Reference, write, writeOperand } from './expression/parse.js'
import { takenApart } from './template.js'

/** How the texts of a step are put differently. */
interface Rewording {
  readonly template: (text: string) => string
  readonly expression: (text: string) => string
}

/** The same step with other references: what an `include` or a `for_each` makes of it. Only for texts that were checked. */
export function reworded(step: RunbookStep, rename: (reference: Reference) => Operand): RunbookStep {
  return reword(step, {
    template: (text) =>
      takenApart(text)
        .map((part) => {
          if (part.kind === 'text') return part.text
          return part.kind === 'put' ? `{{ ${writeOperand(part.operand, rename)} }}` : ''
        })
        .join(''),
    expression: (text) => write(parseExpression(text), rename),
  })
}

function reword(step: RunbookStep, { template, expression }: Rewording): RunbookStep {
  const common = {
    title: template(step.title),
    ...(step.when === undefined ? {} : { when: expression(step.when) }),
  }
  switch (step.kind) {
    case 'instruction':
    case 'approval':
      return { ...step, ...common, text: template(step.text) }
    case 'check':
      return { ...step, ...common, with: argumentsOf(step.with, template) }
    case 'action':
      return {
        ...step,
        ...common,
        action: template(step.action),
        ...(typeof step.undo === 'string' ? { undo: template(step.undo) } : {}),
      }
    case 'decision':
      return {
        ...step,
        ...common,
        question: template(step.question),
        options: step.options.map((option) =>
          option.if === undefined ? option : { ...option, if: expression(option.if) },
        ),
      }
    case 'ask':
      return { ...step, ...common, question: template(step.question) }
    case 'wait': {
      if (step.until === undefined) return { ...step, ...common }
      return { ...step, ...common, until: { ...step.until, with: argumentsOf(step.until.with, template) } }
    }
  }
}

type Arguments = Readonly<Record<string, string | number | boolean>>

function argumentsOf(
  given: Arguments,
  template: (text: string) => string,
): Record<string, string | number | boolean> {
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? template(value) : value,
  ])
  return Object.fromEntries(entries) as Record<string, string | number | boolean>
}
