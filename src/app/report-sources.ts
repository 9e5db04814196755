import { isAtLeast } from '../access/role.js'
import type { AwsFor } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { askCheck } from '../checks/ask-check.js'
import { unserved } from '../checks/target-health.js'
import type { CheckPorts } from '../checks/check.js'
import type { AuditReader, AuditRecord } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import type { Authority } from '../access/authority.js'
import type { Mutes } from '../alarms/mutes.js'
import type { Locks } from '../locks/locks.js'
import type { Rota } from '../oncall/rota.js'
import type { Library } from '../runbooks/library.js'
import { roles as allRoles, type Role } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { createZone } from '../core/time-zone.js'
import { UserError } from '../core/user-error.js'
import { readMetrics } from '../metrics/read-metrics.js'
import { overdue } from '../runbooks/alarm-coverage.js'
import type { ReportSources } from '../schedules/reports/sources.js'
import { readCoverage } from './alarm-coverage.js'
import type { FlowsRoom } from './flows.js'
import { openWork } from './open-work.js'
import { readRejectedFlows } from './rejected-flows.js'

export interface ReportSourcesOptions {
  readonly checkPorts: CheckPorts
  readonly library: Library
  readonly locks: Pick<Locks, 'list'>
  readonly mutes: Pick<Mutes, 'list'>
  readonly audit: Pick<AuditReader, 'export'>
  readonly nameOf: (user: string) => Promise<string>
  readonly rota: Pick<Rota, 'rotation' | 'now'>
  readonly durable: Pick<FlowsRoom, 'store'>
  readonly authority: Authority
  /** The store's. */
  readonly clock: Clock
}

/** What scheduled messages are made from, out of the rooms that know. */
export function reportSources(options: ReportSourcesOptions): ReportSources {
  const { checkPorts, library, locks, mutes, audit, authority, clock, nameOf, rota, durable } = options
  const { config } = authority
  const { aws, costs } = checkPorts
  const zone = createZone(config.timeZone)
  const named = (environment: string) => environmentNamed(environment, config.environments)

  return {
    async check(name, about, args = {}) {
      const checked = await askCheck(name, about, args, checkPorts)
      // What no load balancer serves has no targets that could be unhealthy.
      const isNone =
        name === 'target-health' && about.service !== undefined && checked.figure === unserved(about.service)
      return isNone ? undefined : checked
    },
    services: (environment) => servicesOf(named(environment), aws),
    hasLoadBalancer: (environment) => named(environment).loadBalancer !== undefined,
    cost: (environment) => costs.report({ environment: named(environment), split: 'service' }),
    metrics: (environment, since) =>
      readMetrics({
        aws: aws(named(environment)),
        environment: named(environment),
        since,
        thresholds: config.thresholds,
        metrics: config.metrics,
        clock,
      }),
    async audit(since) {
      const { lines, left } = await audit.export(since)
      const records = lines.split('\n').filter((line) => line !== '')
      return { records: records.map((line) => (JSON.parse(line) as { record: AuditRecord }).record), left }
    },
    roles: (environments) => peopleByRole(environments),
    nameOf,
    async rejectedFlows(environment, since) {
      return readRejectedFlows(named(environment), { aws, config, since, until: clock.now() })
    },
    async runbooks() {
      const { runbooks, broken } = await library.read()
      return {
        runbooks,
        broken: broken.map(({ file, problems: [problem] }) => ({
          file,
          says: problem?.what ?? 'it cannot be read',
        })),
      }
    },
    coverage: (runbooks, environments) => readCoverage(runbooks, environments.map(named), aws),
    overdue,
    async onCall() {
      return { layers: await rota.now(), zone: createZone(rota.rotation().timeZone) }
    },
    locks: locks.list,
    openWork: () => openWork(durable.store, locks),
    mutes: mutes.list,
    explain(error) {
      if (error instanceof AwsError) return explainAwsError(error)
      return error instanceof UserError ? `${error.what} ${error.next}` : undefined
    },
    zone,
    now: () => clock.now(),
  }

  /** Everybody once, under the highest role they have in any of these environments; who is a group's member stands there by name. */
  async function peopleByRole(environments: readonly string[]) {
    const grants = config.grants.filter(
      (grant) =>
        grant.environments.length === 0 || grant.environments.some((name) => environments.includes(name)),
    )
    const highest = new Map<string, Role>()
    const unread: { readonly role: Role; readonly group: string }[] = []
    for (const { role, users, groups } of grants) {
      for (const user of users) raise(user, role)
      for (const group of groups) {
        const members = await authority.memberOf(group).catch(() => undefined)
        if (members === undefined) unread.push({ role, group })
        for (const user of members ?? []) raise(user, role)
      }
    }
    function raise(user: string, role: Role): void {
      if (!isAtLeast(highest.get(user), role)) highest.set(user, role)
    }
    const found = allRoles.toReversed().map(async (role) => {
      const users = [...highest].filter(([, own]) => own === role).map(([user]) => user)
      const people = await Promise.all(users.map(nameOf))
      return {
        role,
        people: [
          ...people.toSorted(),
          ...(config.everyone === role ? ['every full member of the workspace'] : []),
          ...unread
            .filter((one) => one.role === role)
            .map(({ group }) => `the group ${group}, which Slack does not name`),
        ],
      }
    })
    return (await Promise.all(found)).filter(({ people }) => people.length > 0)
  }
}

async function servicesOf(environment: Environment, aws: AwsFor): Promise<readonly string[]> {
  if (environment.services.length > 0) return environment.services.map(({ name }) => name)
  const names: string[] = []
  for await (const page of aws(environment).services()) names.push(...page.map(({ name }) => name))
  return names
}

function environmentNamed(name: string, environments: readonly Environment[]): Environment {
  const found = environments.find((environment) => environment.name === name)
  if (found !== undefined) return found
  throw new UserError(
    'environment-not-found',
    `There is no ${name} in the configuration any more.`,
    'Write another one into the schedule.',
  )
}
