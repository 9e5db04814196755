import type { ClusterRecord } from '../ecs/model.js'
import { securityGroupsOf } from '../ec2/model.js'
import { accountId, arn } from '../identity.js'
import type { World } from '../world.js'
import { plantAlarms } from './alarms.js'
import { plantLogGroups, plantPastTasks } from './logs.js'
import { plantDatabase, plantListeners } from './data-and-certificates.js'
import { plantDashboard } from './dashboards.js'
import { plantSecrets } from './states-and-secrets.js'
import { plantMetrics } from './metrics.js'
import { plantIncidents } from './incidents.js'
import type { EnvironmentSeed } from './model.js'
import { plantService } from './service.js'
import { tagsOf } from './tags.js'

/** Makes an environment in the account, healthy and at rest. */
export function plantEnvironment(world: World, seed: EnvironmentSeed): void {
  const name = `${seed.prefix}-cluster`
  const cluster: ClusterRecord = {
    name,
    arn: arn('ecs', `cluster/${name}`),
    tags: tagsOf(seed),
    services: new Map(),
  }
  world.clusters.set(name, cluster)
  const loadBalancer = {
    name: `${seed.prefix}-alb`,
    arn: arn('elasticloadbalancing', `loadbalancer/app/${seed.prefix}-alb/${world.ids.hex(16)}`),
    dnsName: `${seed.prefix}-alb-${world.ids.digits(10)}.ap-southeast-2.elb.amazonaws.com`,
    createdAt: world.time.now() - 90 * 86_400_000,
  }
  world.loadBalancers.push(loadBalancer)
  world.securityGroups.push(...securityGroupsOf(seed.prefix, world.securityGroups.length))
  plantListeners(world, seed, loadBalancer)
  plantSecrets(world, seed)
  // Before the services: their tasks write from their start on.
  plantLogGroups(world, seed)
  for (const service of seed.services) plantService(world, { seed, service, cluster, loadBalancer })
  for (const role of ['ohmy-read', 'ohmy-operator', 'ohmy']) {
    world.roles.add(`arn:aws:iam::${accountId}:role/${seed.prefix}-${role}`)
    world.roles.add(`arn:aws:iam::${accountId}:role/${role}`)
  }
  plantPastTasks(world, seed)
  plantMetrics(world, seed, loadBalancer)
  plantIncidents(world, seed, loadBalancer)
  if (seed.hasDatabases) plantDatabase(world, seed)
  if (seed.hasDatabases) plantAlarms(world, seed, loadBalancer)
  if (seed.hasDatabases) plantDashboard(world, seed, loadBalancer)
}
