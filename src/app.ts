import type { Logger } from 'pino'
import type { AgentServerOptions } from './agents/agent-server.js'
import { createMutes, createMuteStore } from './alarms/mutes.js'
import { createAlertsRoom } from './app/alerts.js'
import { createAgentsRoom } from './app/agents.js'
import { createActing, createStarted } from './app/acting.js'
import { createChangeLetters } from './app/change-letters.js'
import { createAuthority } from './app/authority.js'
import { createAuditRoom } from './app/audit.js'
import { boardRoutes } from './app/board.js'
import { createChangeEventsRoom } from './app/change-events.js'
import { createHome } from './app/home.js'
import { createHooks } from './app/hooks.js'
import { createExamined, type Examined } from './app/examined.js'
import { createFollowers } from './app/followers.js'
import { createFlowsRoom } from './app/flows.js'
import { followedRoutes } from './app/followed-routes.js'
import { offerUnder } from './app/offers.js'
import { createReadingsRoom } from './app/readings.js'
import { createTerraformCode, createTerraformFlows, createTerraformLook } from './app/terraform.js'
import { createOnCallRoom } from './app/on-call.js'
import { createIncidentsRoom } from './app/incidents.js'
import { runbookVocabulary } from './app/runbook-vocabulary.js'
import { createPreflightsRoom } from './app/preflights.js'
import { createRunbooksRoom } from './app/runbooks.js'
import { createRunning } from './app/running.js'
import { createOperationsRoom } from './app/operations.js'
import { createPausesRoom } from './app/pauses.js'
import { createSchedulesRoom } from './app/schedules.js'
import { createSlackRoom } from './app/slack.js'
import { createReviews } from './app/reviews.js'
import { createRecordedDispatch } from './app/recorded-dispatch.js'
import { createStoreReading } from './app/store-reading.js'
import { createStores } from './app/stores.js'
import { createWaitsRoom } from './app/waits.js'
import { countFlows } from './app/count-flows.js'
import { watchAws } from './app/watch-aws.js'
import { type AwsRoom, createAwsFor } from './aws/create-aws.js'
import { checks } from './checks/index.js'
import { createProcessCache } from './aws/process-cache.js'
import type { Config } from './config/config.js'
import type { Settings } from './config/settings.js'
import type { Clock } from './core/clock.js'
import { createTracing, type Tracing } from './core/tracing.js'
import { channelAddress } from './core/channel-reference.js'
import { createZone } from './core/time-zone.js'
import { createCosts } from './costs/costs.js'
import type { Command, Tools } from './dispatch/command.js'
import { createDispatch, type Dispatch } from './dispatch/dispatch.js'
import type { Readings } from './logs/readings.js'
import type { FlowEngine } from './flow/engine.js'
import { createGate } from './locks/gate.js'
import { createLocks, createLockStore } from './locks/locks.js'
import { createIncidentIn } from './incidents/incident-in.js'
import type { Incidents } from './incidents/incidents.js'
import type { Operations } from './operations/operations.js'
import type { Runs } from './runbooks/runs.js'
import { createLibrary } from './runbooks/file-library.js'
import { createPagerDuty } from './oncall/pager-duty.js'
import { createRequestBudget } from './redis/request-budget.js'
import { createRoomIndex } from './redis/room-index.js'
import { createStoreClock } from './redis/store-clock.js'
import { createSharedCache } from './redis/shared-cache.js'
import { createStoreWatch } from './redis/store-watch.js'
import { createMetrics } from './server/metrics.js'
import { createDeliveries } from './slack/deliveries/deliveries.js'
import type { createIncidentRooms } from './slack/incident-rooms.js'

