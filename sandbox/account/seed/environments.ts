import type { EnvironmentSeed, ServiceSeed, VersionSeed } from './model.js'

const versions: VersionSeed[] = [
  { tag: 'sprint-9-5c0de11', daysAgo: 58, fate: 'inactive' },
  { tag: 'sprint-10-91c7be2', daysAgo: 44 },
  { tag: 'sprint-11-a8d20f6', daysAgo: 30 },
  { tag: 'sprint-12-3f4021a', daysAgo: 9 },
]

/** Staging saw one more version, which the circuit breaker undid. */
const stagingBackendVersions: VersionSeed[] = [
  { tag: 'sprint-9-5c0de11', daysAgo: 60, fate: 'inactive' },
  { tag: 'sprint-10-91c7be2', daysAgo: 46 },
  { tag: 'sprint-11-a8d20f6', daysAgo: 32 },
  { tag: 'sprint-12-0b1d9e4', daysAgo: 13, fate: 'rolledBack' },
  { tag: 'sprint-12-3f4021a', daysAgo: 11 },
]

const newImages = [
  { tag: 'sprint-13-7ac41be', daysAgo: 2 },
  { tag: 'sprint-13-d4e8f02', daysAgo: 1 },
  { tag: 'sprint-14-0c9b7aa', daysAgo: 0.1 },
]

/** What may be deployed first, the newest in front. */
export const newestTags: readonly string[] = newImages.map(({ tag }) => tag).reverse()

interface Size {
  prefix: string
  environment: string
  count: number
  backendVersions: VersionSeed[]
  autoscaling?: { min: number; max: number }
}

function backend(size: Size): ServiceSeed {
  return {
    name: 'backend',
    repository: 'ohmycoins/backend',
    cpu: 1024,
    memory: 2048,
    port: 8000,
    healthPath: '/api/v1/health',
    desiredCount: size.count,
    versions: size.backendVersions,
    lastRevision: 42,
    newImages,
    ...(size.autoscaling === undefined ? {} : { autoscaling: size.autoscaling }),
    environment: {
      ENVIRONMENT: size.environment,
      PROJECT_NAME: 'Oh My Coins',
      LOG_LEVEL: 'INFO',
      POSTGRES_SERVER: `${size.prefix}-postgres.internal`,
      POSTGRES_PORT: '5432',
      REDIS_HOST: `${size.prefix}-redis.internal`,
    },
    secrets: {
      POSTGRES_PASSWORD: `${size.prefix}-db-password`,
      SECRET_KEY: `${size.prefix}-app-secret-key`,
    },
  }
}

function frontend(size: Size): ServiceSeed {
  return {
    name: 'frontend',
    repository: 'ohmycoins/frontend',
    cpu: 256,
    memory: 512,
    port: 80,
    healthPath: '/',
    desiredCount: size.count,
    versions,
    lastRevision: 31,
    newImages,
    ...(size.autoscaling === undefined ? {} : { autoscaling: size.autoscaling }),
    environment: {
      ENVIRONMENT: size.environment,
      API_URL: `https://${size.environment}.ohmycoins.example/api`,
    },
    secrets: {},
  }
}

function environment(size: Size, redisNodes: number): EnvironmentSeed {
  return {
    prefix: size.prefix,
    environment: size.environment,
    services: [backend(size), frontend(size)],
    hasDatabases: true,
    redisNodes,
  }
}

/** The two environments the first users run. */
export function ohMyCoins(): EnvironmentSeed[] {
  const autoscaling = { min: 2, max: 10 }
  return [
    environment(
      {
        prefix: 'ohmycoins-staging',
        environment: 'staging',
        count: 1,
        backendVersions: stagingBackendVersions,
      },
      1,
    ),
    environment(
      {
        prefix: 'ohmycoins-prod',
        environment: 'production',
        count: 2,
        backendVersions: versions,
        autoscaling,
      },
      2,
    ),
  ]
}

export interface ManyServices {
  /** How many services the environment has. */
  count: number
  /** `ohmycoins-many` unless told otherwise; the cluster is `<prefix>-cluster`. */
  prefix?: string
  desiredCount?: number
}

/** One environment with many small services, `<prefix>-service-0001` and on: for tests and benchmarks. */
export function manyServices({
  count,
  prefix = 'ohmycoins-many',
  desiredCount = 2,
}: ManyServices): EnvironmentSeed {
  const services = Array.from({ length: count }, (_, index): ServiceSeed => {
    const name = `service-${String(index + 1).padStart(4, '0')}`
    return {
      name,
      repository: `ohmycoins/${name}`,
      cpu: 256,
      memory: 512,
      port: 8080,
      healthPath: '/health',
      desiredCount,
      versions: [
        { tag: 'sprint-11-a8d20f6', daysAgo: 20 },
        { tag: 'sprint-12-3f4021a', daysAgo: 6 },
      ],
      lastRevision: 7,
      environment: { ENVIRONMENT: 'many' },
      secrets: {},
    }
  })
  return { prefix, environment: 'many', services, hasDatabases: false, redisNodes: 0 }
}
