import { alertFlow } from '../alerts/alert-flow.js'
import type { AlertRecord } from '../core/alert.js'
import { isIncidentEnded } from '../core/incident.js'
import { scopeName } from '../core/lock.js'
import { isEnded, OperationRecord } from '../core/operation.js'
import { isPageEnded } from '../core/page.js'
import { isRunEnded } from '../core/run.js'
import type { FlowStore } from '../flow/flow-store.js'
import { recordsOf } from '../flow/records.js'
import { incidentFlow } from '../incidents/incident/incident-flow.js'
import type { Locks } from '../locks/locks.js'
import { pageFlow } from '../oncall/page/page-flow.js'
import { runFlow } from '../runbooks/run/run-flow.js'
import { alertTitle } from '../slack/views/alerts/card.js'

/** What somebody takes over with being on call: things that go on, by what they are. */
export interface OpenWork {
  /** `incident`, `page`, `alert`, `run`, `operation`, `lock` */
  readonly what: string
  /** One line each. Untrusted. */
  readonly lines: readonly string[]
}

/** Flows that go on at a time: beyond these nobody takes anything over any more. */
const most = 3_000

/** Everything that goes on now, the gravest first; what there is none of is left out. */
export async function openWork(
  store: Pick<FlowStore, 'open' | 'readAll'>,
  locks: Pick<Locks, 'list'>,
): Promise<readonly OpenWork[]> {
  const [changing, reading, held] = await Promise.all([
    store.open('changing', most),
    store.open('reading', most),
    locks.list(),
  ])
  const stored = await store.readAll([...changing, ...reading])
  const found = [
    {
      what: 'incident',
      lines: recordsOf(stored, incidentFlow)
        .filter((record) => !isIncidentEnded(record))
        .toSorted((left, right) => right.openedAt - left.openedAt)
        .map(({ id, severity, title, status }) => `SEV-${severity} ${title}, ${status} (${id})`),
    },
    {
      what: 'page',
      lines: recordsOf(stored, pageFlow)
        .filter(({ state }) => !isPageEnded(state))
        .toSorted((left, right) => right.begunAt - left.begunAt)
        .map(({ id, severity, title }) => `SEV-${severity} ${title} (${id})`),
    },
    {
      what: 'alert',
      lines: recordsOf(stored, alertFlow)
        // What a storm tells of stands in its line.
        .filter(({ status, storm }) => status === 'ringing' && storm === undefined)
        .toSorted((left, right) => right.since - left.since)
        .map((record) => `${record.environment}: ${alertTitle(record)}${lookedAfter(record)} (${record.id})`),
    },
    {
      what: 'run',
      lines: recordsOf(stored, runFlow)
        .filter(({ state, mode }) => !isRunEnded(state) && mode !== 'dry')
        .toSorted((left, right) => right.startedAt - left.startedAt)
        .map(({ id, runbook, lead }) => `${runbook.title}, led by ${lead.name} (${id})`),
    },
    {
      what: 'operation',
      lines: recordsOf(stored, { kind: 'change', record: OperationRecord })
        .filter(({ state }) => !isEnded(state))
        .toSorted((left, right) => right.requestedAt - left.requestedAt)
        .map(({ id, plan, caller }) => `${plan.summary}, asked by ${caller.name} (${id})`),
    },
    {
      what: 'lock',
      lines: held.map(({ scope, owner, reason }) => `${scopeName(scope)}, by ${owner.name}: “${reason}”`),
    },
  ]
  return found.filter(({ lines }) => lines.length > 0)
}

function lookedAfter({ acknowledged, mute }: AlertRecord): string {
  if (acknowledged !== undefined) return `, ${acknowledged.by.name} looks after it`
  return mute === undefined ? '' : `, muted by ${mute.by.name}`
}
