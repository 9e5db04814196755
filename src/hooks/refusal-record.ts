import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import type { HookRefusal } from './refusal.js'

/** Who knows a secret may be a CI that runs in circles: the audit takes so many a minute from one process, the log all. */
const mostAMinute = 30
const minute = 60_000

/** A request that was refused: what was asked for, and whether its signature was genuine. */
export interface RefusedRequest {
  /** Method and path. */
  readonly said: string
  readonly refusal: HookRefusal
  /** Names it for good where its sender has proven to know a secret: the same one sent again is recorded once. */
  readonly signed: string | undefined
}

/**
 * Tells of refusals of requests from outside: all go to the log, those of whoever knows a secret to the audit as well. Anybody who reaches the port
 * can cause the others, so they are only counted. Never rejects: nothing was started, and the sender is waiting.
 */
export function createRefusalRecord(options: {
  readonly append: (entry: AuditEntry, once: string) => Promise<void>
  /** Counts one of whoever did not prove to know a secret. */
  readonly countUnsigned: (reason: string) => void
  readonly clock: Clock
  readonly logger: Logger
}): (refused: RefusedRequest) => Promise<void> {
  let begun = Number.NEGATIVE_INFINITY
  let taken = 0
  let dropped = 0
  return async ({ said, refusal, signed }) => {
    const { status, code, what } = refusal
    options.logger.warn({ said, status, code, what }, 'A request from outside was refused')
    if (signed === undefined) return options.countUnsigned(code)
    const now = options.clock.now()
    if (now - begun >= minute) [begun, taken] = [now, 0]
    if (taken >= mostAMinute) {
      dropped += 1
      return
    }
    taken += 1
    const others = dropped === 0 ? '' : ` (and ${dropped} before that only the log has)`
    dropped = 0
    const summary = `${said.slice(0, 200)} → ${status} ${code}: ${what.slice(0, 300)}${others}`
    const entry = { kind: 'refused', actor: 'ci', summary, origin: 'hook' }
    await options.append(entry, `hook:${signed}:${code}`).catch((error: unknown) => {
      options.logger.warn({ err: error }, 'A refusal was not recorded')
    })
  }
}
