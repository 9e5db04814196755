import { formatDuration, parseDuration } from '../../core/duration.js'
import type { OnFailure, RunbookStep } from '../../core/runbook.js'
import { limits } from './limits.js'
import type { ParsedStep } from './parse-file.js'

/** A kind of step that stands for itself, not for others. */
type OwnStep = Exclude<ParsedStep, { readonly kind: 'include' | 'for_each' }>

const untilTimeout = 15 * 60_000

/** What a step means, as it is walked. `id` is the one it has in the file. */
export function makeStep(step: OwnStep, id: string): RunbookStep {
  const { raw } = step
  const timeout = duration(raw.timeout)
  const common = {
    id,
    title: titleOf(step),
    line: step.line,
    ...(raw.when === undefined ? {} : { when: raw.when }),
    ...(raw.next === undefined ? {} : { next: raw.next }),
    mostVisits: raw.at_most ?? 1,
    ...(timeout === undefined ? {} : { timeout }),
    onFailure: raw.on_failure ?? defaultOnFailure(step),
  }
  switch (step.kind) {
    case 'instruction':
      return { ...common, kind: 'instruction', text: step.raw.instruction, evidence: step.raw.evidence }
    case 'check':
      return { ...common, kind: 'check', check: step.raw.check, with: step.raw.with }
    case 'action': {
      const { action, undo, approvals } = step.raw
      return {
        ...common,
        kind: 'action',
        action,
        ...(undo === undefined ? {} : { undo }),
        ...(approvals === undefined ? {} : { approvals }),
      }
    }
    case 'decision':
      return {
        ...common,
        kind: 'decision',
        question: step.raw.decision,
        options: step.raw.options.map(({ label, if: condition, next }) => ({
          label,
          ...(next === undefined ? {} : { next }),
          ...(condition === undefined ? {} : { if: condition }),
        })),
      }
    case 'ask': {
      const { ask, type, options } = step.raw
      return { ...common, kind: 'ask', question: ask, type, ...(options === undefined ? {} : { options }) }
    }
    case 'wait': {
      const { wait } = step.raw
      if (typeof wait === 'string') return { ...common, kind: 'wait', for: duration(wait) ?? 0 }
      const until = {
        check: wait.until,
        with: wait.with,
        results: wait.results,
        every: duration(wait.every) ?? 15_000,
      }
      return { ...common, timeout: timeout ?? untilTimeout, kind: 'wait', until }
    }
    case 'approval':
      return { ...common, kind: 'approval', text: step.raw.approval, role: step.raw.role }
  }
}

function defaultOnFailure({ kind }: OwnStep): OnFailure {
  return kind === 'check' ? 'continue' : 'ask'
}

function duration(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text)
}

/** What a step is called in a line, where it does not say so itself. */
function titleOf(step: OwnStep): string {
  if (step.raw.title !== undefined) return step.raw.title
  switch (step.kind) {
    case 'instruction':
      return inOneLine(step.raw.instruction)
    case 'check':
      return humanized(step.raw.check)
    case 'action':
      return inOneLine(step.raw.action)
    case 'decision':
      return inOneLine(step.raw.decision)
    case 'ask':
      return inOneLine(step.raw.ask)
    case 'approval':
      return inOneLine(step.raw.approval)
    case 'wait': {
      const { wait } = step.raw
      if (typeof wait === 'string') return `Wait ${formatDuration(duration(wait) ?? 0)}`
      return `Wait for ${humanized(wait.until).toLowerCase()}: ${wait.results.join(' or ')}`
    }
  }
}

/** `stopped-tasks` → `Stopped tasks` */
export function humanized(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The first line, cut between characters and never inside of a `{{ … }}`. */
export function inOneLine(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/, 1)
  if (line.length <= limits.title) return line
  const characters = [...line.slice(0, limits.title)].slice(0, -1).join('')
  const open = characters.lastIndexOf('{{')
  const cut = open > characters.lastIndexOf('}}') ? characters.slice(0, open) : characters
  return `${cut.trimEnd()}…`
}

/** An id of what is shown: `Stopped tasks and why` → `stopped-tasks-and-why`. Undefined: nothing of it can be one. */
export function idOf(title: string): string | undefined {
  const words = title
    .replace(/\{\{[^}]*\}\}/g, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  let id = ''
  for (const word of words ?? []) {
    const longer = id === '' ? word : `${id}-${word}`
    if (longer.length > 40) break
    id = longer
  }
  return id === '' || id === 'end' ? undefined : id
}
