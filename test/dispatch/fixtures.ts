import { builtInQueries } from '../../src/config/built-in-queries.js'
import type { Config } from '../../src/config/config.js'
import { RawPrices } from '../../src/config/costs-schema.js'
import type { Caller } from '../../src/core/caller.js'
import type { Environment } from '../../src/core/environment.js'

/** An environment like those of the first users; with an empty list of services they are discovered. */
export function environmentNamed(
  name: string,
  overrides: Partial<Environment> & {
    readonly prefix?: string
    readonly serviceNames?: readonly string[]
  } = {},
): Environment {
  const { prefix = `ohmycoins-${name}`, serviceNames = ['backend', 'frontend'], ...rest } = overrides
  const cluster = `${prefix}-cluster`
  return {
    name,
    aliases: [],
    region: 'ap-southeast-2',
    cluster,
    services: serviceNames.map((short) => ({
      environment: name,
      name: short,
      service: `${prefix}-${short}`,
      cluster,
    })),
    servicePrefix: `${prefix}-`,
    logGroups: {},
    alarmPrefix: `${prefix}-`,
    policy: {
      scale: { minimum: 1, maximum: 10, toZero: true },
      access: {},
      approvals: {},
      approvalsExpireAfter: 1_800_000,
      changesIn: [],
    },
    ...rest,
  }
}

export const staging = environmentNamed('staging', { aliases: ['stage'] })
export const production = environmentNamed('production', {
  aliases: ['prod', 'live'],
  prefix: 'ohmycoins-prod',
})

export function configWith(overrides: Partial<Config> = {}): Config {
  return {
    environments: [staging, production],
    defaultEnvironment: 'staging',
    channels: { operations: 'devops', alerts: 'alerts', incidents: 'incidents' },
    notify: { approvers: 'mention', requester: 'mention' },
    grants: [],
    metrics: [],
    thresholds: {
      cpuPercent: 70,
      memoryPercent: 80,
      databaseCpuPercent: 80,
      databaseConnections: 80,
      cacheHitRatePercent: 80,
      cacheCpuPercent: 70,
      cacheMemoryPercent: 80,
      loadBalancer5xx: 10,
      responseTimeSeconds: 0.5,
    },
    logs: {
      askBeforeScanningGigabytes: 5,
      runningPerPerson: 3,
      runningPerChannel: 5,
      liveTail: false,
      queries: builtInQueries,
    },
    costs: { tag: 'Environment', readIn: 'staging', askAgainAfter: 8 * 3_600_000, requestsPerDay: 9 },
    prices: RawPrices.parse({}),
    incidents: { timelineReaction: 'pushpin' },
    freezes: [],
    schedules: [],
    timeZone: 'Australia/Sydney',
    agents: [],
    queueBoard: { tokens: [] },
    terminalUsers: {},
    ...overrides,
  }
}

export function callerIn(channelName: string, overrides: Partial<Caller> = {}): Caller {
  return {
    id: 'U0REQUEST',
    name: 'Rita Requester',
    origin: 'command',
    place: { channel: 'C0DEVOPS1', channelName },
    ...overrides,
  }
}
