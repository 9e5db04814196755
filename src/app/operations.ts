import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import type { Audit } from '../audit/audit.js'
import type { AuditReader } from '../core/audit-record.js'
import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Config } from '../config/config.js'
import type { Place } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { recordEvents } from '../changes/audit-events.js'
import { createChangeFlow } from '../changes/change-flow.js'
import { createChanges } from '../changes/changes.js'
import { createHistory, type History } from '../changes/history.js'
import type { ChangeEngine } from '../changes/engine.js'
import type { Tell } from '../changes/notices.js'
import type { OperationRecord } from '../core/operation.js'
import type { RunbookOffer } from '../core/runbook-offer.js'
import { operations as definitions } from '../operations/index.js'
import type { Operations, Ports } from '../operations/operations.js'
import { isStoreAway } from '../redis/connections.js'
import type { Metrics } from '../server/metrics.js'
import { operationCard } from '../slack/views/operations/card.js'
import { planMessage } from '../slack/views/operations/plan.js'
import { gateFor } from '../preflight/gate.js'
import type { Preflights } from '../preflight/preflights.js'
import { deploymentsAskedIn } from '../operations/deploy/deploy-input.js'
import type { FlowsRoom, ShownKind } from './flows.js'
import { nextLines } from './next-lines.js'

export interface OperationsRoom {
  readonly operations: Operations
  readonly history: History
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
}

export interface OperationsRoomOptions {
  /** Its kinds are filled once this room is built. */
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly aws: AwsFor
  readonly config: Config
  readonly audit: Audit
  readonly auditReader: AuditReader
  readonly metrics: Metrics
  readonly authority: Authority
  readonly blockedBy: ChangeEngine<Ports>['blockedBy']
  /** The runbook that fits how an operation failed. */
  readonly offer: (record: OperationRecord) => RunbookOffer | undefined
  readonly tell: Tell
  /** Tells whoever has to know of changes, once it is recorded. */
  readonly tellChange: ChangeEngine<Ports>['audit']
  /** What AWS tells by itself; absent: there is no queue of events. */
  readonly news: ChangeEngine<Ports>['news']
  /** Has people asked about a deployment that waits for them. */
  readonly meetPause: NonNullable<Ports['meetPause']>
  /** Looks whether an environment is ready for a deployment. */
  readonly preflights: () => Pick<Preflights, 'look' | 'ticks'>
  /** Where an operation is shown that was asked for in no channel. */
  readonly place: Place
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}

/** Everything that changes something, with all it needs. */
export function createOperationsRoom(options: OperationsRoomOptions): OperationsRoom {
  const { durable, aws, config, audit, auditReader, metrics, place, clock, logger } = options
  const { authority, blockedBy, tell, offer, tellChange, news, timeScale } = options
  const history = createHistory({
    store: durable.store,
    audit: auditReader,
    operations: definitions,
  })
  const record = recordEvents(audit)
  const engine: ChangeEngine<Ports> = {
    operations: definitions,
    ports: { aws, config, past: history, meetPause: options.meetPause },
    clock,
    flows: durable.flows,
    logger,
    async audit(event) {
      await record(event)
      await tellChange(event)
    },
    ended: ({ name, state }) => metrics.operationsEnded.inc({ name, outcome: state }),
    explain: (error) =>
      error instanceof AwsError
        ? // It is tried again by itself.
          explainAwsError(error).replace(/; try again in a minute$/, '')
        : undefined,
    isStoreAway,
    authority,
    blockedBy,
    async lookBefore(operation, input, caller) {
      const deployments = operation.name === 'deploy-service' ? deploymentsAskedIn(input) : []
      const environment = authority.config.environments.find(
        ({ name }) => name === operation.environment(input),
      )
      if (environment === undefined) return undefined
      const { look, ticks } = options.preflights()
      return gateFor(
        environment,
        deployments,
        (deployment) => look({ environment, ...(deployment === undefined ? {} : { deployment }) }),
        caller,
        (deployment) => ticks({ environment, deployment }),
      )
    },
    tell,
    ...(news === undefined ? {} : { news }),
    timeScale,
  }
  const flow = createChangeFlow(engine)
  const card = (record: OperationRecord) => operationCard(record, offer(record), nextLines(record))
  const views = { card, plan: planMessage }
  const { flows } = durable
  return {
    operations: createChanges(engine, flow, { flows, views, defaultPlace: place }),
    history,
    kind: { flow, ports: engine, message: card },
  }
}
