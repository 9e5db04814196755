import type { RegisterScalableTargetRequest } from '@aws-sdk/client-application-auto-scaling'
import type { ScalableTarget as SdkTarget } from '@aws-sdk/client-application-auto-scaling'
import type { ServiceRef } from '../core/environment.js'
import type { ScalableTarget, ScalingActivity, SuspendedScaling } from './answers.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { groupQuestions } from './group-questions.js'
import { lastPart } from './arn.js'
import { perCall } from './limits.js'

type Range = Omit<ScalableTarget, 'ref'>
export interface AutoScalingPort {
  /** 50 a call, together with whoever asks at the same moment. Never from a cache. */
  scalableTargets(refs: readonly ServiceRef[]): Promise<readonly ScalableTarget[]>
  setScalableRange(
    ref: ServiceRef,
    range: { minimum: number; maximum: number },
  ): Promise<{ readonly requestId: string }>
  /** Changes what is suspended and leaves the range as it is. */
  suspendScaling(ref: ServiceRef, suspended: SuspendedScaling): Promise<{ readonly requestId: string }>
  /** What autoscaling did last, newest first; AWS keeps six weeks. One call. */
  scalingActivities(ref: ServiceRef, limit: number): Promise<readonly ScalingActivity[]>
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
        for (const target of page.ScalableTargets ?? []) {
          found.set(target.ResourceId ?? '', {
            minimum: target.MinCapacity ?? 0,
            maximum: target.MaxCapacity ?? 0,
            ...suspendedOf(target),
          })
        }
        token = page.NextToken
      } while (token)
      return found
    },
  })

  /** Changes what is named of a scalable target and leaves the rest of it. */
  async function register(
    ref: ServiceRef,
    changed: Pick<RegisterScalableTargetRequest, 'MinCapacity' | 'MaxCapacity' | 'SuspendedState'>,
  ): Promise<{ readonly requestId: string }> {
    const scaling = await clients.autoScaling()
    const { $metadata } = await calls.change('application-autoscaling:RegisterScalableTarget', (options) =>
      scaling.registerScalableTarget(
        {
          ServiceNamespace: namespace,
          ScalableDimension: dimension,
          ResourceId: resourceId(ref),
          ...changed,
        },
        options,
      ),
    )
    return { requestId: $metadata.requestId ?? '' }
  }

  return {
    async scalableTargets(refs) {
      const found = await askRanges(refs.map(resourceId))
      return refs.flatMap((ref) => {
        const range = found.get(resourceId(ref))
        return range === undefined ? [] : [{ ref, ...range }]
      })
    },

    setScalableRange: (ref, { minimum, maximum }) =>
      register(ref, { MinCapacity: minimum, MaxCapacity: maximum }),

    suspendScaling: (ref, suspended) =>
      register(ref, {
        SuspendedState: {
          DynamicScalingInSuspended: suspended.in,
          DynamicScalingOutSuspended: suspended.out,
          ScheduledScalingSuspended: suspended.scheduled,
        },
      }),

    async scalingActivities(ref, limit) {
      const scaling = await clients.autoScaling()
      const answer = await calls.ask('application-autoscaling:DescribeScalingActivities', (options) =>
        scaling.describeScalingActivities(
          {
            ServiceNamespace: namespace,
            ScalableDimension: dimension,
            ResourceId: resourceId(ref),
            MaxResults: limit,
          },
          options,
        ),
      )
      return (answer.ScalingActivities ?? []).map(({ StartTime, Description = '', Cause = '' }) => ({
        at: StartTime?.getTime() ?? 0,
        description: Description,
        cause: Cause,
      }))
    },
  }
}

function suspendedOf({ SuspendedState: state }: SdkTarget): Pick<ScalableTarget, 'suspended'> {
  const suspended = {
    in: state?.DynamicScalingInSuspended === true,
    out: state?.DynamicScalingOutSuspended === true,
    scheduled: state?.ScheduledScalingSuspended === true,
  }
  return Object.values(suspended).includes(true) ? { suspended } : {}
}

/** `service/<cluster name>/<service name>`; the cluster may be configured by its ARN. */
function resourceId(ref: ServiceRef): string {
  return `service/${lastPart(ref.cluster)}/${ref.service}`
}
