import type { History } from '../changes/history.js'
import type { AlertFindings, AlertRecord } from '../core/alert.js'
import type { Checked } from '../core/check.js'
import type { RunbookStep } from '../core/runbook.js'
import type { Library } from '../runbooks/library.js'

export interface FindOutOptions {
  readonly library: Pick<Library, 'all' | 'bestFor'>
  readonly history: Pick<History, 'list'>
  /** Never rejects. */
  readonly check: (
    name: string,
    about: { readonly environment: string; readonly service?: string },
    args: Readonly<Record<string, string | number | boolean>>,
  ) => Promise<Checked>
  /** Whether a check is about one service alone. */
  readonly needsService: (check: string) => boolean
  /** Short names; empty where there are too many to ask about each. */
  readonly servicesOf: (environment: string) => readonly string[]
}

/** What changed so long before is no suspect any more (ms). */
const changedWithin = 2 * 3_600_000
const mostChecks = 5

/** What somebody would look at first: what was changed, and the first checks of the runbook that fits. */
export async function findOut(record: AlertRecord, options: FindOutOptions): Promise<AlertFindings> {
  // Offers look at those read last; right after the start none were.
  await options.library.all()
  const runbook = options.library.bestFor({ alarm: record.name })?.runbook
  const { environment, service } = record
  const services = service === undefined ? options.servicesOf(environment) : [service]
  const asked = (runbook?.steps ?? [])
    .filter(isFirstCheck)
    // What is about one service is asked about each, where the alarm names none.
    .map((step) => ({ step, about: namesService(step, options) ? services : [service] }))
    .filter(({ about }) => about.length > 0)
    .slice(0, mostChecks)
  const [changed, ...checks] = await Promise.all([
    changedBefore(record, options.history),
    ...asked.map(async ({ step, about }) => ({
      title: filled(step.title, record),
      checked: together(await Promise.all(about.map((one) => askAbout(one, step, record, options)))),
    })),
  ])
  return {
    ...(changed === undefined ? {} : { changed }),
    ...(runbook === undefined ? {} : { runbook: { id: runbook.id, title: runbook.title } }),
    checks,
  }
}

/** The runbook itself may say which service it is about. */
function namesService({ check, with: args }: CheckStep, { needsService }: FindOutOptions): boolean {
  const { service } = args
  if (service !== undefined) return /inputs[.]service/.test(String(service))
  return needsService(check)
}

interface Answer {
  readonly service: string | undefined
  readonly checked: Checked
}

async function askAbout(
  service: string | undefined,
  { check, with: args }: CheckStep,
  record: AlertRecord,
  options: FindOutOptions,
): Promise<Answer> {
  const about = { environment: record.environment, ...(service === undefined ? {} : { service }) }
  const known = service === undefined ? record : { ...record, service }
  return { service, checked: await options.check(check, about, filledIn(args, known)) }
}

const worstFirst: readonly Checked['result'][] = ['fail', 'unknown', 'warn', 'pass']

/** One line for several services: the worst of them decides its mark. */
function together(answers: readonly Answer[]): Checked {
  const [only, second] = answers
  if (only !== undefined && second === undefined) return only.checked
  const result = worstFirst.find((one) => answers.some(({ checked }) => checked.result === one)) ?? 'unknown'
  const figures = answers.map(({ service, checked }) => `${service ?? 'all'}: ${checked.figure}`)
  return { result, figure: figures.join('; ') }
}

type CheckStep = Extract<RunbookStep, { kind: 'check' }>

/** It depends on nothing that a person would have to say or a step before it to find out. */
function isFirstCheck(step: RunbookStep): step is CheckStep {
  return (
    step.kind === 'check' &&
    step.when === undefined &&
    step.each === undefined &&
    Object.values({ title: step.title, ...step.with }).every(
      (value) => !/\{\{(?!\s*inputs[.](environment|service)\s*\}\})/.test(String(value)),
    )
  )
}

/** The inputs that an alert knows; without a service it is all of the environment. */
function filled(text: string, { environment, service }: AlertRecord): string {
  return text
    .replace(/\{\{\s*inputs[.]environment\s*\}\}/g, environment)
    .replace(/\{\{\s*inputs[.]service\s*\}\}/g, service ?? 'all services')
}

function filledIn(args: CheckStep['with'], record: AlertRecord): CheckStep['with'] {
  const kept = Object.entries(args).filter(
    ([, value]) => record.service !== undefined || !/inputs[.]service/.test(String(value)),
  )
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'string' ? filled(value, record) : value]),
  )
}

async function changedBefore(
  { environment, since }: AlertRecord,
  history: Pick<History, 'list'>,
): Promise<AlertFindings['changed']> {
  const time = { since: since - changedWithin, until: since }
  const { operations } = await history
    .list({ environments: [environment], ...time, limit: 10 })
    .catch(() => ({ operations: [] }))
  const last = operations.find(({ startedAt }) => startedAt !== undefined && startedAt <= since)
  if (last?.startedAt === undefined) return undefined
  return { id: last.id, summary: last.plan.summary, by: last.caller.name, at: last.startedAt }
}
