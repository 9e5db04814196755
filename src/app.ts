import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { createMuteStore } from './alerts/mute-store.js'
import { createMutes } from './alerts/mutes.js'
import { createApprovalPolicy } from './approvals/policy.js'
import { createAudit } from './audit/audit.js'
import { createAuditReader } from './audit/read.js'
import { createAwsFor } from './aws/create-aws.js'
import type { Config } from './config/config.js'
import type { Settings } from './config/settings.js'
import { createCosts } from './costs/costs.js'
import type { Clock } from './core/clock.js'
import { maskSecrets } from './core/mask.js'
import { isEnded } from './core/operation.js'
import { createZone } from './core/time-zone.js'
import { holdersOf } from './dispatch/authorise/holders.js'
import { createHome } from './app/home.js'
import { createJobsRoom } from './app/jobs.js'
import { createRules } from './app/rules.js'
import { createStores } from './app/stores.js'
import { watchAws } from './app/watch-aws.js'
import type { Command } from './dispatch/command.js'
import { createDispatch, type Dispatch } from './dispatch/dispatch.js'
import { recordReply, refusalWords } from './dispatch/recorded.js'
import { createDeploymentHooks } from './hooks/deployments.js'
import { createOnce } from './hooks/once.js'
import { createRequestDeployment } from './hooks/request-deployment.js'
import { carryOut } from './operations/carry-out.js'
import { createGate } from './locks/gate.js'
import type { Jobs } from './jobs/jobs.js'
import type { JobWorker } from './jobs/queue.js'
import { createLockStore } from './locks/lock-store.js'
import { createLocks } from './locks/locks.js'
import { createOperations } from './operations/engine/engine.js'
import type { EngineParts } from './operations/engine/parts.js'
import {
  createOperationQueue,
  type OperationWorker,
  startOperationWorker,
} from './operations/engine/queue.js'
import { createOperationStore } from './operations/engine/store.js'
import { recordEvents } from './operations/audit-events.js'
import { startForgetting } from './operations/forget-old.js'
import { createHistory } from './operations/history.js'
import { operations as allOperations } from './operations/index.js'
import type { Operations, Ports } from './operations/operations.js'
import { isStoreAway } from './redis/connections.js'
import { createSharedCache } from './redis/shared-cache.js'
import { createRequestBudget } from './redis/request-budget.js'
import { createMetrics } from './server/metrics.js'
import { createReadiness } from './server/readiness.js'
import { createHttpServer } from './server/server.js'
import { createSlackEdge } from './slack/create-slack-edge.js'
import { createDirectory } from './slack/directory.js'
import { createOutbox } from './slack/outbox/outbox.js'
import { createSendFile } from './slack/upload.js'
import { operationCard } from './slack/views/operation-card.js'
import { planMessage } from './slack/views/plan.js'
import { createWebClient } from './slack/web-client.js'

export interface AppOptions {
  readonly settings: Settings
  readonly config: Config
  readonly commands: readonly Command[]
  readonly logger: Logger
  readonly clock: Clock
  /** Milliseconds a worker may be silent before another one takes its operations over. */
  readonly leaseFor?: number
  /** Less than 1: waits poll faster, for the sandbox's faster time. */
  readonly timeScale?: number
  /** For fault tests: called between any two things a crash may fall between. */
  readonly checkpoint?: EngineParts<Ports>['checkpoint']
}

export interface OhmyApp {
  readonly dispatch: Dispatch
  readonly operations: Operations
  readonly jobs: Jobs
  /** Starts what the settings' roles ask for; resolves with the port the process listens on. */
  start(): Promise<number>
  /** Stops taking work, lets running work end (5 s at most) and closes every connection. */
  stop(): Promise<void>
}

const cardKey = (id: string) => `operation:${id}`

