import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { createApprovalPolicy } from '../approvals/policy.js'
import type { MayDo } from '../core/may-do.js'
import type { Audit } from '../audit/audit.js'
import type { AuditReader } from '../core/audit-record.js'
import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Config } from '../config/config.js'
import type { Place } from '../core/caller.js'
import { isEnded, type OperationRecord } from '../core/operation.js'
import { recordEvents } from '../operations/audit-events.js'
import { createOperations } from '../operations/engine/engine.js'
import type { EngineParts } from '../operations/engine/parts.js'
import { createOperationQueue, startOperationWorker } from '../operations/engine/queue.js'
import { createOperationStore } from '../operations/engine/store.js'
import { startForgetting } from '../operations/forget-old.js'
import { createHistory, type History } from '../operations/history.js'
import { operations as definitions } from '../operations/index.js'
import type { Operations, Ports } from '../operations/operations.js'
import type { Metrics } from '../server/metrics.js'
import type { StoreClock } from '../redis/store-clock.js'
import type { Workers } from '../redis/work-queue.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { operationCard } from '../slack/views/operation-card.js'
import { planMessage } from '../slack/views/plan.js'

export interface OperationsRoom {
  readonly operations: Operations
  readonly history: History
  readonly mayApprove: EngineParts<Ports>['mayApprove']
  /** @param connection a `blocking` one */
  startWorker(connection: Redis): Workers
  close(): Promise<void>
}

export interface OperationsRoomOptions {
  readonly redis: Redis
  readonly aws: AwsFor
  readonly config: Config
  readonly outbox: Outbox
  readonly audit: Audit
  readonly auditReader: AuditReader
  readonly metrics: Metrics
  readonly mayRun: EngineParts<Ports>['mayRun']
  readonly mayDo: MayDo
  /** Both once more, going by what Slack says now. */
  readonly afresh: () => Pick<OperationsRoomOptions, 'mayRun' | 'mayDo'>
  readonly blockedBy: EngineParts<Ports>['blockedBy']
  /** Where an operation is shown that was asked for in no channel. */
  readonly place: Place
  readonly clock: StoreClock
  readonly logger: Logger
  readonly leaseFor: number
  readonly timeScale: number
  readonly checkpoint: EngineParts<Ports>['checkpoint']
}

/** Everything that changes something, with all it needs; no worker is started. */
export function createOperationsRoom(options: OperationsRoomOptions): OperationsRoom {
  const { redis, aws, config, outbox, audit, auditReader, metrics, place, clock, logger, leaseFor } = options
  const { mayRun, mayDo, blockedBy, timeScale, checkpoint } = options
  const card = ({ record }: { readonly record: OperationRecord }) => operationCard(record, clock.now())
  const parts: EngineParts<Ports> = {
    operations: definitions,
    ports: { aws, config },
    store: createOperationStore(redis, leaseFor),
    clock,
    logger,
    audit: recordEvents(audit),
    async publish(stored) {
      const { id, place: to, state } = stored.record
      const { version } = stored
      await outbox.send({ key: `operation:${id}`, to, message: card(stored), version, final: isEnded(state) })
    },
    ended: ({ name, state }) => metrics.operationsEnded.inc({ name, outcome: state }),
    explain: (error) =>
      error instanceof AwsError
        ? // The engine tries again by itself.
          explainAwsError(error).replace(/; try again in a minute$/, '')
        : 'something went wrong in ohmy; its log says what',
    mayRun,
    ...createApprovalPolicy(config.environments, mayDo),
    afresh() {
      const rules = options.afresh()
      return { mayRun: rules.mayRun, ...createApprovalPolicy(config.environments, rules.mayDo) }
    },
    blockedBy,
    timeScale,
    checkpoint,
  }
  const queue = createOperationQueue(redis)
  return {
    operations: createOperations(parts, queue, { card, plan: planMessage }, place),
    history: createHistory({ redis, audit: auditReader, operations: definitions }),
    mayApprove: parts.mayApprove,
    startWorker(connection) {
      const worker = startOperationWorker(parts, { connection, queue, leaseFor, mayWork: clock.mayWork })
      const forgetting = startForgetting({ redis, clock, logger })
      return {
        ready: () => worker.ready(),
        close() {
          forgetting.stop()
          return worker.close()
        },
      }
    },
    close: () => queue.close(),
  }
}
