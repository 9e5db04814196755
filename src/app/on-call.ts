import type { Redis } from 'ioredis'
import type { Authority } from '../access/authority.js'
import type { Audit } from '../audit/audit.js'
import type { Clock } from '../core/clock.js'
import type { Swap } from '../core/on-call.js'
import { createZone } from '../core/time-zone.js'
import { createOnCallStore, createRota, type Rota } from '../oncall/rota.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { swapMessage } from '../slack/views/oncall/changes.js'

export interface OnCallRoom {
  readonly rota: Rota
}

/** Who is on call, and what is told to people in their own messages. */
export function createOnCallRoom(options: {
  readonly redis: Redis
  readonly outbox: Outbox
  readonly audit: Audit
  readonly authority: Authority
  /** The channel of the direct message with a person. */
  readonly directMessage: (person: string) => Promise<string>
  /** The store's. */
  readonly clock: Clock
}): OnCallRoom {
  const { redis, outbox, audit, authority, directMessage, clock } = options

  /** Its first word and its last: the same message. */
  async function ask(swap: Swap): Promise<void> {
    const zone = createZone(rota.rotation().timeZone)
    await outbox.send({
      key: `on-call:${swap.id}`,
      to: { channel: await directMessage(swap.with.id) },
      message: swapMessage(swap, { zone, now: swap.since }),
      version: swap.state === 'asked' ? 1 : 2,
      final: swap.state !== 'asked',
    })
  }

  const store = createOnCallStore(redis)
  const rota: Rota = createRota({ store, clock, authority, audit: audit.append, ask })
  return { rota }
}
