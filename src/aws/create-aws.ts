import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'
import type { Tracing } from '../core/tracing.js'
import type { AnswerSource, Freshness, SharedCache } from '../core/kept-answers.js'
import { accessKeysOf } from './access-keys.js'
import { autoScalingOf } from './auto-scaling.js'
import { acmOf } from './acm.js'
import type { Aws } from './aws.js'
import { type CallObservation, type Calls, createCalls } from './call.js'
import { type Clients, createClients } from './clients.js'
import { alarmContributorsOf } from './alarm-contributors.js'
import { alarmsOf } from './alarms.js'
import { metricsOf } from './metrics.js'
import { muteRulesOf } from './mute-rules.js'
import { costExplorerOf } from './cost-explorer.js'
import { ecsOf } from './ecs.js'
import { expressServicesOf } from './express-services.js'
import { ecrOf } from './ecr.js'
import { rdsOf } from './rds.js'
import { tasksOf } from './tasks.js'
import { serviceDeploymentsOf } from './service-deployments.js'
import { taskDefinitionsOf } from './task-definitions.js'
import { loadBalancingOf } from './load-balancing.js'
import { liveTailOf } from './live-tail.js'
import { logQueriesOf } from './log-queries.js'
import { dashboardsOf } from './dashboards.js'
import { logsOf } from './logs.js'
import { oneOffTasksOf } from './one-off-tasks.js'
import { cloudTrailOf } from './cloudtrail.js'
import { dynamoDbOf } from './dynamodb.js'
import { ec2Of } from './ec2.js'
import { iamOf } from './iam.js'
import { imageFactsOf } from './image-facts.js'
import { openBucketsOf } from './open-buckets.js'
import { openPortsOf } from './open-ports.js'
import { priceListOf } from './price-list.js'
import { s3Of } from './s3.js'
import { secretsOf } from './secrets.js'
import { serviceQuotasOf } from './service-quotas.js'
import { createProcessCache } from './process-cache.js'

export interface CreateAwsOptions {
  /** Dates metric windows and caches; call rates and timeouts always run on real time. */
  readonly clock: Clock
  readonly logger: Logger
  /** Answers that all processes share. Default: shared inside this process. */
  readonly cache?: SharedCache
  /** Sees every attempt, for /metrics. */
  readonly observe?: (call: CallObservation) => void
  /** Absent: calls are not followed. */
  readonly tracing?: Tracing
  /** Sees where each answer to people's looking came from, for /metrics. */
  readonly answered?: (source: AnswerSource) => void
  /** Learns when questions to a service of a region are held back and when they go out again, for /metrics. */
  readonly circuit?: (change: CircuitChange) => void
  /** ms an attempt may take. Default 5,000. */
  readonly timeout?: number
  /** ms a question may take with all attempts. Default 12,000. */
  readonly budget?: number
  /** Less than 1: what is kept for seconds is kept for less, in the sandbox's faster time. Default 1. */
  readonly timeScale?: number
}

export interface CircuitChange {
  /** `ap-southeast-2` */
  readonly region: string
  /** `ecs` */
  readonly service: string
  /** Whether questions are held back. */
  readonly open: boolean
}

/** An `AwsFor` that also owns what it opened. */
export interface AwsRoom {
  (environment: Environment): Aws
  /** Loads the SDK's clients ahead of the first question; calls nothing. */
  warm(environments: readonly Environment[]): Promise<void>
  /** Closes all connections. */
  close(): Promise<void>
}

/** /readyz is asked every few seconds by whoever runs the process. */
const reachableStays: Freshness = { freshFor: 30_000, knownFor: 0, failedFor: 0 }
/** Answers that are known of an environment: some for each of a thousand services, and what never changes. */
const mostKnown = 20_000