/** Builds every part from a Config and starts none. The only place, with app/ and main.ts, that knows how parts are wired. */
export function buildApp(options: AppOptions): OhmyApp {
  const { settings, config, logger, clock, leaseFor = 6_000 } = options
  const stores = createStores(settings.redisUrl, logger)
  const engineStore = stores.open('engine')
  const web: WebClient = createWebClient(settings.slack.botToken, slackApi(settings))
  const directory = createDirectory({ web, clock, logger })
  const outbox = createOutbox({ redis: engineStore, slack: web, clock, logger })
  const audit = createAudit({ redis: engineStore, clock, logger })
  const auditReader = createAuditReader({ redis: engineStore, audit })
  const metrics = createMetrics()
  const { answeredByAll, ...watched } = watchAws(metrics)
  const cache = createSharedCache({
    redis: stores.open('edge'),
    clock,
    logger,
    observe: answeredByAll,
  })
  const aws = createAwsFor({ clock, logger, cache, ...watched })

  const authority = {
    config,
    memberOf: directory.membersOf,
    nameOf: directory.nameOf,
    channelNameOf: directory.channelName,
  }
  const { mayRun, mayDo } = createRules(config, authority)
  const locks = createLocks({
    store: createLockStore(engineStore),
    clock,
    audit: (entry) => audit.append(entry),
    environments: config.environments.map(({ name }) => name),
    mayDo,
  })
  const mutes = createMutes({
    store: createMuteStore(engineStore),
    clock,
    audit: (entry) => audit.append(entry),
    mayDo,
  })
  const blockedBy = createGate({
    locks,
    environments: config.environments,
    freezes: config.freezes,
    zone: createZone(config.timeZone),
    clock,
    holdersOf: (role, environment) => holdersOf(role, environment, authority),
  })

  const parts: EngineParts<Ports> = {
    operations: allOperations,
    ports: { aws, config },
    store: createOperationStore(engineStore, leaseFor),
    clock,
    logger,
    audit: recordEvents(audit),
    async publish({ record, version }) {
      const message = operationCard(record, clock.now())
      const final = isEnded(record.state)
      await outbox.send({ key: cardKey(record.id), to: record.place, message, version, final })
    },
    ended: ({ name, state }) => metrics.operationsEnded.inc({ name, outcome: state }),
    mayRun,
    ...createApprovalPolicy(config.environments, mayDo),
    blockedBy,
    timeScale: options.timeScale ?? 1,
    checkpoint: options.checkpoint ?? (() => undefined),
  }
  const { requestsPerDay: perDay } = config.costs
  const budget = createRequestBudget({ redis: engineStore, clock, what: 'cost-explorer', perDay })
  const costs = createCosts({ aws, config, cache, budget, clock })
  const queue = createOperationQueue(engineStore)
  const views = {
    card: ({ record }: { record: Parameters<typeof operationCard>[0] }) => operationCard(record, clock.now()),
    plan: planMessage,
  }
  const operationsPlace = { channel: `#${config.channels.operations}` }
  const operations = createOperations(parts, queue, views, operationsPlace)
  const history = createHistory({ redis: engineStore, audit: auditReader, operations: allOperations })
  const jobsRoom = createJobsRoom({
    redis: engineStore,
    aws,
    config,
    outbox,
    web,
    mayDo,
    clock,
    logger,
    leaseFor,
    checkpoint: options.checkpoint,
  })
  const { jobs } = jobsRoom
  const dispatch = createDispatch({
    ...authority,
    commands: options.commands,
    isStoreAway,
    aws,
    operations,
    jobs,
    locks,
    mutes,
    history,
    costs,
    audit: auditReader,
    sendFile: createSendFile(web),
    clock,
    logger,
  })
  const recorder = { append: audit.append, mask: maskSecrets, logger }
  const counted: Dispatch['run'] = async (text, caller) => {
    const end = metrics.commandSeconds.startTimer()
    const reply = await dispatch.run(text, caller)
    end()
    await recordReply(text, caller, reply, recorder)
    metrics.commands.inc({ origin: caller.origin, result: reply.failed ?? 'answered' })
    return reply
  }

  const runsApp = settings.roles.includes('app') && settings.slack.transport.kind !== 'none'
  const edge = runsApp
    ? createSlackEdge({
        settings,
        config,
        inside: {
          run: counted,
          async decide(decision, caller) {
            const reply = await dispatch.attempt(() => carryOut(operations, decision, caller), caller)
            return recordReply(`${decision.kind} ${decision.operation}`, caller, reply, recorder, 'refusals')
          },
          refused: (said, caller, reply) => recordReply(said, caller, reply, recorder, 'refusals'),
          find: operations.find,
          home: createHome({
            config,
            commands: options.commands,
            authority,
            aws,
            history,
            mayApprove: parts.mayApprove,
            costs,
            mutes: mutes.list,
            clock,
          }),
        },
        outbox,
        directory,
        edgeStore: stores.open('edge'),
        web,
        clock,
        logger,
      })
    : undefined

  const readiness = createReadiness(
    {
      slack: () => web.auth.test(),
      store: () => engineStore.ping(),
      aws: () => Promise.all(config.environments.map((environment) => aws(environment).reachable())),
    },
    () => clock.now(),
  )
  const ciUser = config.ci?.user
  const hooks = createDeploymentHooks({
    secrets: settings.hookSecrets,
    caller:
      ciUser === undefined
        ? undefined
        : async () => ({ id: ciUser, name: 'CI', origin: 'hook', place: operationsPlace }),
    once: createOnce(engineStore, () => clock.now()),
    requestDeployment: createRequestDeployment(config, operations),
    find: operations.find,
    append: audit.append,
    explain: async (error) =>
      refusalWords(
        await dispatch.attempt(() => Promise.reject(error as Error), {
          id: 'ci',
          name: 'CI',
          origin: 'hook',
        }),
      ),
    clock,
    logger,
  })
  const routes = [...(edge?.routes ?? []), ...(settings.roles.includes('app') ? hooks : [])]
  const server = createHttpServer({ routes, readiness, metrics, logger })
  let worker: OperationWorker | undefined
  let jobWorker: JobWorker | undefined
  let forgetting: ReturnType<typeof startForgetting> | undefined

  return {
    dispatch: { ...dispatch, run: counted },
    operations,
    jobs,
    async start() {
      await stores.ready()
      const port = await server.listen(settings.port)
      outbox.start()
      if (settings.roles.includes('worker')) {
        worker = startOperationWorker(parts, { connection: stores.open('blocking'), queue, leaseFor })
        jobWorker = jobsRoom.startWorker(stores.open('blocking'))
        forgetting = startForgetting({ redis: engineStore, clock, logger })
      }
      await edge?.start()
      return port
    },
    async stop() {
      forgetting?.stop()
      await edge?.stop()
      await server.close()
      await Promise.all([worker?.close(), jobWorker?.close()])
      await outbox.stop()
      await Promise.all([queue.close(), jobsRoom.close()])
      await aws.close()
      stores.close()
    },
  }
}

function slackApi(settings: Settings): { slackApiUrl?: string } {
  return settings.slack.apiUrl === undefined ? {} : { slackApiUrl: settings.slack.apiUrl }
}
