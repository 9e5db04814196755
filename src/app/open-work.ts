import { IncidentRecord, isIncidentEnded } from '../core/incident.js'
import { scopeName } from '../core/lock.js'
import { isEnded, OperationRecord } from '../core/operation.js'
import { isPageEnded, PageRecord } from '../core/page.js'
import { isRunEnded, RunRecord } from '../core/run.js'
import type { FlowStore } from '../flow/flow-store.js'
import type { Locks } from '../locks/locks.js'

/** What somebody takes over with being on call: things that go on, by what they are. */
export interface OpenWork {
  /** `incident`, `page`, `run`, `operation`, `lock` */
  readonly what: string
  /** One line each. Untrusted. */
  readonly lines: readonly string[]
}

/** Older ones that still go on are seldom, and show themselves in their own messages (ms). */
const lookedBack = 14 * 24 * 3_600_000
const most = 200

/** Everything that goes on now, the gravest first; what there is none of is left out. */
export async function openWork(
  {
    store,
    locks,
  }: { readonly store: Pick<FlowStore, 'begun' | 'readAll'>; readonly locks: Pick<Locks, 'list'> },
  now: number,
): Promise<readonly OpenWork[]> {
  const recordsOf = async (kind: string) => {
    const range = { since: now - lookedBack, until: Number.MAX_SAFE_INTEGER, from: 0, most }
    return (await store.readAll(await store.begun(kind, range))).map(({ record }) => record)
  }
  const [incidents, pages, runs, operations, held] = await Promise.all([
    recordsOf('incident'),
    recordsOf('page'),
    recordsOf('runbook'),
    recordsOf('change'),
    locks.list(),
  ])
  const found = [
    {
      what: 'incident',
      lines: incidents
        .flatMap((record) => IncidentRecord.safeParse(record).data ?? [])
        .filter((record) => !isIncidentEnded(record))
        .map(({ id, severity, title, status }) => `SEV-${severity} ${title}, ${status} (${id})`),
    },
    {
      what: 'page',
      lines: pages
        .flatMap((record) => PageRecord.safeParse(record).data ?? [])
        .filter(({ state }) => !isPageEnded(state))
        .map(({ id, severity, title }) => `SEV-${severity} ${title} (${id})`),
    },
    {
      what: 'run',
      lines: runs
        .flatMap((record) => RunRecord.safeParse(record).data ?? [])
        .filter(({ state, mode }) => !isRunEnded(state) && mode !== 'dry')
        .map(({ id, runbook, lead }) => `${runbook.title}, led by ${lead.name} (${id})`),
    },
    {
      what: 'operation',
      lines: operations
        .flatMap((record) => OperationRecord.safeParse(record).data ?? [])
        .filter(({ state }) => !isEnded(state))
        .map(({ id, plan, caller }) => `${plan.summary}, asked by ${caller.name} (${id})`),
    },
    {
      what: 'lock',
      lines: held.map(({ scope, owner, reason }) => `${scopeName(scope)}, by ${owner.name}: “${reason}”`),
    },
  ]
  return found.filter(({ lines }) => lines.length > 0)
}
