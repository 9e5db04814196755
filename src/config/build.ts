import type { AllowedCommand } from '../core/allowed-command.js'
import { roles } from '../core/caller.js'
import { parseDuration } from '../core/duration.js'
import type { Environment, EnvironmentPolicy, Freeze, ServiceRef } from '../core/environment.js'
import { parseLocal, parseWeekly } from '../core/time-windows.js'
import { builtInQueries } from './built-in-queries.js'
import type { Config, Grant, TerraformTree } from './config.js'
import { buildAlertPages } from './alert-pages.js'
import { buildCosts, buildEnvironmentCosts } from './costs.js'
import { buildMetrics } from './metrics.js'
import { buildOnCall } from './on-call.js'
import { buildSchedules } from './schedules.js'
import type { RawEnvironment } from './environment-schema.js'
import type { RawFreeze, RawPolicy } from './policy-schema.js'
import { isSameCluster, type WrittenPlace } from './same-cluster.js'
import type { RawConfig } from './schema.js'

/** From what is written, checked, to what it means: every default that depends on another key is decided here. */
export function buildConfig(raw: RawConfig): Config {
  const environments = Object.entries(raw.environments)
    .map(([name, written]) => buildEnvironment(name, written))
    .map((environment, _, all) => ({ ...environment, ...neighboursOf(environment, all) }))
  return {
    environments,
    defaultEnvironment: raw.defaultEnvironment ?? defaultEnvironmentOf(Object.keys(raw.environments)),
    channels: channelsOf(raw),
    notify: raw.notify,
    grants: buildGrants(raw),
    ...(raw.roles.everyone === undefined ? {} : { everyone: raw.roles.everyone }),
    thresholds: raw.thresholds,
    metrics: buildMetrics(raw.metrics),
    logs: { ...raw.logs, queries: dictionary({ ...builtInQueries, ...raw.logs.queries }) },
    costs: buildCosts(raw),
    prices: raw.prices,
    incidents: incidentsOf(raw),
    ...(raw.terraform === undefined ? {} : { terraform: treeOf(raw.terraform) }),
    freezes: raw.freezes.flatMap(buildFreeze),
    ...(raw.onCall === undefined ? {} : { onCall: buildOnCall(raw.onCall, raw.timeZone) }),
    schedules: buildSchedules(raw),
    ...(raw.pagerDuty === undefined ? {} : { pagerDuty: raw.pagerDuty }),
    timeZone: raw.timeZone,
    ...(raw.alerts === undefined ? {} : { alerts: alertsOf(raw.alerts) }),
    ...(raw.ci === undefined ? {} : { ci: raw.ci }),
    queueBoard: raw.queueBoard,
    agents: Object.entries(raw.agents).map(([name, { channel, ...rest }]) => ({
      name,
      ...rest,
      ...(channel === undefined ? {} : { channel }),
    })),
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
    ...accountOf(raw),
    ...(raw.assumeRole === undefined ? {} : { assumeRole: buildAssumeRole(raw.assumeRole) }),
    logGroups: dictionary(raw.logGroups),
    ...(raw.bucketPrefix === undefined ? {} : { bucketPrefix: raw.bucketPrefix }),
    ...(raw.flowLogGroup === undefined ? {} : { flowLogGroup: raw.flowLogGroup }),
    ...(raw.database === undefined ? {} : { database: raw.database }),
    ...(raw.cache === undefined ? {} : { cache: raw.cache }),
    ...(raw.loadBalancer === undefined ? {} : { loadBalancer: raw.loadBalancer }),
    ...(raw.terraform === undefined ? {} : { terraform: terraformOf(raw.terraform) }),
    alarmPrefix: raw.alarmPrefix ?? servicePrefix,
    costs: buildEnvironmentCosts(name, raw.costs),
    policy: buildPolicy(raw.policy),
  }
}

function neighboursOf(
  environment: Environment,
  all: readonly Environment[],
): Pick<Environment, 'neighbours'> {
  const others = all.filter(
    (other) => other !== environment && isSameCluster(placeOf(other), placeOf(environment)),
  )
  if (others.length === 0) return {}
  return {
    neighbours: {
      prefixes: others.flatMap(({ services, servicePrefix }) => (services.length > 0 ? [] : [servicePrefix])),
      services: others.flatMap(({ services }) => services.map(({ service }) => service)),
    },
  }
}

function placeOf({ account, assumeRole, region, cluster }: Environment): WrittenPlace {
  return { account, role: assumeRole?.arn, region, cluster }
}

function terraformOf({
  folder,
  ignores,
  ...rest
}: NonNullable<RawEnvironment['terraform']>): NonNullable<Environment['terraform']> {
  return {
    ...rest,
    ...(folder === undefined ? {} : { folder }),
    ...(ignores === undefined ? {} : { ignores }),
  }
}

