import type { Logger } from 'pino'
import type { Settings } from '../config/settings.js'
import type { Clock } from '../core/clock.js'
import type { Library } from '../runbooks/library.js'
import type { Metrics } from '../server/metrics.js'
import { type Checks, createReadiness } from '../server/readiness.js'
import { createHttpServer, type Route } from '../server/server.js'
import type { StoreReading } from '../server/store-gauges.js'
import type { createSlackEdge } from '../slack/create-slack-edge.js'
import type { StoreClock } from '../redis/store-clock.js'
import type { StoreWatch } from '../redis/store-watch.js'
import type { RunningOutbox } from '../slack/outbox/outbox.js'
import type { AlertsRoom } from './alerts.js'
import type { FlowsRoom } from './flows.js'
import type { PausesRoom } from './pauses.js'
import type { SchedulesRoom } from './schedules.js'
import type { Stores } from './stores.js'

/** What runs until it is stopped. */
interface Running {
  stop(): Promise<void> | void
}

/** Starts what the settings' roles ask for, in the order in which one thing needs another, and stops it the other way round. */
export function createRunning(options: {
  readonly settings: Pick<Settings, 'roles' | 'port' | 'host'>
  readonly stores: Stores
  readonly watch: StoreWatch
  readonly storeClock: StoreClock
  readonly openEdge: () => Promise<Awaited<ReturnType<typeof createSlackEdge>> | undefined>
  /** Besides those of Slack. */
  readonly routes: () => Promise<readonly Route[]>
  /** What has to answer for a process to be ready, besides Slack's face of it. */
  readonly checks: Checks & { readonly slack: () => Promise<unknown> }
  readonly outbox: RunningOutbox
  readonly library: Pick<Library, 'opened'>
  readonly startAnchors: () => Running
  readonly durable: FlowsRoom
  readonly alerting: Pick<AlertsRoom, 'start'>
  readonly pausing: Pick<PausesRoom, 'start'>
  readonly scheduled: Pick<SchedulesRoom, 'start' | 'stop'>
  readonly unsigned: Running
  readonly aws: { close(): Promise<void> | void }
  readonly metrics: Metrics
  readonly storeReading: () => Promise<StoreReading>
  readonly clock: Clock
  readonly logger: Logger
}) {
  const { settings, stores, watch, storeClock, checks, outbox, library, durable, scheduled } = options
  const { metrics, clock, logger } = options
  let edge: Awaited<ReturnType<typeof options.openEdge>>
  const slack = () => Promise.all([checks.slack(), edge?.reachable()])
  const readiness = createReadiness({ ...checks, slack }, () => clock.now(), watch.warnings)
  let server: ReturnType<typeof createHttpServer> | undefined
  const workers: { close(): Promise<void> }[] = []
  const beside: Running[] = []

  return {
    /** Resolves with the port the process listens on. */
    async start(): Promise<number> {
      edge = await options.openEdge()
      await stores.ready()
      watch.start()
      await storeClock.start()
      const routes = [...(edge?.routes ?? []), ...(await options.routes())]
      server = createHttpServer({ routes, readiness, metrics, storeReading: options.storeReading, logger })
      const port = await server.listen(settings.port, settings.host)
      outbox.start()
      beside.push(options.startAnchors())
      if (settings.roles.includes('worker')) {
        workers.push(await durable.startWorkers(() => stores.open('blocking')))
        beside.push(options.alerting.start(), options.pausing.start())
      }
      await edge?.start()
      // Nobody in Slack waits for it.
      if (settings.roles.includes('worker')) await scheduled.start()
      // It takes as long as a third of the start, and nobody waits for it but cards, which offer runbooks.
      void library.opened().then((isRead) => {
        if (!isRead) logger.warn('Runbooks could not be read so far: cards offer none until they are')
      })
      return port
    },

    /**
     * Takes no more work from anywhere at once, lets running work end (13 s at most for what people and programs wait for and for steps of flows; then 6 s for
     * messages) and closes every connection.
     */
    async stop(): Promise<void> {
      // One behind the other, a worker would go on taking flows while somebody is answered, and the last of them would not have their time.
      await Promise.all([
        edge?.stop(),
        server?.close(),
        scheduled.stop(),
        ...beside.map((one) => one.stop()),
        ...workers.map((worker) => worker.close()),
      ])
      await options.unsigned.stop()
      await outbox.stop()
      await durable.close()
      await options.aws.close()
      storeClock.stop()
      watch.stop()
      stores.close()
    },
  }
}
