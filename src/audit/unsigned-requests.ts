import type { Logger } from 'pino'
import type { AuditEntry } from '../core/audit-record.js'

const hour = 3_600_000

/** Where it was asked for, and why it was refused: `hooks`, `signature-wrong`. Both from closed sets, so that there are few pairs. */
export type CountUnsigned = (endpoint: 'board' | 'hooks' | 'mcp' | 'slack', reason: string) => void

export interface UnsignedRequests {
  readonly count: CountUnsigned
  /** Records what was counted since the last summary. Never rejects. */
  stop(): Promise<void>
}

/**
 * Requests whose sender did not prove to be anybody. Whoever reaches the port can send millions, and nothing is ever deleted from the audit: it gets one
 * summary an hour from each process, and one when the process stops. Each request is in the log.
 * @param options `every`: ms between two summaries, an hour unless told otherwise
 */
export function createUnsignedRequests(options: {
  readonly append: (entry: AuditEntry) => Promise<void>
  readonly logger: Logger
  readonly every?: number
}): UnsignedRequests {
  const { append, logger, every = hour } = options
  let counted = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  async function summarise(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (counted.size === 0) return
    const told = counted
    counted = new Map()
    try {
      await append({ kind: 'refused', actor: 'nobody', summary: summaryOf(told), origin: 'http' })
    } catch (error) {
      logger.warn(
        { err: error },
        'A summary of refused requests was not recorded; the next one tells of them',
      )
      for (const [which, times] of told) add(which, times)
    }
  }

  function add(which: string, times: number): void {
    counted.set(which, (counted.get(which) ?? 0) + times)
    timer ??= setTimeout(() => void summarise(), every).unref()
  }

  return {
    count: (endpoint, reason) => add(`${endpoint} ${reason}`, 1),
    stop: summarise,
  }
}

function summaryOf(counted: ReadonlyMap<string, number>): string {
  const times = (count: number) => count.toLocaleString('en')
  const all = [...counted.values()].reduce((total, count) => total + count, 0)
  const most = [...counted].toSorted(([, one], [, other]) => other - one)
  const which = most.map(([name, count]) => `${name} ${times(count)}`).join(', ')
  return `${times(all)} ${all === 1 ? 'request' : 'requests'} without a valid signature refused (${which}); the log has each`
}
