import type { Dimension } from '@aws-sdk/client-cloudwatch'
import { type MetricIncident, metricDimension, sourceKey } from '../cloudwatch/model.js'
import type { World } from '../world.js'
import { minute, stricken } from './trouble.js'

/** A metric, and what it climbs to. */
export interface Climb {
  readonly of: 'service' | 'load balancer' | 'database' | 'cache'
  readonly metric: string
  readonly height: number
}

/**
 * Lets figures climb. They began `ago` milliseconds before and are at their height since half of that: alarms look at periods of up to five minutes, and one that rings
 * now has seen bad ones. What is returned ends it: from then on they have their own rhythm again.
 */
export function climb(world: World, climbs: readonly Climb[], ago = 14 * minute): () => void {
  const now = world.time.now()
  const begun: { readonly all: MetricIncident[]; incident: MetricIncident }[] = []
  for (const { of, metric, height } of climbs) {
    for (const { namespace, dimensions } of placesOf(world, of)) {
      const all = world.metricSources.get(sourceKey(namespace, dimensions))?.incidents
      if (all === undefined) continue
      const incident: MetricIncident = {
        metric,
        height,
        from: now - ago,
        peak: now - ago / 2,
        ebb: Infinity,
        until: Infinity,
      }
      all.push(incident)
      begun.push({ all, incident })
    }
  }
  return () => {
    const over = world.time.now()
    for (const { all, incident } of begun) all[all.indexOf(incident)] = endedAt(world, incident, over)
    begun.length = 0
  }
}

/**
 * An incident that is over since a moment. Where time runs faster, so do the minutes that have been good since: after 15 s at speed 20 the figures of the last five
 * minutes are good ones.
 */
function endedAt(world: World, incident: MetricIncident, over: number): MetricIncident {
  const { now, speed } = world.time
  const until = () => over - (now() - over) * (speed - 1)
  return {
    ...incident,
    get ebb() {
      return until()
    },
    get until() {
      return until()
    },
  }
}

interface Place {
  readonly namespace: string
  readonly dimensions: readonly Dimension[]
}

function placesOf(world: World, of: Climb['of']): readonly Place[] {
  const named = (namespace: string, names: Readonly<Record<string, string>>): Place => ({
    namespace,
    dimensions: Object.entries(names).map(([Name, Value]) => ({ Name, Value })),
  })
  switch (of) {
    case 'service':
      return [named('AWS/ECS', { ClusterName: stricken.cluster, ServiceName: stricken.service })]
    case 'database':
      return [named('AWS/RDS', { DBInstanceIdentifier: `${stricken.prefix}-postgres` })]
    case 'cache': {
      const id = `${stricken.prefix}-redis-001`
      return [
        named('AWS/ElastiCache', { CacheClusterId: id }),
        named('AWS/ElastiCache', { CacheClusterId: id, CacheNodeId: '0001' }),
      ]
    }
    case 'load balancer': {
      const balancer = world.loadBalancers.find(({ name }) => name === `${stricken.prefix}-alb`)
      const groups = world.clusters.get(stricken.cluster)?.services.get(stricken.service)?.loadBalancers ?? []
      const LoadBalancer = metricDimension(balancer?.arn ?? '')
      return [
        named('AWS/ApplicationELB', { LoadBalancer }),
        ...groups.map(({ targetGroupArn = '' }) =>
          named('AWS/ApplicationELB', { LoadBalancer, TargetGroup: metricDimension(targetGroupArn) }),
        ),
      ]
    }
  }
}
