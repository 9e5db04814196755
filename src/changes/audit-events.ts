import type { Audit } from '../audit/audit.js'
import type { Caller } from '../core/caller.js'

export interface AuditEvent {
  readonly kind:
    | 'requested'
    | 'started'
    | 'change'
    | 'changed'
    | 'approved'
    | 'rejected'
    | 'asked again'
    | 'cancel-requested'
    | 'ended'
  readonly operation: string
  readonly actor: Caller
  readonly summary: string
  readonly environment?: string
  /** What AWS calls the request that made the change. */
  readonly requestId?: string
  /** Names the event among those of its kind: tried again after a crash, it is kept once. Absent: each one counts. */
  readonly once?: string
}

/** How the engine's events become audit records. */
export function recordEvents(audit: Pick<Audit, 'append'>): (event: AuditEvent) => Promise<void> {
  return ({ actor, once, ...event }) =>
    audit.append(
      { ...event, actor: actor.id, origin: actor.origin },
      once === undefined ? undefined : `${event.operation}:${event.kind}:${once}`,
    )
}
