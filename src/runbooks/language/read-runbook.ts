import { createHash } from 'node:crypto'
import type { Runbook } from '../../core/runbook.js'
import type { LocatedProblem, Problem } from '../../yaml/problem.js'
import type { RunbookProblem } from '../library.js'
import type { Vocabulary } from '../vocabulary.js'
import { analyze, countSteps } from './analyze.js'
import { assemble, type FindIncluded, type PlacedStep } from './assemble.js'
import { graphProblems, visitsOf } from './graph.js'
import { readInputs } from './inputs.js'
import { limits } from './limits.js'
import { parseFile, type ParsedStep } from './parse-file.js'

export interface RunbookFile {
  /** The file's name without its ending. */
  readonly id: string
  /** As it is shown: `runbooks/out-of-memory.yaml`. */
  readonly file: string
  readonly text: string
}

export type RunbookRead =
  | {
      readonly ok: true
      readonly runbook: Runbook
      /** How many runbooks stand in it, one within the other. */
      readonly depth: number
      /** Ids of the runbooks that stand in it: when one changes, it is read again. */
      readonly includes: readonly string[]
    }
  | {
      readonly ok: false
      readonly problems: readonly RunbookProblem[]
      readonly includes: readonly string[]
    }

/** The runbook that a YAML file is, or all that is wrong with it by line. Pure; never throws. */
export function readRunbook(file: RunbookFile, vocabulary: Vocabulary, find: FindIncluded): RunbookRead {
  const parsed = parseFile(file.text)
  if (!parsed.ok) return broken(file, parsed.problems, [])
  const { head, steps, locate } = parsed
  const includes = steps.flatMap((step) => [step, ...step.inner]).flatMap(includedId)
  const { inputs, problems: ofInputs } = readInputs(head.inputs, vocabulary)
  const assembled = assemble(steps, inputs, find)
  const isBounded = boundedOf(steps)
  const problems: Problem[] = [
    ...(head.id === file.id ? [] : [otherName(head.id, file.id)]),
    ...(Object.keys(head.inputs).length > limits.inputs ? [tooManyInputs()] : []),
    ...ofInputs,
    ...assembled.problems,
    ...analyze(steps, assembled.steps, inputs, vocabulary),
    ...(assembled.problems.length === 0 ? graphProblems(assembled.steps, isBounded) : []),
    ...tooManySteps(assembled.steps, vocabulary),
  ]
  if (problems.length > 0) return broken(file, problems.map(locate), includes)
  const visits = visitsOf(assembled.steps, isBounded)
  const within = includes.map((id) => {
    const found = find(id)
    return typeof found === 'string' ? '' : found.digest
  })
  return {
    ok: true,
    includes,
    depth: assembled.depth,
    runbook: {
      id: head.id,
      title: head.title,
      ...(head.owner === undefined ? {} : { owner: head.owner }),
      ...(head.review_by === undefined ? {} : { reviewBy: head.review_by }),
      ...(head.severity === undefined ? {} : { severity: head.severity }),
      tags: head.tags,
      about: aboutOf(head),
      match: head.match,
      runBy: head.run_by,
      limits: { runsAnHour: head.limits.runs_per_hour, actions: head.limits.actions },
      inputs,
      steps: assembled.steps.map(({ step }, index) => ({
        ...step,
        mostVisits: visits[index] ?? step.mostVisits,
      })),
      file: file.file,
      digest: digestOf([file.text, ...within]),
    },
  }
}

/** Of a text alone, or with what belongs to it. */
export function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex').slice(0, 16)
}

const aboutKeys = ['meaning', 'impact', 'diagnosis', 'mitigation'] as const

function aboutOf(
  head: Readonly<Partial<Record<(typeof aboutKeys)[number], string | undefined>>>,
): Record<string, string> {
  const entries = aboutKeys.flatMap((key) => {
    const text = head[key]
    return text === undefined ? [] : [[key, text] as const]
  })
  return Object.fromEntries(entries)
}

/** Steps of this file with an `at_most`: what bounds a loop. */
function boundedOf(steps: readonly ParsedStep[]): (placed: PlacedStep) => boolean {
  const bounded = new Set(
    steps
      .flatMap((step) => [step, ...step.inner])
      .flatMap((step) => ('at_most' in step.raw && step.raw.at_most !== undefined ? [step.path] : [])),
  )
  return ({ path, own }) => own && bounded.has(path)
}

function includedId(step: ParsedStep): readonly string[] {
  return step.kind === 'include' ? [step.raw.include] : []
}

function otherName(written: string, id: string): Problem {
  const what = `The file is called \`${id.slice(0, 80)}\`, so its id is, too. Rename one of the two: \`${written}\`.`
  return { path: ['id'], what }
}

function tooManyInputs(): Problem {
  return { path: ['inputs'], what: `Allowed: at most ${limits.inputs} inputs.` }
}

function tooManySteps(placed: readonly PlacedStep[], vocabulary: Vocabulary): readonly Problem[] {
  const count = countSteps(placed, vocabulary)
  if (count <= limits.steps) return []
  const what = `With what is included and repeated it has ${count} steps. Allowed: at most ${limits.steps}.`
  return [{ path: ['steps'], what }]
}

function broken(
  file: RunbookFile,
  problems: readonly LocatedProblem[],
  includes: readonly string[],
): RunbookRead {
  return { ok: false, problems: located(file.file, problems), includes }
}

/** By line, each once. */
function located(file: string, problems: readonly LocatedProblem[]): readonly RunbookProblem[] {
  const seen = new Set<string>()
  return problems
    .map(({ line, column, what }): RunbookProblem => ({ file, line, column, what }))
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
    .filter(({ line, column, what }) => {
      const key = `${line}:${column}:${what}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}
