import type { RunbookInput, RunbookStep } from '../../core/runbook.js'
import type { Problem } from '../../yaml/problem.js'
import type { Operand, Reference } from './expression/parse.js'
import { includedInputs, otherSubjects } from './included-inputs.js'
import { didYouMean } from './inputs.js'
import { redirected } from './jumps.js'
import { limits } from './limits.js'
import { idOf, makeStep } from './make-step.js'
import type { ParsedStep } from './parse-file.js'
import { reworded } from './texts.js'

/** A step in its place, and where it comes from. */
export interface PlacedStep {
  readonly step: RunbookStep
  /** In this file: of an included step the `include`. */
  readonly path: readonly PropertyKey[]
  /** It is written in this file, so what is wrong in it is told here. */
  readonly own: boolean
}

/** A runbook whose steps can stand in another. */
export interface IncludedRunbook {
  readonly inputs: readonly RunbookInput[]
  readonly steps: readonly RunbookStep[]
  readonly digest: string
  /** How many runbooks stand in it, one within the other; 0: none. */
  readonly depth: number
}

/** Another runbook, or why it cannot stand here, in a sentence. */
export type FindIncluded = (id: string) => IncludedRunbook | string

/** Where an included runbook ends: what comes behind it. Not an id of any step. */
const behind = '>'

/** Every step in its place: included ones written in, ids given, jumps led to the steps that they mean. */
export function assemble(
  parsed: readonly ParsedStep[],
  inputs: readonly RunbookInput[],
  find: FindIncluded,
): { readonly steps: readonly PlacedStep[]; readonly problems: readonly Problem[]; readonly depth: number } {
  const assembly = new Assembly(inputs, find)
  assembly.nameAll(parsed)
  assembly.addAll(parsed, undefined)
  return assembly.finished()
}

class Assembly {
  readonly #inputs: readonly RunbookInput[]
  readonly #find: FindIncluded
  readonly #problems: Problem[] = []
  readonly #placed: PlacedStep[] = []
  /** Ids of the file's own steps, also of those that stand for others. */
  readonly #ids = new Map<ParsedStep, string>()
  /** The step that is meant by an id. */
  readonly #firstOf = new Map<string, string>()
  #depth = 0

  constructor(inputs: readonly RunbookInput[], find: FindIncluded) {
    this.#inputs = inputs
    this.#find = find
  }

