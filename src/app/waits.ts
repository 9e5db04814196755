import type { AuditReader } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import { scopeName } from '../core/lock.js'
import { isEnded, OperationRecord } from '../core/operation.js'
import type { Wait } from '../core/wait.js'
import type { Gated } from '../locks/gate.js'
import type { Locks } from '../locks/locks.js'
import type { UserError } from '../core/user-error.js'
import { message as emptyMessage } from '../slack/message.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { operationHead } from '../slack/views/operations/card.js'
import { freeMessage } from '../slack/views/waits/waits.js'
import { type Stand, type WaitPorts, waitFlow } from '../waits/wait-flow.js'
import { createWaits, type Waits } from '../waits/waits.js'
import type { FlowsRoom, ShownKind } from './flows.js'

type Bar = Extract<Wait['obstacle'], { kind: 'bar' }>

export interface WaitsRoom {
  readonly waits: Waits
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
}

export interface WaitsRoomOptions {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly locks: Pick<Locks, 'blocking'>
  readonly blockedBy: (gated: Gated, input: unknown) => Promise<UserError | undefined>
  readonly audit: Pick<AuditReader, 'between'>
  readonly outbox: Pick<Outbox, 'send'>
  readonly directMessage: (person: string) => Promise<string>
  /** The store's. */
  readonly clock: Clock
  readonly timeScale: number
}

/** People who are told when nothing is in their way any more: what is looked at, and where they read it. */
export function createWaitsRoom(options: WaitsRoomOptions): WaitsRoom {
  const { durable, outbox, directMessage, clock, timeScale } = options
  const look: WaitPorts['look'] = (wait) =>
    wait.obstacle.kind === 'operation'
      ? lookAtOperation(wait.obstacle.id, durable)
      : lookAtBar(wait.obstacle, wait, options)
  const ports: WaitPorts = {
    look,
    timeScale,
    async tell(wait) {
      const { id, caller, place } = wait
      const to =
        place === undefined
          ? { channel: await directMessage(caller.id) }
          : {
              channel: place.channel,
              ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }),
            }
      const message = freeMessage(wait, place !== undefined)
      await outbox.send({ key: `free:${id}`, to, message, version: 1, final: true })
    },
  }
  return {
    waits: createWaits({ flows: durable.flows, look, clock }),
    // It is told of once, in the end, and has no message before.
    kind: { flow: waitFlow, ports, message: () => emptyMessage([]) },
  }
}

/** What is older than records are kept works on nothing any more. */
async function lookAtOperation(id: string, { store }: WaitsRoomOptions['durable']): Promise<Stand> {
  const record = OperationRecord.safeParse((await store.read(id))?.record).data
  if (record === undefined) return { kind: 'free' }
  if (!isEnded(record.state)) return { kind: 'in the way', locked: [] }
  const { state, cancelRequestedBy: by } = record
  return {
    ...{ kind: 'free', outcome: operationHead(record).words.toLowerCase() },
    ...(state === 'cancelled' && by !== undefined ? { by: by.id } : {}),
  }
}

async function lookAtBar(bar: Bar, wait: Wait, options: WaitsRoomOptions): Promise<Stand> {
  const { locks, blockedBy } = options
  const { environment, names, verb = '' } = bar
  // That somebody may break the glass is for who is refused: asking for it may take Slack.
  const gated: Gated = { verb, environment: () => environment, locks: () => names, glass: false }
  if ((await blockedBy(gated, undefined)) !== undefined) {
    const locked = await locks.blocking({ environment, names })
    return { kind: 'in the way', locked: locked.map(({ scope }) => scopeName(scope)) }
  }
  const by = await whoUnlocked(bar, wait, options)
  return { kind: 'free', ...(by === undefined ? {} : { by }) }
}

/** Whoever unlocked the last of what was in the way: from the audit, which knows of it before the lock is gone. */
async function whoUnlocked(
  { environment }: Bar,
  { locked, askedAt }: Wait,
  { audit, clock }: WaitsRoomOptions,
): Promise<string | undefined> {
  if (locked.length === 0) return undefined
  const records = await audit.between({ since: askedAt, until: clock.now() })
  return records.findLast(
    (record) =>
      record.kind === 'unlocked' &&
      (record.environment ?? environment) === environment &&
      locked.some((name) => record.summary.startsWith(`${name}: `)),
  )?.actor
}
