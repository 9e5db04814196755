import type { Logger } from 'pino'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'
import type { AnswerSource, SharedCache } from '../core/shared-cache.js'
import { autoScalingOf } from './auto-scaling.js'
import type { Aws } from './aws.js'
import { fresh } from './cache.js'
import { type CallObservation, type Calls, createCalls } from './call.js'
import { type Clients, createClients } from './clients.js'
import { alarmsOf } from './alarms.js'
import { metricsOf } from './metrics.js'
import { costExplorerOf } from './cost-explorer.js'
import { ecsOf } from './ecs.js'
import { ecrOf } from './ecr.js'
import { tasksOf } from './tasks.js'
import { serviceDeploymentsOf } from './service-deployments.js'
import { taskDefinitionsOf } from './task-definitions.js'
import { loadBalancingOf } from './load-balancing.js'
import { liveTailOf } from './live-tail.js'
import { logQueriesOf } from './log-queries.js'
import { dashboardsOf } from './dashboards.js'
import { logsOf } from './logs.js'
import { createLocalCache } from './local-cache.js'

export interface CreateAwsOptions {
  /** Dates metric windows and caches; call rates and timeouts always run on real time. */
  readonly clock: Clock
  readonly logger: Logger
  /** Answers that all processes share. Default: shared inside this process. */
  readonly cache?: SharedCache
  /** Sees every attempt, for /metrics. */
  readonly observe?: (call: CallObservation) => void
  /** Sees where each answer to people's looking came from, for /metrics. */
  readonly answered?: (source: AnswerSource) => void
  /** Learns when questions to a service of a region are held back and when they go out again, for /metrics. */
  readonly circuit?: (change: CircuitChange) => void
  /** ms an attempt may take. Default 5,000. */
  readonly timeout?: number
  /** ms a question may take with all attempts. Default 12,000. */
  readonly budget?: number
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

/** ms. /readyz is asked every few seconds by whoever runs the process. */
const reachableStaysFresh = 30_000

/** Makes the door to AWS. Nothing is loaded and nothing called until the first question; each environment is made once. */
export function createAwsFor(options: CreateAwsOptions): AwsRoom {
  const { timeout = 5_000, cache = createLocalCache(options.clock) } = options
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
    const { clients, calls } = accountOf(environment)
    return {
      environment,
      known: createLocalCache(options.clock, {
        size: 5_000,
        ...(options.answered === undefined ? {} : { observe: options.answered }),
      }),
      ...ecsOf(environment, clients, calls),
      ...tasksOf(environment, clients, calls),
      ...serviceDeploymentsOf(environment, clients, calls),
      ...taskDefinitionsOf(environment, clients, calls),
      ...ecrOf(clients, calls),
      ...costExplorerOf(clients, calls),
      ...autoScalingOf(clients, calls),
      ...loadBalancingOf(clients, calls),
      ...alarmsOf(environment, clients, calls, cache),
      ...metricsOf(clients, calls, options.clock),
      ...logsOf(clients, calls),
      ...dashboardsOf(clients, calls),
      ...logQueriesOf(clients, calls),
      ...liveTailOf(clients, calls),
      reachable: fresh(options.clock, reachableStaysFresh, async () => {
        const sts = await clients.sts()
        await calls.ask('sts:GetCallerIdentity', (abort) => sts.getCallerIdentity({}, abort))
      }),
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
