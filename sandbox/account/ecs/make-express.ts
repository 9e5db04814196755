import { arn } from '../identity.js'
import { resourceId } from '../autoscaling/supervise.js'
import { plantSecondTargetGroup } from '../elb/second-target-group.js'
import type { World } from '../world.js'
import { containerImages } from './images.js'
import type { ServiceRecord } from './model.js'
import { registerRevision } from './register.js'

/**
 * Makes a service one of Express Mode, as if it had been created so: a container `Main` with a named port, a range of autoscaling, and a canary of 5 %
 * with three minutes before and after the shift (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html).
 */
export function makeExpress(world: World, service: ServiceRecord): void {
  service.kind = { isExpress: true }
  for (const { revision } of service.deployments) {
    const { definition } = revision.taskDefinition
    const [main, ...others] = definition.containerDefinitions ?? []
    const [port] = main?.portMappings ?? []
    const own = { ...main, name: 'Main', portMappings: [{ ...port, name: 'main', protocol: 'tcp' as const }] }
    const containerDefinitions = [own, ...others]
    const taskDefinition = registerRevision(world, { ...definition, containerDefinitions })
    Object.assign(revision, {
      taskDefinition,
      images: containerImages(world, taskDefinition),
      kind: service.kind,
    })
  }
  service.loadBalancers = service.loadBalancers.map((one) => ({ ...one, containerName: 'Main' }))
  plantSecondTargetGroup(world, service)
  service.deploymentConfiguration = {
    ...service.deploymentConfiguration,
    ...{ strategy: 'CANARY', bakeTimeInMinutes: 3 },
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
  }
  const resource = resourceId(service)
  if (world.scalableTargets.has(resource)) return
  world.scalableTargets.set(resource, {
    ...{ resourceId: resource, createdAt: world.time.now(), min: 1, max: 4 },
    arn: arn('application-autoscaling', `scalable-target/${world.ids.hex(32)}`),
    suspended: {
      ...{ DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false },
      ScheduledScalingSuspended: false,
    },
  })
}
