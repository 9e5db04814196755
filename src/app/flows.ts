import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Clock } from '../core/clock.js'
import type { Message } from '../core/message.js'
import { type Tracing, untraced } from '../core/tracing.js'
import { lanes } from '../flow/flow.js'
import { createFlowStore, type FlowStore } from '../flow/flow-store.js'
import { createFlows, type Flows } from '../flow/flows.js'
import { createOldRecords, type OldRecords } from '../flow/old-records.js'
import { type FlowCounts, type FlowEngine, type Kind, kindOf } from '../flow/engine.js'
import type { AnyFlow } from '../flow/flow.js'
import type { FlowQueue } from '../flow/queue.js'
import { storeFaultOf } from '../redis/store-fault.js'
import type { MayWork } from '../redis/work-permit.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { letterOf } from '../slack/outbox/flow-letter.js'
import { capital } from '../core/wording.js'

/** A kind of flow with how it is shown: by its record alone, so that what is not written again is not shown again. */
export interface ShownKind extends Kind {
  readonly message: (record: never) => Message
}

export interface FlowsRoom {
  readonly flows: Flows
  readonly store: FlowStore
  /** Whether a flow of any kind has ended; undefined: nobody knows such a one. */
  hasEnded(id: string): Promise<boolean | undefined>
  /** Whether this release can read what is kept. */
  readonly oldRecords: OldRecords
  /** Before the workers start: kinds may need the flows, and are told of here when they are built. */
  add(...kinds: readonly ShownKind[]): void
  /** They run only where nothing of another release is kept. @param connect opens a `blocking` connection */
  startWorkers(connect: () => Redis): Promise<{ close(): Promise<void> }>
  close(): Promise<void>
}

/** Everything durable, with how it is shown; no worker is started. */
export function createFlowsRoom(options: {
  readonly redis: Redis
  readonly outbox: Outbox
  readonly clock: Clock
  /** Absent: always. */
  readonly mayWork?: MayWork
  readonly logger: Logger
  /** Absent: nothing is followed. */
  readonly tracing?: Tracing
  /** Absent: nobody counts. */
  readonly counts?: FlowCounts
  readonly leaseFor: number
  readonly checkpoint: FlowEngine['checkpoint']
  /** What messages are drawn from has to be there first; asked each time, and waited for: it must end, and must not reject. */
  readonly beforeDrawing: () => Promise<unknown>
}): FlowsRoom {
  const { redis, outbox, clock, mayWork = () => true, logger, leaseFor, checkpoint, beforeDrawing } = options
  const { tracing = untraced, counts } = options
  const kinds: ShownKind[] = []
  const store = createFlowStore(redis, leaseFor)
  const engine: FlowEngine = {
    kinds,
    store,
    clock,
    async publish(flow, { id, record, version }) {
      const { place: to, ended, isFirst = false } = flow.about(record)
      if (to === undefined) return
      await beforeDrawing()
      await outbox.send({
        key: letterOf(id),
        to,
        message: messageOf(kinds, flow, record),
        version,
        final: ended || isFirst,
      })
    },
    explain: (error) => (error instanceof AwsError ? `${capital(explainAwsError(error))}.` : undefined),
    // A store that refuses is no fault of the flow either: it goes on when it can be written.
    isStoreAway: (error) => storeFaultOf(error) !== undefined,
    logger,
    tracing,
    ...(counts === undefined ? {} : { counts }),
    checkpoint,
  }
  const queue = queueWhenNeeded(redis)
  const flows = createFlows(engine, queue)
  const oldRecords = createOldRecords({ redis, store, kinds, logger })
  return {
    flows,
    store,
    oldRecords,
    async hasEnded(id) {
      const stored = await store.read(id)
      if (stored === undefined) return undefined
      const { flow } = kindOf(engine, stored.kind)
      return flow.about(flow.record.parse(stored.record) as never).ended
    },
    add(...more) {
      kinds.push(...more)
      for (const { flow } of more) counts?.expects(flow.kind)
    },
    async startWorkers(connect) {
      const { startFlowWorker } = await import('../flow/queue.js')
      await oldRecords.start()
      const workers = lanes.map((lane) =>
        startFlowWorker(engine, {
          ...{ lane, connection: connect(), leaseFor, wake: flows.wake },
          mayWork: () => oldRecords.fits() && mayWork(),
        }),
      )
      return {
        async close() {
          oldRecords.stop()
          await Promise.all(workers.map((worker) => worker.close()))
        },
      }
    },
    close: () => queue.close(),
  }
}

/** BullMQ is a third of all code that ohmy loads; a terminal that only asks does without. */
function queueWhenNeeded(redis: Redis): FlowQueue {
  let opened: Promise<FlowQueue> | undefined
  const open = async () => (await import('../flow/queue.js')).createFlowQueue(redis)
  return {
    async wake(...flow) {
      opened ??= open()
      await (await opened).wake(...flow)
    },
    async close() {
      await (await opened)?.close()
    },
  }
}

function messageOf(kinds: readonly ShownKind[], flow: AnyFlow, record: unknown): Message {
  const kind = kinds.find((candidate) => candidate.flow.kind === flow.kind)
  if (kind === undefined) throw new Error(`Nobody said how ${flow.kind} is shown`)
  return kind.message(record as never)
}
