import type { AuditRecord } from '../../core/audit-record.js'
import type { Role } from '../../core/caller.js'
import type { Checked } from '../../core/check.js'
import type { CostReport } from '../../core/cost.js'
import type { Lock } from '../../core/lock.js'
import type { MetricsOverview } from '../../core/metrics.js'
import type { Mute } from '../../core/mutes.js'
import type { LayerNow } from '../../core/on-call.js'
import type { Runbook } from '../../core/runbook.js'
import type { ScheduleFinding } from '../../core/schedule.js'
import type { Zone } from '../../core/time-zone.js'

/** What messages are made from: each reads only. What may reject says so; its words are a finding then. */
export interface ReportSources {
  /** Never rejects for what it asks. Undefined: there is nothing of the kind to look at. */
  check(
    name: string,
    about: { readonly environment: string; readonly service?: string },
    args?: Readonly<Record<string, unknown>>,
  ): Promise<Checked | undefined>
  /** Short names. Rejects where AWS does not say. */
  services(environment: string): Promise<readonly string[]>
  hasLoadBalancer(environment: string): boolean
  /** As `cost` tells it, out of what all share and within the same requests a day. Rejects where nothing is known. */
  cost(environment: string): Promise<CostReport>
  /** Of the last so many ms. */
  metrics(environment: string, since: number): Promise<MetricsOverview>
  /** Oldest first; `left`: newer ones that were too many to read. Rejects where the store does not say. */
  audit(since: number): Promise<{ readonly records: readonly AuditRecord[]; readonly left: number }>
  /** Who has which role anywhere, by name, from much to little; groups by their handle or id. */
  roles(
    environments: readonly string[],
  ): Promise<readonly { readonly role: Role; readonly people: readonly string[] }[]>
  nameOf(user: string): Promise<string>
  /** Undefined: no flow logs are configured. */
  rejectedFlows(environment: string, since: number): Promise<RejectedFlows | undefined>
  runbooks(): Promise<{
    readonly runbooks: readonly Runbook[]
    readonly broken: readonly { readonly file: string; readonly says: string }[]
  }>
  coverage(runbooks: readonly Runbook[], environments: readonly string[]): Promise<Coverage>
  /** Runbooks that should have been looked through by that day, `2026-11-30`. */
  overdue(runbooks: readonly Runbook[], today: string): readonly Runbook[]
  locks(): Promise<readonly Lock[]>
  mutes(): Promise<readonly Mute[]>
  /** Who is on call in each layer, and who comes next. Rejects where there is no rotation. */
  onCall(): Promise<{ readonly layers: readonly LayerNow[]; readonly zone: Zone }>
  /** What goes on now, by what it is: open incidents, pages, runs, operations, locks. Rejects where the store does not say. */
  openWork(): Promise<readonly { readonly what: string; readonly lines: readonly string[] }[]>
  /** What an error says, for people; undefined: it is a defect, and belongs to nobody here. */
  explain(error: unknown): string | undefined
  readonly zone: Zone
  now(): number
}

/** What the network turned away. */
export type RejectedFlows =
  | {
      readonly kind: 'counted'
      readonly rejected: number
      /** The ports most of it was meant for. */
      readonly ports: readonly { readonly port: string; readonly count: number }[]
    }
  /** It would scan more than a query may without asking. */
  | { readonly kind: 'too much'; readonly gigabytes: number }
  | { readonly kind: 'unread'; readonly says: string }

/** How the alarms of some environments and the runbooks belong together. */
export interface Coverage {
  readonly alarms: number
  /** By environment. */
  readonly withoutRunbook: readonly { readonly environment: string; readonly alarms: readonly string[] }[]
  /** Patterns that fit no alarm; not told where some alarms could not be read. */
  readonly idle: readonly { readonly runbook: Runbook; readonly pattern: string }[]
  readonly unread: readonly { readonly environment: string; readonly says: string }[]
}

/** What one part comes to; what it cannot read is a finding of it. */
export interface Part {
  readonly findings: readonly ScheduleFinding[]
  readonly fine: readonly string[]
  readonly facts?: readonly string[]
  /** In the place of how many things are wrong. */
  readonly headline?: string
}

export function together(parts: readonly Part[]): Part {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    fine: parts.flatMap(({ fine }) => fine),
    facts: parts.flatMap(({ facts = [] }) => facts),
  }
}

/** A part that may not be readable: then that is what it finds. @throws a defect */
export async function orUnread(
  { explain }: Pick<ReportSources, 'explain'>,
  what: Pick<ScheduleFinding, 'subject' | 'topic' | 'button'>,
  read: () => Promise<Part>,
): Promise<Part> {
  try {
    return await read()
  } catch (error) {
    const says = explain(error)
    if (says === undefined) throw error
    return { findings: [{ mark: 'unknown', ...what, says }], fine: [] }
  }
}
