import type { ParsedStep } from './parse-file.js'

/** A text of a step in which something is put or computed, where it is written. */
export interface WrittenText {
  readonly path: readonly PropertyKey[]
  readonly text: string
  /** `text`: shown. `line`: said. `argument`: of a check or an include. `expression`: true or false. */
  readonly as: 'text' | 'line' | 'argument' | 'expression'
}

/** All texts of a step but those of the steps in it. */
export function writtenTexts(step: ParsedStep): readonly WrittenText[] {
  const at = (as: WrittenText['as'], text: string | undefined, ...path: PropertyKey[]): WrittenText[] =>
    text === undefined ? [] : [{ path: [...step.path, ...path], text, as }]
  const all = (given: Readonly<Record<string, unknown>>, ...path: PropertyKey[]) =>
    Object.entries(given).flatMap(([name, value]) =>
      typeof value === 'string' ? at('argument', value, ...path, name) : [],
    )
  const { title, when } = step.raw
  const common = [...at('text', title, 'title'), ...at('expression', when, 'when')]
  switch (step.kind) {
    case 'instruction':
      return [...common, ...at('text', step.raw.instruction, 'instruction')]
    case 'check':
    case 'include':
      return [...common, ...all(step.raw.with, 'with')]
    case 'action': {
      const { action, undo } = step.raw
      return [
        ...common,
        ...at('line', action, 'action'),
        ...at('line', typeof undo === 'string' ? undo : undefined, 'undo'),
      ]
    }
    case 'decision':
      return [
        ...common,
        ...at('text', step.raw.decision, 'decision'),
        ...step.raw.options.flatMap((option, index) => at('expression', option.if, 'options', index, 'if')),
      ]
    case 'ask':
      return [...common, ...at('text', step.raw.ask, 'ask')]
    case 'wait': {
      const { wait } = step.raw
      return typeof wait === 'string' ? common : [...common, ...all(wait.with, 'wait', 'with')]
    }
    case 'approval':
      return [...common, ...at('text', step.raw.approval, 'approval')]
    case 'for_each':
      return common
  }
}
