import { channelAddress } from '../core/channel-reference.js'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Authority } from '../access/authority.js'
import type { Mutes } from '../alarms/mutes.js'
import { alertFlow, holdOf } from '../alerts/alert-flow.js'
import { type Alerts, createAlerts } from '../alerts/alerts.js'
import { type News, startIntake } from '../alerts/intake.js'
import { createNewAlerts } from '../alerts/new-alerts.js'
import { createNewestStates } from '../alerts/newest-states.js'
import type { AlertPorts } from '../alerts/ports.js'
import { createCountStops } from '../alerts/count-stops.js'
import { leaderOf } from '../alerts/leading.js'
import { createRelatedAlerts } from '../alerts/related.js'
import { createTakeEvents, type Taken } from '../alerts/take-events.js'
import type { Audit } from '../audit/audit.js'
import type { AwsFor } from '../aws/aws.js'
import { readEvent } from '../aws/events.js'
import { createQueue } from '../aws/queue.js'
import type { History } from '../changes/history.js'
import type { CheckPorts } from '../checks/check.js'
import type { Config } from '../config/config.js'
import type { AlertRecord } from '../core/alert.js'
import type { Clock } from '../core/clock.js'
import type { HookNews } from '../core/pause.js'
import { muteOf } from '../core/mutes.js'
import { createZone } from '../core/time-zone.js'
import type { Pages } from '../oncall/pages.js'
import { recordsOf } from '../flow/records.js'
import { createAlertFindings } from './alert-findings.js'
import { keys } from '../redis/keys.js'
import { createSnsHook } from '../hooks/sns.js'
import type { Library } from '../runbooks/library.js'
import type { AlertWords } from '../incidents/new-incident.js'
import type { Metrics } from '../server/metrics.js'
import type { Route } from '../server/server.js'
import { alertCard, alertTitle } from '../slack/views/alerts/card.js'
import { createAlertPaging } from './alert-pages.js'
import { reconcileAlarms, watchDeadLetters } from './alert-sources.js'
import { explainTaskStop, isFollowed, wordsOf } from './alert-words.js'
import { confirmSubscription, createCertificates, rememberSnsFor } from './sns.js'
import type { Followers } from './followers.js'
import { createTakenOnce } from './taken-once.js'
import type { FlowsRoom, ShownKind } from './flows.js'

export interface AlertsRoom {
  readonly alerts: Alerts
  /** Mutes that the alert's message is told of at once. */
  readonly mutes: Mutes
  readonly kind: ShownKind
  /** What an incident is opened with. */
  readonly alertOf: (id: string) => Promise<AlertWords | undefined>
  /** `/hooks/sns`, where topics may post. */
  readonly routes: (countUnsigned: (reason: string) => void) => readonly Route[]
  /** Works through the configured queue, where there is one. */
  start(): { stop(): Promise<void> }
}

export interface AlertsRoomOptions {
  readonly durable: Pick<FlowsRoom, 'flows' | 'store'>
  readonly redis: Redis
  readonly aws: AwsFor
  readonly config: Config
  readonly mutes: Mutes
  readonly library: Library
  readonly checkPorts: CheckPorts
  readonly history: History
  readonly audit: Audit
  readonly authority: Authority
  readonly metrics: Metrics
  /** Gets certificates of SNS. Default: the process's own. */
  readonly fetch?: typeof fetch
  readonly pages: Pages
  /** Hears of all events of the queue, for who follows a change. */
  readonly followers: Pick<Followers, 'tell' | 'answered' | 'stop'>
  /** Hears what AWS tells of lifecycle hooks; false: it is of no environment. */
  readonly hearHook: (news: HookNews) => Promise<boolean>
  /** The store's. */
  readonly clock: Clock
  readonly logger: Logger
  readonly timeScale: number
}

