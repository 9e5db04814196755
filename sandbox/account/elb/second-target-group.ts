import type { ServiceRecord } from '../ecs/model.js'
import { arn, accountId } from '../identity.js'
import { plantTargetMetrics } from '../seed/metrics.js'
import type { World } from '../world.js'

/**
 * Gives a service what a strategy that shifts traffic needs, as Terraform would have: a second target group beside the first, a listener rule whose
 * weights ECS changes, and one for test traffic. Returns the ARN of the second group.
 */
export function plantSecondTargetGroup(world: World, service: ServiceRecord): string {
  const [first] = service.loadBalancers
  const group = world.targetGroups.get(first?.targetGroupArn ?? '')
  if (first === undefined || group === undefined) throw new Error(`${service.name} has no target group`)
  const name = `${group.name.slice(0, 30)}-2`
  const second = {
    ...group,
    name,
    arn: arn('elasticloadbalancing', `targetgroup/${name}/${world.ids.hex(16)}`),
  }
  world.targetGroups.set(second.arn, second)
  plantTargetMetrics(world, service, second)
  const productionListenerRule = plantRule(world, group.loadBalancerArn, group.arn, 100)
  const testListenerRule = plantRule(world, group.loadBalancerArn, group.arn, 200)
  service.loadBalancers = [
    {
      ...first,
      advancedConfiguration: {
        alternateTargetGroupArn: second.arn,
        productionListenerRule,
        testListenerRule,
        roleArn: `arn:aws:iam::${accountId}:role/ecs-load-balancers`,
      },
    },
    ...service.loadBalancers.slice(1),
  ]
  return second.arn
}

function plantRule(world: World, loadBalancer: string, targetGroupArn: string, priority: number): string {
  const listenerArn = `${loadBalancer.replace(':loadbalancer/', ':listener/')}/${world.ids.hex(16)}`
  const rule = `${listenerArn.replace(':listener/', ':listener-rule/')}/${world.ids.hex(16)}`
  world.listenerRules.set(rule, {
    arn: rule,
    listenerArn,
    priority,
    forwards: [{ targetGroupArn, weight: 100 }],
  })
  return rule
}
