import type { Logger } from 'pino'
import type { Config } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import type { ChangeEventRecord } from '../core/change-event.js'
import { changeEventFlow, type ChangeEventPorts } from '../oncall/change-event/change-event-flow.js'
import { createChangeEvents, type OperationEvent } from '../oncall/change-event/change-events.js'
import type { PagerDuty } from '../oncall/pager-duty.js'
import { isStoreAway } from '../redis/connections.js'
import { message as emptyMessage } from '../slack/message.js'
import type { FlowsRoom, ShownKind } from './flows.js'

export interface ChangeEventsRoom {
  /** What is looked after by the flows' workers: what was begun with another configuration as well. */
  readonly kind: ShownKind
  /** Rejects only where the store is away. */
  readonly tell: (event: OperationEvent) => Promise<void>
}

/** PagerDuty is told what ohmy changes in the environments that are named for it. */
export function createChangeEventsRoom(options: {
  readonly durable: Pick<FlowsRoom, 'flows'>
  readonly config: Config
  /** Absent: nobody is told. */
  readonly pagerDuty: PagerDuty | undefined
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}): ChangeEventsRoom {
  const { durable, config, pagerDuty, clock, logger, timeScale } = options
  const environments = config.pagerDuty?.changes ?? []
  if (environments.length > 0 && pagerDuty === undefined)
    logger.warn('PagerDuty is told of no changes: PAGERDUTY_ROUTING_KEY is not set')
  const tell = createChangeEvents({
    flows: durable.flows,
    environments: pagerDuty === undefined ? [] : environments,
    clock,
  })
  const ports: ChangeEventPorts = {
    tell: async (record) =>
      pagerDuty === undefined
        ? { kind: 'refused', why: 'PAGERDUTY_ROUTING_KEY is not set' }
        : pagerDuty.tellChange(record),
    gaveUp({ operation, phase }: ChangeEventRecord, why) {
      logger.warn({ operation, phase, why }, 'PagerDuty did not take a change')
    },
    timeScale,
  }
  return {
    // It has no message.
    kind: { flow: changeEventFlow, ports, message: () => emptyMessage([]) },
    async tell(event) {
      try {
        await tell(event)
      } catch (error) {
        if (isStoreAway(error)) throw error
        logger.error({ err: error, operation: event.operation }, 'PagerDuty could not be told of a change')
      }
    },
  }
}
