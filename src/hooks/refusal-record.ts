import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import type { HookRefusal } from './refusal.js'

/** Anybody who reaches the port can cause refusals: the audit takes so many a minute from one process, the log all. */
const mostAMinute = 30
const minute = 60_000

/** Records refusals of requests from outside. Never rejects: nothing was started, and the sender is waiting. */
export function createRefusalRecord(parts: {
  readonly append: (entry: AuditEntry) => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
}): (said: string, refusal: HookRefusal) => Promise<void> {
  let begun = Number.NEGATIVE_INFINITY
  let taken = 0
  let dropped = 0
  return async (said, { status, code, what }) => {
    parts.logger.warn({ said, status, code, what }, 'A request from outside was refused')
    const now = parts.clock.now()
    if (now - begun >= minute) [begun, taken] = [now, 0]
    if (taken >= mostAMinute) {
      dropped += 1
      return
    }
    taken += 1
    const others = dropped === 0 ? '' : ` (and ${dropped} before that only the log has)`
    dropped = 0
    const summary = `${said.slice(0, 200)} → ${status} ${code}: ${what.slice(0, 300)}${others}`
    await parts.append({ kind: 'refused', actor: 'ci', summary, origin: 'hook' }).catch((error: unknown) => {
      parts.logger.warn({ err: error }, 'A refusal was not recorded')
    })
  }
}
