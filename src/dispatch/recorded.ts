import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'
import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'

/** An answer is not kept back longer than this for its record (ms). A change is recorded by the engine, before it happens. */
const recordWithin = 400
/** Longer lines are refused anyway; what is cut off is not looked at for secrets. */
const mostRead = 8_000
const mostKept = 300

export interface RecordedOptions {
  /** Masks secrets. Rejects when the record could not be kept. */
  readonly append: (entry: AuditEntry) => Promise<void>
  readonly mask: (text: string) => string
  readonly logger: Logger
}

/**
 * Records what somebody said or clicked and whether it was refused, and gives the reply back. Never rejects: what cannot be recorded is logged, because the
 * question was answered already.
 * @param only `refusals`: what was done is recorded elsewhere, as for decisions on operations
 */
export async function recordReply(
  said: string,
  caller: Caller,
  reply: Reply,
  options: RecordedOptions,
  only?: 'refusals',
): Promise<Reply> {
  if (only === 'refusals' && reply.failed === undefined) return reply
  const about = reply.operation ?? reply.run
  const entry: AuditEntry = {
    kind: reply.failed === undefined ? 'command' : 'refused',
    actor: caller.id,
    summary: summaryOf(said, reply, options.mask),
    origin: caller.origin,
    ...(about === undefined ? {} : { operation: about }),
  }
  const kept = options.append(entry).catch((error: unknown) => {
    options.logger.warn({ err: error, entry }, 'A command was not recorded')
  })
  const waited = new AbortController()
  const late = sleep(recordWithin, undefined, { signal: waited.signal, ref: false }).catch(() => undefined)
  await Promise.race([kept, late])
  waited.abort()
  return reply
}

function summaryOf(said: string, reply: Reply, mask: (text: string) => string): string {
  const masked = mask(said.slice(0, mostRead)).replace(/\s+/g, ' ').trim()
  const cut = masked.length > mostKept ? `${masked.slice(0, mostKept - 1)}…` : masked
  return reply.failed === undefined ? cut : `${cut} · ${codeOf(reply)}`
}

/** A refusal's code and words, for who is no person. */
export function refusalWords({ data }: Reply): { code: string; what: string; next: string } {
  const { error } = data as { error: { code: string; what: string; next: string } }
  return { code: error.code, what: error.what, next: error.next }
}

/** Refusals carry `{ error: { code } }` or `{ error: code }` as their data. */
function codeOf({ data, failed }: Reply): string {
  const error = typeof data === 'object' && data !== null && 'error' in data ? data['error'] : undefined
  if (typeof error === 'string') return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? error['code'] : undefined
  return typeof code === 'string' ? code : (failed ?? 'refused')
}
