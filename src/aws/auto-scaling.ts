import type { ServiceRef } from '../core/environment.js'
import type { Aws, ScalableTarget } from './aws.js'
import { inGroupsOf } from './cache.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { lastPart } from './ecs-shapes.js'
import { perCall } from './limits.js'

type AutoScalingPart = Pick<Aws, 'scalableTargets' | 'setScalableRange'>

const namespace = 'ecs' as const
const dimension = 'ecs:service:DesiredCount' as const

/** Application Auto Scaling, for ECS services. */
export function autoScalingOf(clients: Clients, calls: Calls): AutoScalingPart {
  async function ask(refs: readonly ServiceRef[]): Promise<readonly ScalableTarget[]> {
    const scaling = await clients.autoScaling()
    const byId = new Map(refs.map((ref) => [resourceId(ref), ref]))
    const found: ScalableTarget[] = []
    let token: string | undefined
    do {
      const page = await calls.ask('application-autoscaling:DescribeScalableTargets', (options) =>
        scaling.describeScalableTargets(
          {
            ServiceNamespace: namespace,
            ScalableDimension: dimension,
            ResourceIds: [...byId.keys()],
            MaxResults: perCall.scalableTargets,
            NextToken: token,
          },
          options,
        ),
      )
      for (const target of page.ScalableTargets ?? []) {
        const ref = byId.get(target.ResourceId ?? '')
        if (ref) found.push({ ref, minimum: target.MinCapacity ?? 0, maximum: target.MaxCapacity ?? 0 })
      }
      token = page.NextToken
    } while (token)
    return found
  }

  return {
    async scalableTargets(refs) {
      return (await Promise.all(inGroupsOf(perCall.scalableTargets, refs).map(ask))).flat()
    },

    async setScalableRange(ref, range) {
      const scaling = await clients.autoScaling()
      const answer = await calls.change('application-autoscaling:RegisterScalableTarget', (options) =>
        scaling.registerScalableTarget(
          {
            ServiceNamespace: namespace,
            ScalableDimension: dimension,
            ResourceId: resourceId(ref),
            MinCapacity: range.minimum,
            MaxCapacity: range.maximum,
          },
          options,
        ),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

/** `service/<cluster name>/<service name>`; the cluster may be configured by its ARN. */
function resourceId(ref: ServiceRef): string {
  return `service/${lastPart(ref.cluster)}/${ref.service}`
}
