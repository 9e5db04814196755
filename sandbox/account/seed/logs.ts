import type { LogGroupRecord, LogKind } from '../cloudwatch-logs/model.js'
import { pastTaskId } from '../cloudwatch-logs/tasks.js'
import { arn } from '../identity.js'
import { serviceNamed, type World } from '../world.js'
import type { EnvironmentSeed, ServiceSeed } from './model.js'

const day = 86_400_000

/** Lines a minute in the small hours and in the early afternoon. */
const volumes = {
  production: { backend: { low: 14, high: 62 }, frontend: { low: 12, high: 70 }, flow: { low: 8, high: 26 } },
  staging: { backend: { low: 6, high: 22 }, frontend: { low: 5, high: 20 }, flow: { low: 4, high: 11 } },
  other: { backend: { low: 2, high: 6 }, frontend: { low: 2, high: 6 }, flow: { low: 2, high: 6 } },
} as const

/** The log groups Terraform makes: one a service, and one for the flow logs of the network. */
export function plantLogGroups(world: World, seed: EnvironmentSeed): void {
  for (const { name } of seed.services) {
    plantGroup(world, seed, `/ecs/${seed.prefix}/${name}`, name === 'frontend' ? 'nginx' : 'python')
  }
  if (seed.hasDatabases) plantGroup(world, seed, `/vpc/${seed.prefix}/flow-logs`, 'flow')
}

function plantGroup(world: World, seed: EnvironmentSeed, name: string, kind: LogKind): void {
  const size =
    seed.environment === 'production' || seed.environment === 'staging'
      ? volumes[seed.environment]
      : volumes.other
  const group: LogGroupRecord = {
    name,
    arn: arn('logs', `log-group:${name}`),
    createdAt: Math.floor(world.time.now()) - 90 * day,
    retention: seed.environment === 'production' ? 30 : 7,
    kind,
    prefix: seed.prefix,
    environment: seed.environment,
    perMinute: kind === 'flow' ? size.flow : kind === 'nginx' ? size.frontend : size.backend,
    tasks: [],
    pastTasks: [],
    written: new Map(),
  }
  world.logs.groups.set(name, group)
}

/** The tasks of earlier versions: each ran until the next version took over. */
export function plantPastTasks(world: World, seed: EnvironmentSeed): void {
  for (const service of seed.services) {
    const group = world.logs.groups.get(`/ecs/${seed.prefix}/${service.name}`)
    const record = serviceNamed(world, `${seed.prefix}-${service.name}`)
    if (group === undefined || record === undefined) continue
    const worked = service.versions.filter(({ fate }) => fate !== 'rolledBack')
    for (const [index, version] of worked.entries()) {
      const next = worked[index + 1]
      if (next === undefined) continue
      const endedAt = world.time.now() - next.daysAgo * day + 60_000
      if (endedAt < world.time.now() - group.retention * day) continue
      for (let task = 0; task < service.desiredCount; task += 1) {
        group.pastTasks.push({
          id: pastTaskId(`${record.name}/${version.tag}/${task}`),
          container: service.name,
          service: record,
          version: version.tag,
          memory: service.memory,
          address: addressOf(service, task),
          behaviour: 'good',
          startedAt: world.time.now() - version.daysAgo * day + 26_000 + task * 1_000,
          stoppingAt: endedAt - 17_000,
          endedAt,
          exitCode: 0,
          isUnhealthy: false,
        })
      }
    }
  }
}

function addressOf(service: ServiceSeed, task: number): string {
  return `10.0.1.${10 + service.name.length * 4 + task}`
}