function treeOf(raw: NonNullable<RawConfig['terraform']>): TerraformTree {
  const { repository, tool, pluginCache, timeout, ...rest } = raw
  return {
    ...rest,
    timeout: parseDuration(timeout) ?? 0,
    ...(repository === undefined ? {} : { repository }),
    ...(tool === undefined ? {} : { tool }),
    ...(pluginCache === undefined ? {} : { pluginCache }),
  }
}

function buildPolicy(raw: RawPolicy): EnvironmentPolicy {
  const maintenanceWindow =
    raw.maintenanceWindow === undefined ? undefined : parseWeekly(raw.maintenanceWindow)
  const approvals = Object.entries(raw.approvals).map(([verb, written]) => {
    const rule = typeof written === 'number' ? { count: written, role: 'approver' as const } : written
    return [verb, rule] as const
  })
  return {
    scale: raw.scale,
    deploy: {
      rollBack: raw.deploy.rollBack,
      ...(raw.deploy.pin ? { pin: true } : {}),
      ...(raw.deploy.preflight === 'off' ? {} : { preflight: raw.deploy.preflight }),
      ...(raw.deploy.checklist.length === 0 ? {} : { checklist: [...new Set(raw.deploy.checklist)] }),
      ...(raw.deploy.ticked.length === 0 ? {} : { ticked: [...new Set(raw.deploy.ticked)] }),
      ...(raw.deploy.provenIn === undefined ? {} : { provenIn: raw.deploy.provenIn }),
    },
    ...(raw.commands.length === 0 ? {} : { commands: raw.commands.map(allowedCommand) }),
    access: dictionary(withDeploys(raw.access)),
    approvals: dictionary(withDeploys(withScales(Object.fromEntries(approvals)))),
    approvalsExpireAfter: parseDuration(raw.approvalsExpireAfter) ?? 0,
    ...(raw.breakGlass === undefined ? {} : { breakGlass: raw.breakGlass }),
    ...(raw.drills === undefined ? {} : { drills: raw.drills }),
    ...(maintenanceWindow === undefined ? {} : { maintenanceWindow }),
    ...(raw.onlyInMaintenanceWindow.length === 0
      ? {}
      : { onlyInMaintenanceWindow: raw.onlyInMaintenanceWindow }),
    changesIn: raw.changesIn,
  }
}

/** Who may not deploy without others replaces no tasks and runs no command without them either, where nothing else is written for that. */
function withDeploys<Rule>(written: Readonly<Record<string, Rule>>): Record<string, Rule> {
  const { deploy } = written
  const rules = deploy === undefined ? {} : { restart: deploy, 'stop-task': deploy, run: deploy }
  return { ...rules, ...written }
}

/** Whoever lets no count be moved without others does not switch off without them what moves it by itself. */
function withScales<Rule>(written: Readonly<Record<string, Rule>>): Record<string, Rule> {
  const { scale } = written
  return { ...(scale === undefined ? {} : { autoscaling: scale }), ...written }
}

function allowedCommand(raw: RawPolicy['commands'][number]): AllowedCommand {
  const { command, services, within, approvals } =
    typeof raw === 'string' ? { command: raw, services: [], within: '1h', approvals: 0 } : raw
  return { pattern: command, services, within: parseDuration(within) ?? 0, approvals }
}

/** That it has either `weekly` or both ends was checked before (freezes.ts). */
function buildFreeze({ from, until, weekly, ...rest }: RawFreeze): Freeze[] {
  if (weekly !== undefined) {
    const window = parseWeekly(weekly)
    return window === undefined ? [] : [{ window, ...rest }]
  }
  const [begins, ends] = [parseLocal(from ?? ''), parseLocal(until ?? '')]
  if (begins === undefined || ends === undefined) return []
  return [{ window: { kind: 'once', from: begins, until: ends }, ...rest }]
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

/** As written, else the account of the role that is assumed for it. */
function accountOf({ account, assumeRole }: RawEnvironment): Pick<Environment, 'account'> {
  const found = account ?? assumeRole?.arn.split(':')[4]
  return found === undefined ? {} : { account: found }
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

function channelsOf({ channels: { audit, ...others } }: RawConfig): Config['channels'] {
  return audit === undefined ? others : { ...others, audit }
}

function incidentsOf({ incidents }: RawConfig): Config['incidents'] {
  const { timelineReaction } = incidents
  const archiveAfter = parseDuration(incidents.archiveAfter)
  return { timelineReaction, ...(archiveAfter === undefined ? {} : { archiveAfter }) }
}

function alertsOf({
  queue,
  deadLetterQueue,
  topics,
  page,
}: NonNullable<RawConfig['alerts']>): NonNullable<Config['alerts']> {
  return {
    ...(queue === undefined ? {} : { queue }),
    ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
    topics,
    ...(page === undefined ? {} : { page: buildAlertPages(page) }),
  }
}
