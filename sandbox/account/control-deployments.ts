import type { DeploymentConfiguration, DeploymentLifecycleHookAction } from '@aws-sdk/client-ecs'
import { nameOf } from './control-states.js'
import { checkConfiguration } from './ecs/check-configuration.js'
import { startDeployment } from './ecs/deploy.js'
import { describeService } from './ecs/describe-service.js'
import { answerPauses } from './ecs/hooks.js'
import type { HookAnswer, ServiceRecord, TaskDefinitionRecord } from './ecs/model.js'
import { registerRevision } from './ecs/register.js'
import { shiftsTraffic } from './ecs/strategy.js'
import { plantSecondTargetGroup } from './elb/second-target-group.js'
import { serviceNamed, type World } from './world.js'

/** May hold members that the SDK does not know: they are told as they are. */
export type Definition = TaskDefinitionRecord['definition']

/** What somebody else does with deployments: a colleague in the console, a pipeline, Terraform. Names that do not exist throw. */
export interface DeploymentsControl {
  /**
   * A new version deployed by somebody else, without a call to the API: a tag, or a changed definition. Returns its `family:revision`.
   * @param configuration changes how the service deploys with it and from then on; what shifts traffic gets the target group that it needs
   */
  deploy(
    service: string,
    change: string | ((definition: Definition) => Definition),
    configuration?: DeploymentConfiguration,
  ): string
  /** Changes how a service deploys: its circuit breaker, alarms, lifecycle hooks, percentages, bake time. */
  setDeploymentConfiguration(service: string, configuration: DeploymentConfiguration): void
  /** Somebody answers the pauses that hold a service's deployment, without a call to the API. */
  answerPauses(service: string, action: DeploymentLifecycleHookAction): void
  /** What the Lambda function of a lifecycle hook answers from now on. */
  setHookAnswer(functionArn: string, answer: HookAnswer): void
  /** Gives a service a second target group and listener rules, so that it can be BLUE_GREEN, LINEAR or CANARY; returns the group's ARN. */
  addSecondTargetGroup(service: string): string
  /** Protects the tasks that run from being scaled in, or lets them go: a deployment waits for them, or leaves them behind. */
  setProtected(service: string, isProtected: boolean): void
}

export function deploymentsControl(world: World): DeploymentsControl {
  function find(name: string): ServiceRecord {
    world.time.catchUp()
    const service = serviceNamed(world, name)
    if (service === undefined) throw new Error(`The simulated account has no service ${name}`)
    return service
  }

  return {
    deploy(name, change, configuration) {
      const service = find(name)
      if (configuration !== undefined) configure(world, service, configuration)
      return deployChanged(world, service, typeof change === 'string' ? withTag(change) : change)
    },
    setDeploymentConfiguration(name, configuration) {
      const service = find(name)
      service.deploymentConfiguration = { ...service.deploymentConfiguration, ...configuration }
    },
    answerPauses: (name, action) => answerPauses(world, find(name), action),
    setHookAnswer: (functionArn, answer) => void world.hookAnswers.set(functionArn, answer),
    addSecondTargetGroup: (name) => plantSecondTargetGroup(world, find(name)),
    setProtected(name, isProtected) {
      const service = find(name)
      for (const task of service.tasks.values()) {
        if (task.desiredStatus === 'RUNNING') task.isProtected = isProtected
      }
      world.reconcile(service)
    },
  }
}

function configure(world: World, service: ServiceRecord, configuration: DeploymentConfiguration): void {
  const wanted = { ...service.deploymentConfiguration, ...configuration }
  checkConfiguration(wanted)
  const hasSecond = service.loadBalancers.some(
    ({ advancedConfiguration }) => advancedConfiguration?.alternateTargetGroupArn !== undefined,
  )
  if (shiftsTraffic(wanted) && !hasSecond) plantSecondTargetGroup(world, service)
  service.deploymentConfiguration = wanted
}

/** Every container with another tag of its image. */
function withTag(tag: string): (definition: Definition) => Definition {
  return (definition) => ({
    ...definition,
    containerDefinitions: (definition.containerDefinitions ?? []).map((container) => ({
      ...container,
      image: `${container.image?.split(/[:@]/)[0]}:${tag}`,
    })),
  })
}

function deployChanged(
  world: World,
  service: ServiceRecord,
  change: (definition: Definition) => Definition,
): string {
  const current = service.deployments[0]?.revision.taskDefinition
  if (current === undefined) throw new Error(`${service.name} has no deployment to start from`)
  const record = registerRevision(world, change({ ...current.definition, tags: current.tags }))
  service.beforeChange = { changedAt: world.time.now(), description: describeService(service) }
  startDeployment(world, service, { taskDefinition: record })
  return nameOf(record)
}