export interface AppOptions {
  readonly settings: Settings
  readonly config: Config
  readonly commands: readonly Command[]
  readonly logger: Logger
  /** The one whose ids the logger writes; absent: ids stand in the store and nowhere else. */
  readonly tracing?: Tracing
  readonly clock: Clock
  /** Milliseconds a worker may be silent before another one takes its operations over. */
  readonly leaseFor?: number
  /** Less than 1: waits poll faster, for the sandbox's faster time. */
  readonly timeScale?: number
  /** Gets what lies on the internet and is none of AWS's or Slack's API: the certificates of SNS. Default: the process's own. */
  readonly fetch?: typeof fetch
  /** Stands between ohmy and what AWS answers, for who asks a million times. Default: nothing does. */
  readonly answering?: (aws: AwsRoom) => AwsRoom
  /** ms between looks for deployments that wait at a pause. Default: a minute. */
  readonly looksForPausesEvery?: number
  /** Makes another kind of room for incidents than a channel each. */
  readonly incidentRooms?: typeof createIncidentRooms
  /** For fault tests: called between any two things a crash may fall between. */
  readonly checkpoint?: FlowEngine['checkpoint']
  /** The same between an acknowledgement and its answer. */
  readonly checkpointAtEdge?: FlowEngine['checkpoint']
}

export interface OhmyApp {
  readonly dispatch: Dispatch
  readonly operations: Operations
  readonly readings: Readings
  readonly runs: Runs
  readonly incidents: Incidents
  /** What `ohmy doctor` asks of AWS. */
  readonly examined: Examined
  /** What agents are served with. */
  readonly agents: AgentServerOptions
  /** Starts what the settings' roles ask for; resolves with the port the process listens on. */
  start(): Promise<number>
  /** Stops taking work, lets running work end (19 s at most, with messages) and closes every connection. */
  stop(): Promise<void>
}