/** Alerts: what AWS tells by itself, and what ohmy finds out about it. */
export function createAlertsRoom(options: AlertsRoomOptions): AlertsRoom {
  const { durable, redis, aws, config, history, audit, authority, clock, logger, timeScale } = options
  const { flows, store } = durable
  const place = { channel: channelAddress(config.channels.alerts) }
  const fresh = createNewAlerts(redis, timeScale)
  const states = createNewestStates(redis)
  const related = createRelatedAlerts(redis, store)

  const liveOf = async (subject: string) => (await store.holders(keys.held(holdOf(subject))))[0]

  async function muted({ environment, name }: Pick<AlertRecord, 'environment' | 'name'>) {
    // Where nobody can say that it is muted, it is told.
    const list = await options.mutes.list().catch(() => [])
    return muteOf(list, { environment, name }, clock.now())
  }

  const ports: AlertPorts = {
    muteOf: muted,
    fixed: ({ environment, name }) =>
      options.mutes.fixed({ environment, alarm: name }).catch((error: unknown) => {
        logger.warn({ err: error, alarm: name }, 'A mute until it is good again was not ended')
      }),
    ...createAlertFindings(options),
    audit: ({ alert, once, ...event }) =>
      audit.append({ ...event, operation: alert, origin: 'hook' }, `${alert}:${event.kind}:${once}`),
    async members(storm) {
      const stored = await store.readAll(await fresh.membersOf(storm))
      return recordsOf(stored, alertFlow).map(({ id, shortName, status, severity }) => ({
        id,
        name: shortName,
        status,
        ...(severity === undefined ? {} : { severity }),
      }))
    },
    async isOver(storm) {
      const found = await flows.find<AlertRecord>(alertFlow, storm)
      return found === undefined || found.record.status === 'closed'
    },
    related: async ({ id, environment }) => (await related.of(environment)).filter((one) => one.id !== id),
    unrelated: related.remove,
    wake: flows.wake,
    ...(config.alerts?.page === undefined
      ? {}
      : {
          pages: createAlertPaging({
            ...{ redis, pages: options.pages, flows, clock, logger, timeScale, place },
            rules: config.alerts.page,
          }),
        }),
    place,
    timeScale,
  }

  const take = createTakeEvents({
    ...{ flows, states, fresh, liveOf, muteOf: muted, place, clock },
    async relate(record) {
      await related.add(record)
      if (record.kind !== 'tasks') return undefined
      return leaderOf(record, await related.of(record.environment), timeScale)?.id
    },
    countStops: createCountStops(redis, timeScale),
    explainStop: explainTaskStop,
    wordsOf: (event) => wordsOf(event, config),
    isFollowed: async (event, words) => isFollowed(event, words, history),
  })

  async function hear(event: News): Promise<Taken> {
    // First those who wait for it.
    await options.followers.tell(event)
    if (event.kind === 'service') return 'good'
    if (event.kind !== 'hook') return take(event)
    return (await options.hearHook(event)) ? 'heard' : 'foreign'
  }

  const card = (record: AlertRecord) => alertCard(record, { zone: createZone(config.timeZone) })

  const alerts = createAlerts({ flows, store, authority, card })

  /** Has the alert of an alarm look at its mute. Losing it is harmless: it looks by itself as well. */
  async function wakeAlertOf(environment: string, alarm: string): Promise<void> {
    const open = await alerts.open([environment]).catch(() => [])
    for (const { id, name } of open) if (name === alarm) await flows.wake(id)
  }

  const mutes: Mutes = {
    ...options.mutes,
    async mute(wanted, caller) {
      const mute = await options.mutes.mute(wanted, caller)
      await wakeAlertOf(wanted.environment, wanted.alarm)
      return mute
    },
    async unmute(of, caller) {
      const mute = await options.mutes.unmute(of, caller)
      await wakeAlertOf(of.environment, of.alarm)
      return mute
    },
  }

  return {
    alerts,
    mutes,
    kind: { flow: alertFlow, ports, message: card },
    routes: (countUnsigned) =>
      createSnsHook({
        topics: config.alerts?.topics ?? [],
        certificate: createCertificates(options.fetch ?? fetch),
        confirm: confirmSubscription,
        once: createTakenOnce(redis, 'sns', rememberSnsFor),
        async take(text) {
          const read = readEvent(text)
          options.metrics.alertEvents.inc({
            outcome: read.kind === 'event' ? await hear(read.event) : read.kind,
          })
          if (read.kind === 'malformed')
            logger.warn({ what: read.what }, 'A notification of SNS could not be read')
        },
        ...{ countUnsigned, clock, logger },
      }),
    async alertOf(id) {
      const record = (await flows.find<AlertRecord>(alertFlow, id))?.record
      if (record === undefined) return undefined
      const { environment, service, severity, since, found } = record
      const { runbook } = found ?? {}
      return {
        words: alertTitle(record),
        ...{ environment, since },
        ...(service === undefined ? {} : { service }),
        ...(severity === undefined ? {} : { severity }),
        ...(runbook === undefined ? {} : { runbook }),
      }
    },
    start() {
      const { queue: url, topics = [] } = config.alerts ?? {}
      if (url === undefined && topics.length === 0) return { stop: async () => undefined }
      const reconciled = reconcileAlarms({ config, aws, states, take, logger, timeScale })
      if (url === undefined) return reconciled
      const queue = createQueue({ url, logger })
      const watched = watchDeadLetters({ config, queue, states, take, clock, logger, timeScale })
      const intake = startIntake({
        receive: queue.receive,
        delete: queue.delete,
        read: readEvent,
        take: hear,
        answered: options.followers.answered,
        count: (outcome) => options.metrics.alertEvents.inc({ outcome }),
        logger,
      })
      return {
        async stop() {
          await Promise.all([intake.stop(), watched.stop(), reconciled.stop()])
          options.followers.stop()
          await queue.close()
        },
      }
    },
  }
}