/** Makes the door to AWS. Nothing is loaded and nothing called until the first question; each environment is made once. */
export function createAwsFor(options: CreateAwsOptions): AwsRoom {
  const { clock, timeout = 5_000, timeScale = 1, cache = createProcessCache(clock) } = options
  const accounts = new Map<string, { readonly clients: Clients; readonly calls: Calls }>()
  const made = new Map<string, { readonly environment: Environment; readonly aws: Aws }>()

  /** Environments of one account and region share connections, credentials and, because AWS counts them together, call rates. */
  function accountOf(environment: Environment) {
    const { region, assumeRole } = environment
    const key = JSON.stringify([region, assumeRole?.arn, assumeRole?.externalId])
    const known = accounts.get(key)
    if (known) return known
    const account = {
      clients: createClients({ region, timeout, ...(assumeRole ? { assumeRole } : {}) }),
      calls: createCalls({
        ...options,
        timeout,
        circuit: (service, open) => options.circuit?.({ region, service, open }),
      }),
    }
    accounts.set(key, account)
    return account
  }

  function make(environment: Environment): Aws {
    const { clients, calls: all } = accountOf(environment)
    const known = createProcessCache(clock, {
      size: mostKnown,
      timeScale,
      ...(options.answered === undefined ? {} : { observe: options.answered }),
    })
    const calls: Calls = {
      ask: all.ask,
      // Also a change that failed may have happened.
      change: (action, send) => all.change(action, send).finally(known.outdate),
    }
    /** Who asks while another waits for it shares the answer; it is not kept. */
    let telling: Promise<{ account: string; arn: string }> | undefined
    function identity(): Promise<{ account: string; arn: string }> {
      telling ??= askIdentity().finally(() => {
        telling = undefined
      })
      return telling
    }
    async function askIdentity(): Promise<{ account: string; arn: string }> {
      const sts = await clients.sts()
      const { Account: account = '', Arn: arn = '' } = await calls.ask('sts:GetCallerIdentity', (options) =>
        sts.getCallerIdentity({}, options),
      )
      return { account, arn }
    }

    return {
      environment,
      known,
      ...ecsOf(environment, clients, calls, known),
      ...expressServicesOf(clients, calls),
      ...tasksOf(clients, calls),
      ...oneOffTasksOf(clients, calls),
      ...serviceDeploymentsOf(clients, calls, known, timeScale),
      ...taskDefinitionsOf(environment, clients, calls, known),
      ...ecrOf(clients, calls),
      ...costExplorerOf(clients, calls),
      ...autoScalingOf(clients, calls),
      ...loadBalancingOf(clients, calls, known),
      ...rdsOf(clients, calls),
      ...acmOf(clients, calls),
      ...imageFactsOf(clients, calls, timeout),
      ...s3Of(clients, calls),
      ...dynamoDbOf(clients, calls),
      ...serviceQuotasOf(clients, calls),
      ...ec2Of(clients, calls),
      ...iamOf(clients, calls),
      ...secretsOf(clients, calls),
      ...cloudTrailOf(clients, calls),
      ...accessKeysOf(clients, calls),
      ...openBucketsOf(clients, calls),
      ...openPortsOf(clients, calls),
      ...priceListOf(clients, calls),
      ...alarmsOf(environment, clients, calls, cache),
      ...alarmContributorsOf(clients, calls),
      ...muteRulesOf(environment, clients, calls, cache),
      ...metricsOf(clients, calls, clock),
      ...logsOf(clients, calls),
      ...dashboardsOf(clients, calls),
      ...logQueriesOf(clients, calls),
      ...liveTailOf(clients, calls),
      identity,
      async reachable() {
        await known.read('reachable', reachableStays, identity)
      },
    }
  }

  function awsFor(environment: Environment): Aws {
    const known = made.get(environment.name)
    if (known?.environment === environment) return known.aws
    const aws = make(environment)
    made.set(environment.name, { environment, aws })
    return aws
  }

  return Object.assign(awsFor, {
    async warm(environments: readonly Environment[]) {
      await Promise.all(environments.map((environment) => accountOf(environment).clients.warm()))
    },
    async close() {
      await Promise.all([...accounts.values()].map(({ clients }) => clients.close()))
    },
  })
}
