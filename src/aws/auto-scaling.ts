import type { ServiceRef } from '../core/environment.js'
import type { ScalableTarget } from './answers.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { groupQuestions } from './group-questions.js'
import { lastPart } from './arn.js'
import { perCall } from './limits.js'

type Range = Pick<ScalableTarget, 'minimum' | 'maximum'>
export interface AutoScalingPort {
  /** 50 a call, together with whoever asks at the same moment. Never from a cache. */
  scalableTargets(refs: readonly ServiceRef[]): Promise<readonly ScalableTarget[]>
  setScalableRange(
    ref: ServiceRef,
    range: { minimum: number; maximum: number },
  ): Promise<{ readonly requestId: string }>
}

const namespace = 'ecs' as const
const dimension = 'ecs:service:DesiredCount' as const

/** Application Auto Scaling, for ECS services. */
export function autoScalingOf(clients: Clients, calls: Calls): AutoScalingPort {
  const askRanges = groupQuestions<Range>({
    size: perCall.scalableTargets,
    async send(take) {
      const scaling = await clients.autoScaling()
      const found = new Map<string, Range>()
      let token: string | undefined
      do {
        const page = await calls.ask('application-autoscaling:DescribeScalableTargets', (options) =>
          scaling.describeScalableTargets(
            {
              ServiceNamespace: namespace,
              ScalableDimension: dimension,
              ResourceIds: [...take()],
              MaxResults: perCall.scalableTargets,
              NextToken: token,
            },
            options,
          ),
        )
        for (const { ResourceId: id = '', MinCapacity = 0, MaxCapacity = 0 } of page.ScalableTargets ?? []) {
          found.set(id, { minimum: MinCapacity, maximum: MaxCapacity })
        }
        token = page.NextToken
      } while (token)
      return found
    },
  })

  return {
    async scalableTargets(refs) {
      const found = await askRanges(refs.map(resourceId))
      return refs.flatMap((ref) => {
        const range = found.get(resourceId(ref))
        return range === undefined ? [] : [{ ref, ...range }]
      })
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
