import type { History } from '../changes/history.js'
import type { AlertFindings, AlertRecord } from '../core/alert.js'
import type { Checked } from '../core/check.js'
import type { RunbookStep } from '../core/runbook.js'
import type { Library } from '../runbooks/library.js'

export interface FindOutOptions {
  readonly library: Pick<Library, 'bestFor'>
  readonly history: Pick<History, 'list'>
  /** Never rejects. */
  readonly check: (
    name: string,
    about: { readonly environment: string; readonly service?: string },
    args: Readonly<Record<string, string | number | boolean>>,
  ) => Promise<Checked>
  readonly now: () => number
}

/** What changed so long before is no suspect any more (ms). */
const changedWithin = 2 * 3_600_000
const mostChecks = 5

/** What somebody would look at first: what was changed, and the first checks of the runbook that fits. */
export async function findOut(record: AlertRecord, options: FindOutOptions): Promise<AlertFindings> {
  const runbook = options.library.bestFor({ alarm: record.name })?.runbook
  const asked = (runbook?.steps ?? []).filter(isFirstCheck).slice(0, mostChecks)
  const about = {
    environment: record.environment,
    ...(record.service === undefined ? {} : { service: record.service }),
  }
  const [changed, ...checks] = await Promise.all([
    changedBefore(record, options.history),
    ...asked.map(async ({ title, check, with: args }) => ({
      title: filled(title, record),
      checked: await options.check(check, about, filledIn(args, record)),
    })),
  ])
  return {
    ...(changed === undefined ? {} : { changed }),
    ...(runbook === undefined ? {} : { runbook: { id: runbook.id, title: runbook.title } }),
    checks,
  }
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
