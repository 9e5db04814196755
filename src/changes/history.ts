import type { AuditReader, AuditRecord } from '../core/audit-record.js'
import { isEnded, OperationRecord } from '../core/operation.js'
import { begunPages } from '../flow/begun.js'
import type { FlowStore, Stored } from '../flow/flow-store.js'
import { keptFor } from './change-flow.js'
import { askingOf } from './asking.js'
import type { AnyOperation } from './definition.js'

/** What is looked for. Everything that is given must fit. */
export interface HistoryQuery {
  /** Names: others are not looked at. */
  readonly environments: readonly string[]
  /** Names of service locks: operations that hold one of them. */
  readonly services?: readonly string[]
  /** A Slack id, or part of a name. */
  readonly by?: string
  /** Requested then or later, up to `until` (ms since the epoch). */
  readonly since: number
  readonly until: number
  readonly limit: number
}

export interface HistoryPage {
  /** Newest first. */
  readonly operations: readonly OperationRecord[]
  /** Others that fit, and whether there may be more of them than were counted. */
  readonly more: number
  readonly isMoreCounted: boolean
}

/** Everything that is known of one operation. */
export interface Story {
  /** Undefined once the record is older than it is kept. */
  readonly record: OperationRecord | undefined
  /** Undefined where the operation is unknown to this release. */
  readonly environment: string | undefined
  /** Oldest first. */
  readonly audit: readonly AuditRecord[]
}

export interface History {
  list(query: HistoryQuery): Promise<HistoryPage>
  /** Operations of these environments that have not ended, newest first. */
  open(
    environments: readonly string[],
  ): Promise<readonly { readonly record: OperationRecord; readonly environment: string }[]>
  /** Operations of these names that hold one of these locks, newest first; the newest 3,000 of the last 90 days are looked through. */
  ofLocks(
    locks: readonly string[],
    names: readonly string[],
    now: number,
  ): Promise<readonly OperationRecord[]>
  /** Undefined: nobody has heard of it. */
  story(id: string): Promise<Story | undefined>
}

/** Records one question looks at. */
const mostLookedAt = 3_000

/** What was done, from the operations' own records and, for one of them, from the audit. Read-only. */
export function createHistory<Ports>(options: {
  readonly store: Pick<FlowStore, 'readAll' | 'begun' | 'open'>
  readonly audit: Pick<AuditReader, 'ofOperation'>
  readonly operations: readonly AnyOperation<Ports>[]
}): History {
  const { store } = options

  async function read(ids: readonly string[]): Promise<readonly OperationRecord[]> {
    return recordsOf(await store.readAll(ids))
  }

  /** Undefined where the record is of an operation, or of an input, that this release does not know. */
  function changes(record: OperationRecord) {
    try {
      const { operation, input, environment } = askingOf(options, record)
      return { environment, locks: (operation.concerns ?? operation.locks)(input) }
    } catch {
      return undefined
    }
  }

  function fits(record: OperationRecord, { environments, services, by }: HistoryQuery): boolean {
    const changed = changes(record)
    if (changed === undefined || !environments.includes(changed.environment)) return false
    if (services !== undefined && !services.some((lock) => changed.locks.includes(lock))) return false
    return by === undefined || isBy(record, by)
  }

  return {
    async list(query) {
      const found: OperationRecord[] = []
      let more = 0
      let isMoreCounted = false
      const { since, until } = query
      for await (const page of begunPages(store, 'change', { since, until, most: mostLookedAt })) {
        for (const record of recordsOf(page.flows)) {
          if (!fits(record, query)) continue
          if (found.length < query.limit) found.push(record)
          else more += 1
        }
        isMoreCounted = page.isLast
      }
      return { operations: found, more, isMoreCounted }
    },

    async ofLocks(locks, names, now) {
      // The clock of who asked may have been ahead of this one's.
      const time = { since: now - keptFor, until: now + keptFor, most: mostLookedAt }
      const found: OperationRecord[] = []
      for await (const { flows } of begunPages(store, 'change', time)) {
        for (const record of recordsOf(flows)) {
          const held = names.includes(record.name) ? changes(record)?.locks : undefined
          if (held?.some((lock) => locks.includes(lock)) === true) found.push(record)
        }
      }
      return found
    },

    async open(environments) {
      const records = await read(await store.open('changing', mostLookedAt))
      return records
        .filter((record) => !isEnded(record.state))
        .map((record) => ({ record, environment: changes(record)?.environment ?? '' }))
        .filter(({ environment }) => environments.includes(environment))
        .sort((left, right) => right.record.requestedAt - left.record.requestedAt)
    },

    async story(id) {
      const [[record], audit] = await Promise.all([read([id]), options.audit.ofOperation(id)])
      if (record === undefined && audit.length === 0) return undefined
      const named = audit.findLast((entry) => entry.environment !== undefined)?.environment
      return { record, audit, environment: record === undefined ? named : changes(record)?.environment }
    },
  }
}

function recordsOf(flows: readonly Stored[]): readonly OperationRecord[] {
  return flows.filter(({ kind }) => kind === 'change').map(({ record }) => OperationRecord.parse(record))
}

function isBy({ caller }: OperationRecord, by: string): boolean {
  const wanted = by.replace(/^@/, '').toLowerCase()
  return caller.id.toLowerCase() === wanted || caller.name.toLowerCase().includes(wanted)
}
