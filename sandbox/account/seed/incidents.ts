import { type MetricIncident, metricDimension, sourceKey } from '../cloudwatch/model.js'
import type { LoadBalancerRecord } from '../elb/model.js'
import type { World } from '../world.js'
import type { EnvironmentSeed } from './model.js'

const minute = 60_000
const hour = 60 * minute

/** What went wrong in an environment before anybody looked, so that its past is worth a look. It is over: no alarm rings for it. */
export function plantIncidents(world: World, seed: EnvironmentSeed, loadBalancer: LoadBalancerRecord): void {
  if (seed.environment !== 'production') return
  const present = world.time.now()
  const names = { ClusterName: `${seed.prefix}-cluster`, ServiceName: `${seed.prefix}-backend` }
  const balancer = { LoadBalancer: metricDimension(loadBalancer.arn) }

  // Twenty-five minutes of too much load, two hours ago.
  const from = present - 2 * hour
  const busy = { from, peak: from + 5 * minute, ebb: from + 20 * minute, until: from + 25 * minute }
  happen(world, 'AWS/ECS', names, { ...busy, metric: 'CPUUtilization', height: 89 })
  happen(world, 'AWS/ApplicationELB', balancer, { ...busy, metric: 'TargetResponseTime', height: 0.75 })
  happen(world, 'AWS/ApplicationELB', balancer, { ...busy, metric: 'HTTPCode_Target_5XX_Count', height: 16 })

  // A leak: slowly more memory since this morning.
  const leak = { from: present - 9 * hour, peak: present + hour, ebb: Infinity, until: Infinity }
  happen(world, 'AWS/ECS', names, { ...leak, metric: 'MemoryUtilization', height: 75 })
}

function happen(
  world: World,
  namespace: string,
  names: Readonly<Record<string, string>>,
  incident: MetricIncident,
): void {
  const dimensions = Object.entries(names).map(([Name, Value]) => ({ Name, Value }))
  world.metricSources.get(sourceKey(namespace, dimensions))?.incidents.push(incident)
}