  /** Ids that are written come first: one that is made must not take theirs. */
  nameAll(parsed: readonly ParsedStep[]): void {
    const all = parsed.flatMap((step) => [step, ...step.inner])
    const taken = new Set<string>(['end'])
    for (const step of all) {
      const id = step.raw.id ?? (step.kind === 'include' ? step.raw.include : undefined)
      if (id === undefined) continue
      if (taken.has(id)) this.#taken(step, id)
      taken.add(id)
      this.#ids.set(step, id)
    }
    for (const [index, step] of all.entries()) {
      if (this.#ids.has(step)) continue
      const id = free(madeId(step) ?? `step-${index + 1}`, taken)
      taken.add(id)
      this.#ids.set(step, id)
    }
  }

  #taken(step: ParsedStep, id: string): void {
    if (id === 'end') {
      this.#problems.push({
        path: [...step.path, 'id'],
        what: '`end` is where a runbook ends. Call the step something else.',
      })
      return
    }
    const key = step.raw.id === undefined ? 'include' : 'id'
    const advice = key === 'include' ? ' Give the `include` an `id` of its own.' : ' Each step needs its own.'
    this.#problems.push({
      path: [...step.path, key],
      what: `Another step is called \`${id}\` already.${advice}`,
    })
  }

  addAll(parsed: readonly ParsedStep[], each: RunbookStep['each']): void {
    for (const [index, step] of parsed.entries()) {
      const id = this.#ids.get(step) ?? ''
      const from = this.#placed.length
      if (step.kind === 'include') this.#include(step, id, each, index === parsed.length - 1)
      else if (step.kind === 'for_each') this.#repeat(step, id)
      else {
        const made = makeStep(step, id)
        this.#placed.push({ step: each === undefined ? made : { ...made, each }, path: step.path, own: true })
      }
      const first = this.#placed[from]
      if (first !== undefined) this.#firstOf.set(id, first.step.id)
    }
  }

  #repeat(step: Extract<ParsedStep, { kind: 'for_each' }>, id: string): void {
    const from = this.#placed.length
    this.addAll(step.inner, { group: id, in: step.raw.for_each.in })
    const { when } = step.raw
    if (when === undefined) return
    for (const [index, placed] of this.#placed.entries()) {
      if (index < from) continue
      // Told once, at the first of them.
      this.#placed[index] = { ...placed, step: { ...placed.step, when: both(when, placed.step.when) } }
    }
  }

  #include(
    step: Extract<ParsedStep, { kind: 'include' }>,
    id: string,
    each: RunbookStep['each'],
    isLast: boolean,
  ): void {
    const { include, with: given, when, next } = step.raw
    const found = this.#find(include)
    if (typeof found === 'string') {
      this.#problems.push({ path: [...step.path, 'include'], what: found })
      return
    }
    this.#depth = Math.max(this.#depth, found.depth + 1)
    if (found.depth + 1 > limits.includes) {
      const what = `Runbooks stand within one another too deeply. Allowed: ${limits.includes} levels.`
      this.#problems.push({ path: [...step.path, 'include'], what })
      return
    }
    const { values, problems } = includedInputs(found.inputs, given, this.#inputs, include)
    this.#problems.push(...problems.map((problem) => ({ ...problem, path: [...step.path, ...problem.path] })))
    const rename = (reference: Reference): Operand => {
      if (reference.of === 'step') return { ...reference, step: `${id}/${reference.step}` }
      return reference.of === 'input' ? (values.get(reference.name) ?? reference) : reference
    }
    const subjects = otherSubjects(found.inputs, values, this.#inputs)
    const inner = found.steps.map((one) => {
      const renamed = { ...askedOf(reworded(one, rename), subjects), id: `${id}/${one.id}` }
      const placed = redirected(renamed, (target) => (target === 'end' ? behind : `${id}/${target}`))
      return {
        ...placed,
        line: step.line,
        ...(when === undefined ? {} : { when: both(when, placed.when) }),
        ...(each === undefined ? {} : { each }),
        ...(placed.each === undefined
          ? {}
          : { each: { ...placed.each, group: `${id}/${placed.each.group}` } }),
      }
    })
    if (each !== undefined) this.#checkRepeated(step, found, isLast, inner)
    for (const [index, one] of inner.entries()) {
      const last = index === inner.length - 1 && one.next === undefined && next !== undefined
      this.#placed.push({ step: last ? { ...one, next: behind } : one, path: step.path, own: false })
    }
  }

  #checkRepeated(
    step: Extract<ParsedStep, { kind: 'include' }>,
    found: IncludedRunbook,
    isLast: boolean,
    inner: readonly RunbookStep[],
  ): void {
    const path = [...step.path, 'include']
    if (found.steps.some((one) => one.each !== undefined)) {
      this.#problems.push({ path, what: 'It has a `for_each`, which cannot stand inside another one.' })
    }
    if (!isLast || step.raw.next !== undefined) return
    let leaves = false
    for (const one of inner) redirected(one, (target) => ((leaves ||= target === behind), target))
    if (leaves) {
      const what = 'It may end early, and nothing stands behind it. Put a step behind it in the `for_each`.'
      this.#problems.push({ path, what })
    }
  }

  finished() {
    const ids = new Set(this.#placed.map(({ step }) => step.id))
    const steps = this.#placed.map((placed, index) => {
      const { step, path, own } = placed
      const nextWritten = own ? undefined : this.#nextOfInclude(path)
      return {
        ...placed,
        step: redirected(step, (target) => {
          if (target === behind) {
            if (nextWritten !== undefined) return this.#resolve(nextWritten, [...path, 'next'], ids)
            const after = this.#placed.slice(index + 1).find((other) => other.path !== path)
            return after?.step.id ?? 'end'
          }
          return own ? this.#resolve(target, path, ids) : target
        }),
      }
    })
    return { steps, problems: this.#problems, depth: this.#depth }
  }

  #nextOfInclude(path: readonly PropertyKey[]): string | undefined {
    for (const [step] of this.#ids) if (step.path === path && step.kind === 'include') return step.raw.next
    return undefined
  }

  #resolve(target: string, path: readonly PropertyKey[], ids: ReadonlySet<string>): string {
    if (target === 'end' || ids.has(target)) return target
    const first = this.#firstOf.get(target)
    if (first !== undefined) return first
    const names = [...ids, ...this.#firstOf.keys(), 'end']
    const what = `There is no step \`${target}\`.${didYouMean(target, names)}`
    this.#problems.push({ path: placeOfJump(path, target, this.#rawOf(path)), what })
    return 'end'
  }

  #rawOf(path: readonly PropertyKey[]): unknown {
    for (const [step] of this.#ids) if (step.path === path) return step.raw
    return undefined
  }
}

/** Where in a step a jump to nowhere is written. */
function placeOfJump(path: readonly PropertyKey[], target: string, raw: unknown): readonly PropertyKey[] {
  if (path.at(-1) === 'next') return path
  const step = raw as {
    readonly next?: string
    readonly on_failure?: unknown
    readonly options?: readonly unknown[]
  }
  if (step.next === target) return [...path, 'next']
  const option = step.options?.findIndex(
    (one) => typeof one === 'object' && one !== null && 'next' in one && one.next === target,
  )
  if (option !== undefined && option >= 0) return [...path, 'options', option, 'next']
  return [...path, 'on_failure', 'goto']
}

/** A check is asked about the run's own environment and service unless it says another: those of an included one may be others. */
function askedOf(step: RunbookStep, subjects: Readonly<Record<string, string>>): RunbookStep {
  if (step.kind === 'check') return { ...step, with: { ...subjects, ...step.with } }
  if (step.kind !== 'wait' || step.until === undefined) return step
  return { ...step, until: { ...step.until, with: { ...subjects, ...step.until.with } } }
}

function both(outer: string, inner: string | undefined): string {
  return inner === undefined ? outer : `(${outer}) and (${inner})`
}

function madeId(step: ParsedStep): string | undefined {
  if (step.kind === 'for_each') return idOf(step.raw.title ?? 'each')
  if (step.kind === 'include') return undefined
  return idOf(makeStep(step, '').title)
}

function free(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id
  let number = 2
  while (taken.has(`${id}-${number}`)) number += 1
  return `${id}-${number}`
}
