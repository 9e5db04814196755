import type { Problem } from '../../yaml/problem.js'
import type { PlacedStep } from './assemble.js'

/** One way from a step to another, by their places in the list. */
interface Edge {
  readonly from: number
  readonly to: number
  /** Where it is written; undefined: it is the order of the steps. */
  readonly path: readonly PropertyKey[] | undefined
}

/** Steps that nothing leads to, and ways back without a bound. */
export function graphProblems(
  steps: readonly PlacedStep[],
  isBounded: (step: PlacedStep) => boolean,
): readonly Problem[] {
  const edges = edgesOf(steps)
  const found = unreachable(steps, edges)
  return edges.some((ways) => ways.some(({ from, to }) => to <= from))
    ? [...found, ...unbounded(steps, edges, isBounded)]
    : found
}

function edgesOf(steps: readonly PlacedStep[]): readonly (readonly Edge[])[] {
  const places = new Map(steps.map(({ step }, index) => [step.id, index]))
  return steps.map(({ step, path, own }, from) => {
    const to = (id: string | undefined, at: readonly PropertyKey[]): Edge[] => {
      const place = id === undefined ? undefined : places.get(id)
      return place === undefined ? [] : [{ from, to: place, path: own ? [...path, ...at] : undefined }]
    }
    const inOrder = from + 1 < steps.length ? [{ from, to: from + 1, path: undefined }] : []
    // A step that is left out is as if it were not there.
    const leftOut = step.when === undefined || step.next === undefined ? [] : inOrder
    const onwards = [...(step.next === undefined ? inOrder : to(step.next, ['next'])), ...leftOut]
    const goto =
      typeof step.onFailure === 'object' && 'goto' in step.onFailure
        ? to(step.onFailure.goto, ['on_failure', 'goto'])
        : []
    if (step.kind !== 'decision') return [...onwards, ...goto]
    const chosen = step.options.flatMap((option, index) =>
      option.next === undefined ? [] : to(option.next, ['options', index, 'next']),
    )
    const goesOn = step.when !== undefined || step.options.some((option) => option.next === undefined)
    return [...chosen, ...(goesOn ? onwards : []), ...goto]
  })
}

function reachedFrom(
  start: number,
  edges: readonly (readonly Edge[])[],
  passes: (place: number) => boolean,
): Set<number> {
  const reached = new Set<number>()
  const open = [start]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reached.has(place) || !passes(place)) continue
    reached.add(place)
    for (const { to } of edges[place] ?? []) open.push(to)
  }
  return reached
}

function unreachable(steps: readonly PlacedStep[], edges: readonly (readonly Edge[])[]): Problem[] {
  const reached = reachedFrom(0, edges, () => true)
  return steps.flatMap(({ path, own }, place) => {
    // Of several in a row the first is told.
    if (reached.has(place) || (place > 0 && !reached.has(place - 1))) return []
    if (!own && steps[place - 1]?.path === path) return []
    return [{ path, what: 'Nothing leads to this step. Name it in a `next`, or delete it.' }]
  })
}

function unbounded(
  steps: readonly PlacedStep[],
  edges: readonly (readonly Edge[])[],
  isBounded: (step: PlacedStep) => boolean,
): Problem[] {
  const isFree = (place: number) => {
    const step = steps[place]
    return step !== undefined && !isBounded(step)
  }
  return edges.flat().flatMap(({ from, to, path }) => {
    if (path === undefined || to > from || !isFree(from)) return []
    if (!reachedFrom(to, edges, isFree).has(from)) return []
    const id = steps[to]?.step.id ?? ''
    const what = `This goes back to \`${id}\` and may do so for ever. Give \`${id}\` an \`at_most\`: how often it may be come to.`
    return [{ path, what }]
  })
}

/** How often each step may be come to: the bound that is written, and in a loop as often as the bounds of the loop allow. */
export function visitsOf(
  steps: readonly PlacedStep[],
  isBounded: (step: PlacedStep) => boolean,
): readonly number[] {
  const edges = edgesOf(steps)
  const hasLoops = edges.flat().some(({ from, to }) => to <= from)
  if (!hasLoops) return steps.map(({ step }) => step.mostVisits)
  const reached = steps.map((_, place) => reachedFrom(place, edges, () => true))
  return steps.map((placed, place) => {
    const { mostVisits } = placed.step
    if (isBounded(placed)) return mostVisits
    // Between two visits of a step in a loop one of the bounded steps of the loop is come to.
    const bounds = steps.flatMap((other, at) =>
      isBounded(other) && at !== place && reached[place]?.has(at) === true && reached[at]?.has(place) === true
        ? [other.step.mostVisits]
        : [],
    )
    return mostVisits * (bounds.length === 0 ? 1 : 1 + bounds.reduce((sum, bound) => sum + bound, 0))
  })
}
