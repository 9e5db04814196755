import type { RunRecord } from '../../../src/core/run.js'
import type { RunbookStep } from '../../../src/core/runbook.js'

/** One way through a step: what happens there, and which step comes then. */
interface Way {
  /** `over › No, look again` */
  readonly name: string
  readonly to: string
}

/** Which ways through the steps of a runbook were taken, and which one is to be taken next. */
export interface Ways {
  take(step: string, what: string): void
  isTaken(step: string, what: string): boolean
  /** The option of a decision that leads to most of what nobody has taken; where everything was taken, the one that ends soonest. */
  optionFor(record: RunRecord, step: string): string
  /** By name: `over › No, look again`. */
  left(): readonly string[]
}

export function waysThrough(steps: readonly RunbookStep[]): Ways {
  const all = new Map(steps.map((step, index) => [step.id, waysOf(steps, index)]))
  const taken = new Set<string>()

  /** How many ways nobody has taken can be come to from a step, and how many steps it is to the end. */
  function lookAhead(record: RunRecord, from: string): { readonly open: number; readonly toEnd: number } {
    const distances = new Map([[from, 1]])
    const open = new Set<string>()
    let toEnd = from === 'end' ? 0 : Infinity
    for (const [id, distance] of distances) {
      const step = steps.find((candidate) => candidate.id === id)
      const visits = record.steps.find((state) => state.id === id)?.visits ?? 0
      if (step === undefined || visits >= step.mostVisits) continue
      for (const { name, to } of all.get(id) ?? []) {
        if (!taken.has(name)) open.add(name)
        if (to === 'end') toEnd = Math.min(toEnd, distance)
        else if (!distances.has(to)) distances.set(to, distance + 1)
      }
    }
    return { open: open.size, toEnd }
  }

  return {
    take: (step, what) => void taken.add(nameOf(step, what)),
    isTaken: (step, what) => taken.has(nameOf(step, what)),
    optionFor(record, step) {
      const options = (all.get(step) ?? []).filter(({ name }) => name !== nameOf(step, 'left out'))
      const ranked = options
        .map(({ name, to }) => ({ name, isNew: taken.has(name) ? 0 : 1, ...lookAhead(record, to) }))
        // What leads back to steps that must not be come to again goes nowhere.
        .toSorted((one, other) => other.isNew - one.isNew || other.open - one.open || one.toEnd - other.toEnd)
      const best = ranked[0]?.name ?? ''
      // Who walks at the same time takes another one.
      taken.add(best)
      return best.slice(nameOf(step, '').length)
    },
    left: () => [...all.values()].flat().flatMap(({ name }) => (taken.has(name) ? [] : [name])),
  }
}

function nameOf(step: string, what: string): string {
  return `${step} › ${what}`
}

function waysOf(steps: readonly RunbookStep[], index: number): readonly Way[] {
  const step = steps[index]
  if (step === undefined) return []
  const inOrder = steps[index + 1]?.id ?? 'end'
  const follower = step.next ?? inOrder
  const way = (what: string, to = follower): Way => ({ name: nameOf(step.id, what), to })
  const failed = way('failed', afterFailure(step, follower))
  // A step that is left out is as if it were not there.
  const leftOut = step.when === undefined ? [] : [way('left out', inOrder)]
  switch (step.kind) {
    case 'instruction':
      return [way('done'), failed, ...leftOut]
    case 'check':
      return [way('looked'), ...leftOut]
    case 'wait':
      // Where people are asked when it fails, nothing else comes of it.
      return [
        way('waited'),
        ...(step.until === undefined || step.onFailure === 'ask' ? [] : [failed]),
        ...leftOut,
      ]
    case 'action':
      return [way('run'), way('skipped'), ...leftOut]
    case 'decision':
      return [...step.options.map(({ label, next }) => way(label, next)), ...leftOut]
    case 'ask':
      return [
        ...(step.type === 'enum' ? (step.options ?? []) : ['answered']).map((what) => way(what)),
        ...leftOut,
      ]
    case 'approval':
      return [way('approved'), failed, ...leftOut]
  }
}

function afterFailure({ onFailure }: RunbookStep, follower: string): string {
  if (onFailure === 'abort') return 'end'
  return typeof onFailure === 'object' && 'goto' in onFailure ? onFailure.goto : follower
}
