import type { Checked } from '../core/check.js'
import type { Runbook, RunbookStep } from '../core/runbook.js'
import type { Scope } from './language/expression/evaluate.js'
import { fill, filledArguments, takenApart } from './language/template.js'
import type { Library, Trouble } from './library.js'

/** What somebody would look at first: the runbook that fits, and what its first checks say. */
export interface Triage {
  readonly runbook?: { readonly id: string; readonly title: string }
  readonly checks: readonly { readonly title: string; readonly checked: Checked }[]
}

export interface TriageOptions {
  readonly library: Pick<Library, 'all' | 'bestFor'>
  /** Never rejects. */
  readonly check: (
    name: string,
    about: { readonly environment: string; readonly service?: string },
    args: Readonly<Record<string, string | number | boolean>>,
  ) => Promise<Checked>
  /** Whether a check is about one service alone, asked with these. */
  readonly needsService: (check: string, args: CheckStep['with']) => boolean
  /** Short names; empty where there are too many to ask about each. */
  readonly servicesOf: (environment: string) => readonly string[]
}

interface About {
  readonly environment: string
  /** Absent: all of the environment. */
  readonly service?: string
}

type CheckStep = Extract<RunbookStep, { kind: 'check' }>

const mostChecks = 5

/** Asks the first checks of the runbook that fits, those that need nobody's answer, before anybody walks it. */
export async function triage(trouble: Trouble, about: About, options: TriageOptions): Promise<Triage> {
  // Offers look at those read last; right after the start none were.
  await options.library.all()
  const runbook = options.library.bestFor(trouble)?.runbook
  if (runbook === undefined) return { checks: [] }
  const { environment, service } = about
  const services = service === undefined ? options.servicesOf(environment) : [service]
  const asked = runbook.steps
    .filter(isFirstCheck)
    // What is about one service is asked about each, where none is named.
    .map((step) => ({ step, each: isAboutOne(step, options) ? services : [service] }))
    .filter(({ each }) => each.length > 0)
    .slice(0, mostChecks)
  const checks = await Promise.all(
    asked.map(async ({ step, each }) => ({
      title: titleOf(step, scopeOf(runbook, environment, service)),
      checked: together(
        await Promise.all(
          each.map(async (one) => ({
            one,
            checked: await askAbout(one, step, environment, runbook, options),
          })),
        ),
      ),
    })),
  )
  return { runbook: { id: runbook.id, title: runbook.title }, checks }
}

/** What a run that has just begun would know. */
function scopeOf({ inputs, steps }: Runbook, environment: string, service: string | undefined): Scope {
  return {
    inputs: { environment, ...(service === undefined ? {} : { service }) },
    steps: [],
    runbook: { inputs, steps },
  }
}

function titleOf({ title }: CheckStep, scope: Scope): string {
  return fill(
    title,
    scope,
    (value, name) => value ?? (name === 'inputs.service' ? 'all services' : `‹${name}›`),
  )
}

async function askAbout(
  service: string | undefined,
  { check, with: args }: CheckStep,
  environment: string,
  runbook: Runbook,
  options: TriageOptions,
): Promise<Checked> {
  const about = { environment, ...(service === undefined ? {} : { service }) }
  return options.check(check, about, filledArguments(args, scopeOf(runbook, environment, service)))
}

/** The inputs that a text asks for, by name; undefined: it needs more than inputs, or cannot be read. */
function inputsIn(text: string): readonly string[] | undefined {
  const found: string[] = []
  for (const part of takenApart(text)) {
    if (part.kind === 'problem') return undefined
    if (part.kind === 'text' || part.operand.kind === 'literal') continue
    if (part.operand.of !== 'input') return undefined
    found.push(part.operand.name)
  }
  return found
}

/** It depends on nothing that a person would have to say or a step before it to find out. */
function isFirstCheck(step: RunbookStep): step is CheckStep {
  return (
    step.kind === 'check' &&
    step.when === undefined &&
    step.each === undefined &&
    [step.title, ...Object.values(step.with)].every(
      (value) =>
        inputsIn(String(value))?.every((name) => name === 'environment' || name === 'service') === true,
    )
  )
}

/** The runbook itself may say which service a check is about. */
function isAboutOne({ check, with: args }: CheckStep, { needsService }: TriageOptions): boolean {
  const { service } = args
  return service === undefined
    ? needsService(check, args)
    : (inputsIn(String(service)) ?? []).includes('service')
}

const worstFirst: readonly Checked['result'][] = ['fail', 'unknown', 'warn', 'pass']

/** One line for several services: the worst of them decides its mark. */
function together(
  answers: readonly { readonly one: string | undefined; readonly checked: Checked }[],
): Checked {
  const [only, second] = answers
  if (only !== undefined && second === undefined) return only.checked
  const result =
    worstFirst.find((each) => answers.some(({ checked }) => checked.result === each)) ?? 'unknown'
  const figures = answers.map(({ one, checked }) => `${one ?? 'all'}: ${checked.figure}`)
  return { result, figure: figures.join('; ') }
}
