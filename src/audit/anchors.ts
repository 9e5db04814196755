import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { AnchorPlace, AuditAnchor } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import { keys } from '../redis/keys.js'
import type { Audit } from './audit.js'
import { hashOf, type Head } from './chain.js'
import { readRecord } from './read-record.js'

/** The newest record is looked at so often (ms): a process that appends nothing notices too when the audit goes backwards. */
const lookEvery = 60_000
/** Whoever wanted to write the anchor of a day and has not by then, died or met a fault (ms). */
const claimFor = 10 * 60_000
/** That a day has its anchor is remembered until the day is over everywhere (ms). */
const doneFor = 48 * 3_600_000

/**
 * Once a day the number and hash of the newest record go to the log and to a place that nobody who writes to the store can change. Before a new anchor is
 * written the chain is compared with the last one: a rewritten chain gets none, and people are told.
 */
export function startAnchors(options: {
  readonly redis: Redis
  readonly audit: Pick<Audit, 'look'>
  /** Undefined: the log alone. */
  readonly place: AnchorPlace | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** ms between two looks. */
  readonly every?: number
}): { stop(): Promise<void> } {
  const { redis, audit, place, clock, logger, every = lookEvery } = options
  let loggedOn = ''
  let doneOn = ''
  let isCompared = false
  let looking: Promise<void> | undefined

  async function tick(): Promise<void> {
    const head = await audit.look()
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    if (head.number > 0 && loggedOn !== day) {
      logger.info({ anchor: `${head.number}:${head.hash}` }, 'Audit anchor')
      loggedOn = day
    }
    if (place === undefined) return
    // A process that has just started has seen nothing yet: the channel has.
    if (!isCompared) await compare(place)
    isCompared = true
    if (head.number > 0 && doneOn !== day && (await claimDay(day))) {
      await anchor(place, head)
      await redis.set(keys.auditAnchored(day), 'done', 'PX', doneFor)
      doneOn = day
    }
  }

  async function claimDay(day: string): Promise<boolean> {
    const key = keys.auditAnchored(day)
    if ((await redis.set(key, 'writing', 'PX', claimFor, 'NX')) === 'OK') return true
    if ((await redis.get(key)) === 'done') doneOn = day
    return false
  }

  async function anchor(to: AnchorPlace, head: Head): Promise<void> {
    const { last, fits } = await compare(to)
    if (last !== undefined && !fits) return to.warn(last)
    if (last?.number !== head.number) await to.write(head)
  }

  /** Whether the record of the newest anchor is still there. */
  async function compare({ read }: AnchorPlace): Promise<{ last: AuditAnchor | undefined; fits: boolean }> {
    const { anchors, unread } = await read()
    if (unread !== undefined) logger.warn({ unread }, 'Not all anchors of the audit were read')
    const last = anchors.at(-1)
    if (last === undefined) return { last, fits: true }
    const record = await readRecord(redis, last.number)
    const fits = record !== undefined && hashOf(record) === last.hash
    if (!fits) logger.error({ anchor: last }, 'The audit is not the one of its last anchor')
    return { last, fits }
  }

  const look = () => {
    looking ??= tick()
      .catch((error: unknown) => logger.debug({ err: error }, 'The audit was not anchored'))
      .finally(() => (looking = undefined))
  }
  look()
  const timer = setInterval(look, every).unref()
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
