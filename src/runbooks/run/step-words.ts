import { quoted } from '../../core/line.js'
import type { RunRecord, RunStep } from '../../core/run.js'
import type { RunbookStep } from '../../core/runbook.js'
import type { Scope } from '../language/expression/evaluate.js'
import { fill, notKnown } from '../language/template.js'

/** The words of a step with every value in them, as they are when it is come to. */
export function wordsOf(record: RunRecord, step: RunbookStep): Pick<RunStep, 'title' | 'text' | 'said'> {
  const scope = scopeOf(record, step.item)
  const filled = (text: string) => fill(text, scope, (value, name) => value ?? `‹${name}›`)
  const text = 'text' in step ? step.text : 'question' in step ? step.question : undefined
  return {
    title: filled(step.title),
    ...(text === undefined ? {} : { text: filled(text) }),
    ...(step.kind === 'action' ? { said: lineOf(record, step, step.action) } : {}),
  }
}

/** A line as it is said: each value in it is one word, whatever stands in it. */
export function lineOf(record: RunRecord, step: RunbookStep, template: string): string {
  return fill(template, scopeOf(record, step.item), (value, name) =>
    value === undefined ? `‹${name}›` : quoted(value),
  )
}

/** What a line needs and the run does not know, by name: it must not be said then. */
export function unknownIn(record: RunRecord, { item }: RunbookStep, template: string): readonly string[] {
  return notKnown(template, scopeOf(record, item))
}

/** What expressions and templates of a step look at. */
export function scopeOf({ inputs, steps, runbook }: RunRecord, item: string | undefined): Scope {
  return { inputs, steps, runbook, ...(item === undefined ? {} : { item }) }
}
