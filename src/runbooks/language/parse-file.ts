import type { z } from 'zod'
import { nearest } from '../../core/suggest.js'
import { type ReadDocument, readDocument } from '../../yaml/document.js'
import { explain } from '../../yaml/explain.js'
import { readPlainYaml } from '../../yaml/plain-yaml.js'
import { type LocatedProblem, type Problem, showValue } from '../../yaml/problem.js'
import { type Kind, kindNames, kinds, RawHead, type RawOf } from './schema.js'

/** A step as it is written, and where. */
export type ParsedStep = {
  [K in Kind]: {
    readonly kind: K
    readonly raw: RawOf<K>
    readonly path: readonly PropertyKey[]
    /** The line of the file it begins in. */
    readonly line: number
    /** Of a `for_each`. */
    readonly inner: readonly ParsedStep[]
  }
}[Kind]

export interface ParsedFile {
  readonly head: Omit<RawHead, 'steps'>
  readonly steps: readonly ParsedStep[]
  readonly locate: (problem: Problem) => LocatedProblem
}

export type FileParsed =
  | ({ readonly ok: true } & ParsedFile)
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] }

/** Nobody reads more. */
const mostProblems = 100

/** A file as it is written, each key and each step as its definition says. Never throws. */
export function parseFile(text: string): FileParsed {
  const document = readText(text)
  const { data, locate } = document
  if (data === undefined) return { ok: false, problems: document.problems }
  if (data === null) return { ok: false, problems: [locate({ path: [], what: 'The file is empty.' })] }
  const head = RawHead.safeParse(data)
  const steps = new StepReader(document.lineOf)
  const parsed = steps.readAll(stepsOf(data), ['steps'])
  const problems = [
    ...(head.success ? [] : explain(RawHead, data, head.error.issues.slice(0, mostProblems))),
    ...steps.problems,
  ]
  const located = [...document.problems, ...problems.slice(0, mostProblems).map(locate)]
  if (!head.success || located.length > 0) return { ok: false, problems: located }
  return { ok: true, head: head.data, steps: parsed, locate }
}

/** Where everything stands is looked for where something is wrong. */
function readText(text: string) {
  const plain = readPlainYaml(text)
  if (plain === undefined) {
    const document = readDocument(text)
    const lineOf = (_: object, path: readonly PropertyKey[]) => document.locate({ path, what: '' }).line
    return { ...document, lineOf }
  }
  let document: ReadDocument | undefined
  return {
    data: plain.data as unknown,
    problems: [],
    locate: (problem: Problem): LocatedProblem => {
      document ??= readDocument(text)
      return document.locate(problem)
    },
    lineOf: (map: object) => plain.lineOf(map) ?? 1,
  }
}

function stepsOf(data: unknown): readonly unknown[] {
  if (typeof data !== 'object' || data === null || !('steps' in data)) return []
  return Array.isArray(data.steps) ? data.steps : []
}

class StepReader {
  readonly problems: Problem[] = []
  readonly #lineOf: (step: object, path: readonly PropertyKey[]) => number

  constructor(lineOf: (step: object, path: readonly PropertyKey[]) => number) {
    this.#lineOf = lineOf
  }

  readAll(steps: readonly unknown[], path: readonly PropertyKey[]): readonly ParsedStep[] {
    return steps.flatMap((step, index) => this.#read(step, [...path, index]) ?? [])
  }

  #read(value: unknown, path: readonly PropertyKey[]): ParsedStep | undefined {
    const kind = this.#kindOf(value, path)
    if (kind === undefined) return undefined
    const schema: z.ZodType = kinds[kind]
    const read = schema.safeParse(value)
    if (!read.success) {
      const told = explain(schema, value, read.error.issues.slice(0, mostProblems))
      this.problems.push(...told.map((problem) => ({ ...problem, path: [...path, ...problem.path] })))
    }
    const inner = kind === 'for_each' ? this.#inner(value, path) : []
    if (!read.success) return undefined
    return {
      kind,
      raw: read.data,
      path,
      line: this.#lineOf(value as object, path),
      inner,
    } as unknown as ParsedStep
  }

  #inner(value: unknown, path: readonly PropertyKey[]): readonly ParsedStep[] {
    const { for_each: repeated } = value as { readonly for_each: unknown }
    const steps = this.readAll(stepsOf(repeated), [...path, 'for_each', 'steps'])
    for (const step of steps) {
      if (step.kind === 'for_each') {
        this.problems.push({ path: step.path, what: 'A `for_each` cannot stand inside another one.' })
      }
    }
    return steps
  }

  #kindOf(value: unknown, path: readonly PropertyKey[]): Kind | undefined {
    const all = `A step is exactly one of: ${kindNames.join(', ')}.`
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const found = value === null ? 'Nothing is written here.' : `Found ${showValue(value)}.`
      this.problems.push({ path, what: `${found} ${all}` })
      return undefined
    }
    const named = kindNames.filter((kind) => Object.hasOwn(value, kind))
    const [first, second] = named
    if (first !== undefined && second === undefined) return first
    if (first === undefined) {
      const { key, meant } = misspelt(Object.keys(value)) ?? {}
      const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
      this.problems.push({
        path: key === undefined ? path : [...path, key],
        atKey: true,
        what: `${key === undefined ? 'This step has no kind.' : `Unknown key ${showValue(key)}.`}${hint} ${all}`,
      })
    } else {
      this.problems.push({
        path: [...path, second ?? first],
        atKey: true,
        what: `This step is ${named.map((kind) => `\`${kind}\``).join(' and ')} at once. ${all}`,
      })
    }
    return undefined
  }
}

/** The first key that is none of a step, and the kind that was probably meant. */
function misspelt(keys: readonly string[]): { readonly key: string; readonly meant: string } | undefined {
  const known = new Set(Object.values(kinds).flatMap((kind) => Object.keys(kind.shape)))
  for (const key of keys) {
    const meant = known.has(key) ? undefined : nearest(key, kindNames)
    if (meant !== undefined) return { key, meant }
  }
  return undefined
}
