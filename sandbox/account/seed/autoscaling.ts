import { resourceId } from '../autoscaling/supervise.js'
import type { ServiceRecord } from '../ecs/model.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { ServiceSeed } from './model.js'

/** The scalable target and the two target tracking policies Terraform gives a service with autoscaling. */
export function plantAutoscaling(world: World, service: ServiceRecord, seed: ServiceSeed): void {
  if (seed.autoscaling === undefined) return
  const resource = resourceId(service)
  world.scalableTargets.set(resource, {
    resourceId: resource,
    arn: arn('application-autoscaling', `scalable-target/${world.ids.hex(32)}`),
    createdAt: service.createdAt,
    min: seed.autoscaling.min,
    max: seed.autoscaling.max,
    suspended: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
  })
  const tracked = [
    { name: 'cpu', target: 70, metric: 'ECSServiceAverageCPUUtilization' },
    { name: 'memory', target: 80, metric: 'ECSServiceAverageMemoryUtilization' },
  ] as const
  for (const { name, target, metric } of tracked) {
    const policyName = `${service.name}-${name}`
    const id = world.ids.uuid()
    world.scalingPolicies.push({
      resourceId: resource,
      arn: arn('autoscaling', `scalingPolicy:${id}:resource/ecs/${resource}:policyName/${policyName}`),
      name: policyName,
      createdAt: service.createdAt,
      configuration: {
        TargetValue: target,
        PredefinedMetricSpecification: { PredefinedMetricType: metric },
        ScaleOutCooldown: 60,
        ScaleInCooldown: 300,
      },
      alarmNames: ['AlarmHigh', 'AlarmLow'].map(
        (kind) => `TargetTracking-${resource}-${kind}-${world.ids.uuid()}`,
      ),
    })
  }
}
