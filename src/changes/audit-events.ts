import type { Audit } from '../audit/audit.js'
import type { AuditEvent } from './parts.js'

/** How the engine's events become audit records. */
export function recordEvents(audit: Pick<Audit, 'append'>): (event: AuditEvent) => Promise<void> {
  return ({ actor, once, ...event }) =>
    audit.append(
      { ...event, actor: actor.id, origin: actor.origin },
      once === undefined ? undefined : `${event.operation}:${event.kind}:${once}`,
    )
}
