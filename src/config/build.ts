import { roles } from '../core/caller.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { Config, Grant } from './config.js'
import type { RawConfig, RawEnvironment } from './schema.js'

/** From what is written, checked, to what it means: every default that depends on another key is decided here. */
export function buildConfig(raw: RawConfig): Config {
  const environments = Object.entries(raw.environments).map(([name, written]) =>
    buildEnvironment(name, written),
  )
  return {
    environments,
    defaultEnvironment: raw.defaultEnvironment ?? defaultEnvironmentOf(Object.keys(raw.environments)),
    channels: raw.channels,
    grants: buildGrants(raw),
    ...(raw.roles.everyone === undefined ? {} : { everyone: raw.roles.everyone }),
    thresholds: raw.thresholds,
    timeZone: raw.timeZone,
    terminalUsers: dictionary(raw.terminal.users),
  }
}

/** The one named staging, since a slip does the least harm there; else the first. */
function defaultEnvironmentOf(names: readonly string[]): string {
  return names.find((name) => name === 'staging') ?? names[0] ?? ''
}

function buildEnvironment(name: string, raw: RawEnvironment): Environment {
  const servicePrefix = raw.servicePrefix ?? defaultServicePrefix(raw.cluster)
  return {
    name,
    aliases: raw.aliases,
    region: raw.region,
    cluster: raw.cluster,
    services: buildServices(name, raw, servicePrefix),
    servicePrefix,
    ...(raw.assumeRole === undefined ? {} : { assumeRole: buildAssumeRole(raw.assumeRole) }),
    logGroups: dictionary(raw.logGroups),
    ...(raw.database === undefined ? {} : { database: raw.database }),
    ...(raw.cache === undefined ? {} : { cache: raw.cache }),
    ...(raw.loadBalancer === undefined ? {} : { loadBalancer: raw.loadBalancer }),
    alarmPrefix: raw.alarmPrefix ?? servicePrefix,
    policy: { ...raw.policy, access: dictionary(raw.policy.access) },
  }
}

/** `ohmycoins-staging-cluster` → `ohmycoins-staging-` */
export function defaultServicePrefix(cluster: string): string {
  return `${cluster.replace(/-cluster$/, '')}-`
}

function buildServices(environment: string, raw: RawEnvironment, servicePrefix: string): ServiceRef[] {
  const written = raw.services ?? []
  const pairs = Array.isArray(written)
    ? written.map((name) => [name, `${servicePrefix}${name}`] as const)
    : Object.entries(written)
  return pairs.map(([name, service]) => ({ environment, name, service, cluster: raw.cluster }))
}

function buildAssumeRole(raw: NonNullable<RawEnvironment['assumeRole']>): {
  readonly arn: string
  readonly externalId?: string
} {
  return { arn: raw.arn, ...(raw.externalId === undefined ? {} : { externalId: raw.externalId }) }
}

function buildGrants(raw: RawConfig): Grant[] {
  return roles.flatMap((role) => {
    const written = raw.roles[role]
    if (written === undefined) return []
    return [written].flat().map((grant) => ({ role, ...grant }))
  })
}

/** Looked up with words from outside: without a prototype, `constructor` finds nothing. */
function dictionary<Value>(written: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null) as Record<string, Value>, written)
}