/** Builds every part from a Config and starts none. The only place, with app/ and main.ts, that knows how parts are wired. */
export function buildApp(options: AppOptions): OhmyApp {
  const { settings, config, commands, logger, clock, leaseFor = 6_000 } = options
  const { timeScale = 1, checkpoint = () => undefined, tracing = createTracing() } = options
  const { answering = (room) => room } = options
  const metrics = createMetrics()
  const stores = createStores(settings.redisUrl, logger)
  const redis = stores.open('engine')
  const watch = createStoreWatch({ redis, logger })
  // What one process writes as a deadline, another one meets.
  const storeClock = createStoreClock({ redis, own: clock, logger })
  const slack = createSlackRoom({ settings, redis, metrics, clock, logger, tracing })
  const { web, identity, directory, outbox, directMessage, attach } = slack
  const auditing = createAuditRoom({ config, redis, web, metrics, clock, logger })
  const { audit, auditReader, countUnsigned } = auditing
  const { answeredByAll, ...watched } = watchAws(metrics, config.prices)
  const cache = createSharedCache({
    redis: stores.open('edge'),
    local: createProcessCache(clock, { observe: answeredByAll }),
    ...{ clock, logger, observe: answeredByAll },
  })
  const aws = answering(createAwsFor({ clock, logger, cache, timeScale, tracing, ...watched }))

  const durable = createFlowsRoom({
    ...{ redis, outbox, logger, leaseFor, checkpoint, tracing },
    counts: countFlows(metrics),
    clock: storeClock,
    mayWork: storeClock.mayWork,
    beforeDrawing: () => library.opened(),
  })
  const roomIndex = createRoomIndex(redis)
  const incidentIn = createIncidentIn(durable.flows, roomIndex)
  const authority = createAuthority(config, directory, incidentIn)
  const recorded = { clock, audit: audit.append, authority }
  const locks = createLocks({ ...recorded, store: createLockStore(redis) })
  const mutes = createMutes({ ...recorded, store: createMuteStore(redis) })
  const blockedBy = createGate({ locks, authority, zone: createZone(config.timeZone), clock })

  const place = { channel: channelAddress(config.channels.operations) }
  const library = createLibrary({
    folders: settings.runbookFolders,
    vocabulary: runbookVocabulary({ commands, checks, config }),
  })
  const pagerDuty = settings.pagerDuty === undefined ? undefined : createPagerDuty(settings.pagerDuty)
  const changeEvents = createChangeEventsRoom({
    ...{ durable, config, pagerDuty, logger, timeScale },
    clock: storeClock,
  })
  const { environments } = config
  const followers = createFollowers({ environments, redis, ...durable, clock: storeClock, logger, timeScale })
  const changing = createOperationsRoom({
    news: config.alerts?.queue === undefined ? undefined : followers,
    tell: createChangeLetters({ outbox, directMessage, authority, clock: storeClock }),
    ...{
      durable,
      aws,
      config,
      audit,
      auditReader,
      metrics,
      authority,
      blockedBy,
      place,
      timeScale,
      logger,
    },
    offer: (record) => offerUnder(library, record),
    tellChange: changeEvents.tell,
    meetPause: (service, deployment) => pausing.meet(service, deployment),
    preflights: () => looking.preflights,
    clock: storeClock,
  })
  const { operations, history } = changing
  const terraform = createTerraformFlows(config, settings.programs, history)
  const reading = createReadingsRoom(durable, {
    terraform,
    ports: { aws, config, attach },
    authority,
    clock: storeClock,
  })
  const { readings } = reading
  const { requestsPerDay: perDay } = config.costs
  const budget = createRequestBudget({ redis, clock, what: 'cost-explorer', perDay })
  const costs = createCosts({ aws, config, cache, budget, clock })
  const onCall = createOnCallRoom({
    ...{ durable, redis, outbox, audit, authority, timeScale },
    defaultPlace: { channel: channelAddress(config.channels.incidents) },
    directMessage,
    ...(pagerDuty === undefined ? {} : { pagerDuty }),
    clock: storeClock,
  })
  const isApp = settings.roles.includes('app')
  // Only a process that takes deliveries has any to answer.
  const deliveries = isApp
    ? createDeliveries(stores.open('edge'), leaseFor, options.checkpointAtEdge, watch.faultOf)
    : undefined
  const acting = createActing(async (request, acts) => deliveries?.act(request, acts))
  const checkPorts = {
    ...{ aws, config, costs, mutes, locks, clock },
    terraform: createTerraformLook(config, settings.programs, clock),
  }
  const looking = createPreflightsRoom({
    ...{ durable, checkPorts, authority },
    rota: onCall.rota,
    clock: storeClock,
  })
  const pausing = createPausesRoom({
    ...{ durable, redis, outbox, directMessage, aws, config, history, checkPorts, audit, authority },
    ...{ blockedBy, clock: storeClock, logger, timeScale },
    looksEvery: options.looksForPausesEvery,
  })
  const alerting = createAlertsRoom({
    ...{ durable, redis, aws, config, mutes, library, checkPorts, history, audit, authority },
    pages: onCall.pages,
    hearHook: pausing.hear,
    followers,
    ...{ metrics, clock: storeClock, logger, timeScale },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  })
  const walking = createRunbooksRoom({
    ...{ durable, library, operations, attach, audit, authority, place, commands, timeScale },
    checkPorts,
    say: (line, caller, children) =>
      dispatchWith({ operations: children, locks, mutes: alerting.mutes }).run(line, caller),
    clock: storeClock,
  })
  const { runs } = walking
  const coordinating = createIncidentsRoom({
    ...{ durable, config, authority, directory, identity, web, outbox, aws, audit, logger, timeScale },
    alertOf: alerting.alertOf,
    ...{ auditReader, incidentIn, roomIndex },
    roomsOf: options.incidentRooms,
    onCall: async () => (await onCall.rota.now()).map(({ turn }) => turn.person),
    pages: onCall.pages,
    clock: storeClock,
  })
  const { incidents } = coordinating
  const scheduled = createSchedulesRoom({
    ...{ durable, checkPorts, library, locks, mutes, authority, outbox, logger },
    audit: auditReader,
    nameOf: (user) => directory.nameOf(user),
    rota: onCall.rota,
    clock: storeClock,
  })
  const waiting = createWaitsRoom({
    ...{ durable, locks, blockedBy, outbox, directMessage, timeScale },
    ...{ audit: auditReader, clock: storeClock },
  })
  durable.add(waiting.kind)
  durable.add(changing.kind, looking.kind, ...reading.kinds, walking.kind, coordinating.kind)
  durable.add(pausing.kind, alerting.kind, scheduled.kind, onCall.kind, changeEvents.kind)

  /** One door for people and for runs; what is done for a delivery of Slack's is written down first. */
  function dispatchWith(tools: Pick<Tools, 'operations' | 'locks' | 'mutes'>): Dispatch {
    return createDispatch({
      ...{ config, authority, commands, storeFault: watch.faultOf, aws, history, costs },
      ...{ runbooks: library, clock, logger, ...tools },
      readings: acting.readings(readings),
      runs: acting.runs(runs),
      rota: acting.rota(onCall.rota),
      incidents: acting.incidents(incidents),
      alerts: acting.alerts(alerting.alerts),
      pauses: acting.pauses(pausing.pauses),
      schedules: acting.schedules(scheduled.schedules),
      pages: acting.pages(onCall.pages),
      waits: acting.waits(waiting.waits),
      preflights: acting.preflights(looking.preflights),
      terraform: createTerraformCode(config, terraform, acting.readings(readings)),
      reviews: createReviews(checkPorts),
      audit: auditReader,
      sendFile: slack.sendFile,
    })
  }
  const actingOperations = acting.operations(operations)
  const dispatch = dispatchWith({
    operations: actingOperations,
    locks: acting.locks(locks),
    mutes: acting.mutes(alerting.mutes),
  })
  const inside = createRecordedDispatch({ dispatch, audit, metrics, tracing, logger })

  const started = createStarted(durable.store)
  const home = createHome({
    ...{ config, commands, authority, aws, history, costs, clock },
    mutes: mutes.list,
  })

  /** Bolt is loaded here and not before: a worker and a terminal do without. */
  async function openEdge() {
    if (deliveries === undefined || settings.slack.transport.kind === 'none') return undefined
    const { createSlackEdge } = await import('./slack/create-slack-edge.js')
    return createSlackEdge({
      ...{ settings, config, outbox, directory, deliveries, identity, web, clock, logger, leaseFor, tracing },
      acknowledged: slack.acknowledged,
      countUnsigned: (reason) => countUnsigned('slack', reason),
      inside: { ...inside, choices: dispatch.choices, started, home, rooms: coordinating.rooms },
    })
  }

  const agents = createAgentsRoom({
    ...{ config, commands, redis, clock: storeClock, logger },
    dispatch: inside,
    nameOf: (user) => directory.nameOf(user),
    countUnsigned: (reason) => countUnsigned('mcp', reason),
  })
  const hooks = createHooks({
    secrets: settings.hookSecrets,
    pagerDutySecrets: settings.pagerDutySecrets,
    pages: onCall.pages,
    metrics,
    ...{ config, aws, redis, operations, dispatch, audit, countUnsigned, place, clock, logger },
  })
  const running = createRunning({
    ...{
      settings,
      stores,
      watch,
      storeClock,
      openEdge,
      outbox,
      library,
      durable,
      alerting,
      pausing,
      scheduled,
    },
    ...{ unsigned: auditing.unsigned, aws, metrics, clock, logger },
    storeReading: createStoreReading(redis, outbox),
    routes: async () =>
      isApp
        ? followedRoutes(
            [
              ...hooks,
              ...alerting.routes((reason) => countUnsigned('hooks', reason)),
              ...(await agents.routes()),
              ...(await boardRoutes({
                ...{ config, redis, outbox, faultOf: watch.faultOf },
                countUnsigned: (reason) => countUnsigned('board', reason),
              })),
            ],
            tracing,
          )
        : [],
    checks: {
      slack: slack.reach,
      store: watch.check,
      aws: () => Promise.all(config.environments.map((environment) => aws(environment).reachable())),
      ...(settings.roles.includes('worker') ? { records: durable.oldRecords.check } : {}),
    },
    startAnchors: auditing.startAnchors,
  })
  return {
    dispatch: { ...dispatch, run: inside.run },
    operations,
    readings,
    runs,
    incidents,
    agents: agents.serving,
    examined: createExamined(config, aws, checkPorts),
    ...running,
  }
}
