import { isIncidentEnded } from '../core/incident.js'
import { scopeName } from '../core/lock.js'
import { isEnded, OperationRecord } from '../core/operation.js'
import { isPageEnded } from '../core/page.js'
import { isRunEnded } from '../core/run.js'
import { readBegun } from '../flow/begun.js'
import type { FlowStore } from '../flow/flow-store.js'
import { incidentFlow } from '../incidents/incident/incident-flow.js'
import type { Locks } from '../locks/locks.js'
import { pageFlow } from '../oncall/page/page-flow.js'
import { runFlow } from '../runbooks/run/run-flow.js'

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
  const within = { since: now - lookedBack, most }
  const [incidents, pages, runs, operations, held] = await Promise.all([
    readBegun(store, incidentFlow, within),
    readBegun(store, pageFlow, within),
    readBegun(store, runFlow, within),
    readBegun(store, { kind: 'change', record: OperationRecord }, within),
    locks.list(),
  ])
  const found = [
    {
      what: 'incident',
      lines: incidents
        .filter((record) => !isIncidentEnded(record))
        .map(({ id, severity, title, status }) => `SEV-${severity} ${title}, ${status} (${id})`),
    },
    {
      what: 'page',
      lines: pages
        .filter(({ state }) => !isPageEnded(state))
        .map(({ id, severity, title }) => `SEV-${severity} ${title} (${id})`),
    },
    {
      what: 'run',
      lines: runs
        .filter(({ state, mode }) => !isRunEnded(state) && mode !== 'dry')
        .map(({ id, runbook, lead }) => `${runbook.title}, led by ${lead.name} (${id})`),
    },
    {
      what: 'operation',
      lines: operations
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
