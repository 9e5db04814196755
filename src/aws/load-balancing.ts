import type { Aws, Target } from './aws.js'
import { AwsError } from './aws-error.js'
import { BoundedMap } from '../core/bounded-map.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'

type LoadBalancingPart = Pick<Aws, 'targetHealth' | 'loadBalancerDimension'>

const states: Readonly<Record<string, Target['state']>> = {
  initial: 'initial',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  'unhealthy.draining': 'draining',
  unused: 'unused',
  draining: 'draining',
  unavailable: 'unavailable',
}

/** Elastic Load Balancing. */
export function loadBalancingOf(clients: Clients, calls: Calls): LoadBalancingPart {
  /** A load balancer keeps its ARN for life; a new one of the same name is noticed by its metrics falling silent, and on restart. */
  const dimensions = new BoundedMap<string, string>(200)

  return {
    async targetHealth(targetGroupArn) {
      const balancing = await clients.loadBalancing()
      const answer = await calls.ask('elasticloadbalancing:DescribeTargetHealth', (options) =>
        balancing.describeTargetHealth({ TargetGroupArn: targetGroupArn }, options),
      )
      return (answer.TargetHealthDescriptions ?? []).map(({ Target: target, TargetHealth: health }) => ({
        id: target?.Id ?? '',
        ...(target?.Port === undefined ? {} : { port: target.Port }),
        state: states[health?.State ?? ''] ?? 'unavailable',
        ...(health?.Description === undefined && health?.Reason === undefined
          ? {}
          : { reason: health.Description ?? health.Reason ?? '' }),
      }))
    },

    async loadBalancerDimension(name) {
      const known = dimensions.get(name)
      if (known) return known
      const balancing = await clients.loadBalancing()
      try {
        const answer = await calls.ask('elasticloadbalancing:DescribeLoadBalancers', (options) =>
          balancing.describeLoadBalancers({ Names: [name] }, options),
        )
        const dimension = answer.LoadBalancers?.[0]?.LoadBalancerArn?.split(':loadbalancer/')[1]
        if (dimension) dimensions.set(name, dimension)
        return dimension
      } catch (error) {
        if (error instanceof AwsError && error.code.startsWith('LoadBalancerNotFound')) return undefined
        throw error
      }
    },
  }
}
