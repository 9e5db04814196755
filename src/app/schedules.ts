import { channelAddress } from '../core/channel-reference.js'
import type { Logger } from 'pino'
import { createZone } from '../core/time-zone.js'
import { reportOf } from '../schedules/reports/report.js'
import { scheduleFlow } from '../schedules/schedule-flow.js'
import { createSchedules, type Schedules } from '../schedules/schedules.js'
import type { SchedulePorts } from '../schedules/ports.js'
import { message as emptyMessage } from '../slack/message.js'
import type { Outbox } from '../slack/outbox/contract.js'
import { scheduledMessage, scheduleFailedMessage } from '../slack/views/schedules/report.js'
import type { FlowsRoom, ShownKind } from './flows.js'
import { reportSources, type ReportSourcesOptions } from './report-sources.js'

export interface SchedulesRoom {
  readonly schedules: Schedules
  /** What is looked after by the flows' workers. */
  readonly kind: ShownKind
  /** Tells what is configured; where the store does not take it, again and again. Never rejects. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** ms */
const tellAgainAfter = 5_000

/** Messages that come by themselves: what they are made from, how they are shown, and the way in. */
export function createSchedulesRoom(
  options: ReportSourcesOptions & {
    readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
    readonly outbox: Pick<Outbox, 'send'>
    readonly logger: Logger
  },
): SchedulesRoom {
  const { durable, authority, outbox, logger, clock } = options
  const { config } = authority
  const zone = createZone(config.timeZone)
  const sources = reportSources(options)
  const ports: SchedulePorts = {
    report: (schedule) => reportOf(schedule, sources),
    async post(schedule, run, report) {
      const view = { zone: createZone(schedule.zone), now: clock.now() }
      const message =
        report === undefined
          ? scheduleFailedMessage(schedule, run, view)
          : scheduledMessage({ schedule, run, report }, view)
      const to = { channel: channelAddress(schedule.channel) }
      await outbox.send({ key: run.letter, to, message, version: 1, final: true })
    },
    log({ schedule, missed, first, last }) {
      const shown = { schedule, missed, first: iso(first), last: iso(last), zone: zone.name }
      logger.warn(shown, 'A schedule was missed by more than an hour, so it is not made up for')
    },
  }
  const schedules = createSchedules({
    flows: durable.flows,
    store: durable.store,
    schedules: config.schedules,
    authority,
    clock,
  })
  // It has no message of its own that is kept up to date: each time it posts one.
  const kind = { flow: scheduleFlow, ports, message: () => emptyMessage([]) }
  let again: NodeJS.Timeout | undefined
  let telling: Promise<void> | undefined
  let isStopped = false
  async function tell(toldAt: number): Promise<void> {
    try {
      await schedules.tell(toldAt)
    } catch (error) {
      if (isStopped) return
      logger.warn({ err: error }, 'Schedules could not be told to the store; it is tried again')
      again = setTimeout(() => {
        telling = tell(toldAt)
      }, tellAgainAfter)
    }
  }
  return {
    schedules,
    kind,
    start() {
      telling = tell(clock.now())
      return telling
    },
    async stop() {
      isStopped = true
      clearTimeout(again)
      await telling
    },
  }
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
