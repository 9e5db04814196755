import type { DeploymentConfiguration, DeploymentControllerType } from '@aws-sdk/client-ecs'
import { evaluateAlarms } from './cloudwatch/evaluate-alarm.js'
import { changeAlarm } from './cloudwatch/change-alarm.js'
import { type Billing, billingOf } from './cost-explorer/bill.js'
import { metricDimension, sourceKey } from './cloudwatch/model.js'
import { deleteImage, pushImage } from './ecr/registry.js'
import { type PlatformStop, stopByPlatform } from './ecs/platform-stops.js'
import { answerPauses } from './ecs/hooks.js'
import { nameOf, type ServiceState, stateOfService, stateOfTask, type TaskState } from './control-states.js'
import { startDeployment } from './ecs/deploy.js'
import { describeService } from './ecs/describe-service.js'
import { addEvent } from './ecs/events.js'
import { findTaskDefinition } from './ecs/lookup.js'
import type { ImageBehaviour, ServiceRecord, TaskDefinitionRecord, TaskRecord } from './ecs/model.js'
import type { ImageRecord, RepositoryRecord } from './ecr/model.js'
import { reconcile } from './ecs/scheduler.js'
import { stopTask } from './ecs/stopping.js'
import { moveToInstances } from './ecs/instances.js'
import type { HookAnswer } from './ecs/lambda-hooks.js'
import { replaceLoadBalancers } from './ecs/serving.js'
import { plantSecondTargetGroup } from './elb/second-target-group.js'
import { registerRevision } from './ecs/register.js'
import { type FixedTargetState, setTargetState } from './ecs/target-state.js'
import { makeUnhealthy } from './ecs/tasks.js'
import { setDesiredCount } from './ecs/update-service.js'
import { type LogsControl, logsControl } from './control-logs.js'
import { serviceNamed, type World } from './world.js'

/** Looks at and meddles with the account from inside the process, as tests and the sandbox page do. Names that do
 * not exist throw. */
export interface WorldControl extends LogsControl {
  services(): ServiceState[]
  service(name: string): ServiceState
  tasks(service: string): TaskState[]
  /** Someone else changes the count, without a call to the API. */
  setDesiredCount(service: string, count: number): void
  /** The container of a task ends at once with that exit code (1 unless told otherwise). */
  killTask(service: string, taskId?: string, exitCode?: number): void
  /** AWS, its platform or a person ends a task; ECS starts another one. */
  stopTask(service: string, how: PlatformStop, taskId?: string): void
  /** ECS tells something of a service, behind its name. */
  writeEvent(service: string, text: string): void
  /** The health check of a task's target fails with that HTTP status (502 unless told otherwise). */
  makeTargetUnhealthy(service: string, taskId?: string, status?: number): void
  /** What becomes of containers with this image from now on: full name, digest, or a tag. */
  setImage(image: string, behaviour: ImageBehaviour): void
  /** Sets an alarm; it stays so until set again, whatever its metric does. */
  setAlarm(name: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', reason?: string): void
  alarms(): { name: string; state: string; reason: string }[]
  /** From now on, or from `ago` milliseconds before, a metric has this value; `undefined` returns it to its rhythm. */
  setMetric(metric: MetricName, value: number | undefined, ago?: number): void
  /** The value of the dimension `LoadBalancer` under which CloudWatch knows a load balancer. */
  metricDimension(loadBalancer: string): string
  /** The range of a scalable target such as `service/cluster/name`. */
  scalableTarget(resourceId: string): { min: number; max: number; isSuspended: boolean } | undefined
  /** Changes how a service deploys: its circuit breaker, alarms, lifecycle hooks, percentages, bake time. */
  setDeploymentConfiguration(service: string, configuration: DeploymentConfiguration): void
  /** Makes a service one of CODE_DEPLOY or EXTERNAL, which ECS itself does not deploy. */
  setDeploymentController(service: string, controller: DeploymentControllerType): void
  /** How many tasks of a service there is room for; undefined: as many as are wanted. */
  setCapacity(service: string, tasks: number | undefined): void
  /** Somebody answers the pauses that hold a service's deployment, without a call to the API. */
  answerPauses(service: string, action: 'CONTINUE' | 'ROLLBACK'): void
  /** Gives a service a second target group and listener rules, so that it can be BLUE_GREEN, LINEAR or CANARY; returns the group's ARN. */
  addSecondTargetGroup(service: string): string
  /** Lets a service run on so many EC2 instances, whose addresses its tasks share. */
  moveToInstances(service: string, count: number): void
  /** Lets a service's tasks be registered in the target group of another one, beside that one's. */
  shareTargetGroup(service: string, other: string): void
  /**
   * A target gets no traffic (`unused`), its health is not checked (`unavailable`), or it is unhealthy and nobody has replaced its task yet: of
   * every task, or of one.
   */
  setTargetState(service: string, state: FixedTargetState, taskId?: string): void
  /** What the Lambda function of a lifecycle hook answers from now on. */
  setHookAnswer(functionArn: string, answer: HookAnswer): void
  /** Takes the load balancer away from a service: its tasks count as healthy soon after they run. */
  removeLoadBalancer(service: string): void
  /** Somebody's build pushes an image to ECR, whether a repository of that name was there or not; a tag that is there moves. Returns the digest. */
  pushImage(repository: string, tag: string): string
  /** Deletes a tag with its image. */
  deleteImage(repository: string, tag: string): void
  /** Deletes the images whose tag was pushed again, as a lifecycle policy does. */
  deleteUntagged(repository: string): void
  /** Archives an image, or begins to restore it, or has restored it. */
  setImageStatus(repository: string, tag: string, status: ImageRecord['status']): void
  /** Changes the bill, or what Cost Explorer tells of it. */
  setBilling(changes: Partial<Billing>): void
  /** Makes a task definition (`family:revision`) INACTIVE, as deregistering does. */
  deregister(taskDefinition: string): void
  /** A new version deployed by somebody else, without a call to the API: a tag, or a changed definition. Returns its `family:revision`. */
  deploy(service: string, change: string | ((definition: Definition) => Definition)): string
}

/** May hold members that the SDK does not know: they are told as they are. */
type Definition = TaskDefinitionRecord['definition']

export interface MetricName {
  namespace: string
  metric: string
  dimensions: Readonly<Record<string, string>>
}

export function worldControl(world: World): WorldControl {
  function look<Result>(read: () => Result): Result {
    world.time.catchUp()
    return read()
  }

  function find(name: string): ServiceRecord {
    const service = serviceNamed(world, name)
    if (service === undefined) throw new Error(`The simulated account has no service ${name}`)
    return service
  }

  function runningTask(name: string, taskId: string | undefined): TaskRecord {
    const tasks = [...find(name).tasks.values()].filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
    const task = taskId === undefined ? tasks[0] : tasks.find(({ id }) => id === taskId)
    if (task === undefined) throw new Error(`${name} runs no task ${taskId ?? 'at all'}`)
    return task
  }

  return {
    ...logsControl(world),
    services: () =>
      look(() =>
        [...world.clusters.values()].flatMap(({ services }) => Array.from(services.values(), stateOfService)),
      ),
    service: (name) => look(() => stateOfService(find(name))),
    tasks: (name) => look(() => Array.from(find(name).tasks.values(), stateOfTask)),
    setDesiredCount: (name, count) =>
      look(() => {
        const service = find(name)
        service.beforeChange = { changedAt: world.time.now(), description: describeService(service) }
        setDesiredCount(world, service, count)
        reconcile(world, service)
      }),
    killTask: (name, taskId, exitCode = 1) =>
      look(() => {
        const task = runningTask(name, taskId)
        stopTask(world, task, {
          stopCode: 'EssentialContainerExited',
          reason: 'Essential container in task exited',
          exitCode,
        })
        reconcile(world, task.service)
      }),
    stopTask: (name, how, taskId) => look(() => stopByPlatform(world, runningTask(name, taskId), how)),
    writeEvent: (name, text) => look(() => addEvent(world, find(name), text)),
    makeTargetUnhealthy: (name, taskId, status = 502) =>
      look(() => makeUnhealthy(world, runningTask(name, taskId), status)),
    setImage: (image, behaviour) => look(() => void world.images.set(image, behaviour)),
    setAlarm: (name, state, reason = 'Set by hand in the simulated account') =>
      look(() => {
        const alarm = world.alarms.get(name)
        if (alarm === undefined) throw new Error(`The simulated account has no alarm ${name}`)
        alarm.isHeld = true
        changeAlarm(world, alarm, state, reason)
      }),
    alarms: () =>
      look(() => {
        evaluateAlarms(world)
        return Array.from(world.alarms.values(), ({ name, state, reason }) => ({ name, state, reason }))
      }),
    setMetric: (wanted, value, ago = 0) => look(() => overrideMetric(world, wanted, value, ago)),
    metricDimension(name) {
      const found = world.loadBalancers.find((loadBalancer) => loadBalancer.name === name)
      if (found === undefined) throw new Error(`The simulated account has no load balancer ${name}`)
      return metricDimension(found.arn)
    },
    scalableTarget: (resourceId) => look(() => rangeOf(world, resourceId)),
    setDeploymentConfiguration: (name, configuration) =>
      look(() => {
        const service = find(name)
        service.deploymentConfiguration = { ...service.deploymentConfiguration, ...configuration }
      }),
    setDeploymentController: (name, controller) =>
      look(() => void (find(name).deploymentController = controller)),
    setCapacity: (name, tasks) =>
      look(() => {
        const service = find(name)
        if (tasks === undefined) delete service.capacity
        else service.capacity = tasks
        reconcile(world, service)
      }),
    answerPauses: (name, action) => look(() => answerPauses(world, find(name), action)),
    addSecondTargetGroup: (name) => look(() => plantSecondTargetGroup(world, find(name))),
    moveToInstances: (name, count) => look(() => moveToInstances(find(name), count)),
    shareTargetGroup: (name, other) =>
      look(() => replaceLoadBalancers(find(name), [...find(other).loadBalancers])),
    setTargetState: (name, state, taskId) =>
      look(() => {
        for (const task of find(name).tasks.values()) {
          if (task.desiredStatus === 'RUNNING' && (taskId ?? task.id) === task.id) setTargetState(task, state)
        }
      }),
    setHookAnswer: (functionArn, answer) => void world.hookAnswers.set(functionArn, answer),
    removeLoadBalancer: (name) =>
      look(() => {
        const service = find(name)
        replaceLoadBalancers(service, [])
        for (const task of service.tasks.values()) task.target = undefined
      }),
    setBilling: (changes) => void Object.assign(billingOf(world), changes),
    pushImage: (repository, tag) => look(() => pushImage(world, repository, tag).digest),
    deleteImage: (repository, tag) => look(() => deleteImage(findRepository(world, repository), tag)),
    deleteUntagged: (repository) => look(() => void findRepository(world, repository).untagged.splice(0)),
    setImageStatus: (repository, tag, status) =>
      look(() => {
        const image = findRepository(world, repository).images.get(tag)
        if (image === undefined) throw new Error(`The simulated account has no image ${repository}:${tag}`)
        image.status = status
      }),
    deregister: (reference) =>
      look(() => {
        const definition = findTaskDefinition(world, reference)
        definition.status = 'INACTIVE'
        definition.deregisteredAt = world.time.now()
      }),
    deploy: (name, change) =>
      look(() => deployChanged(world, find(name), typeof change === 'string' ? withTag(change) : change)),
  }
}

function overrideMetric(world: World, wanted: MetricName, value: number | undefined, ago: number): void {
  const dimensions = Object.entries(wanted.dimensions).map(([Name, Value]) => ({ Name, Value }))
  const source = world.metricSources.get(sourceKey(wanted.namespace, dimensions))
  if (source?.shapes.has(wanted.metric) !== true) {
    throw new Error(`The simulated account does not measure ${wanted.namespace} ${wanted.metric} there`)
  }
  source.overrides.push({ metric: wanted.metric, since: world.time.now() - ago, value })
}

function rangeOf(world: World, resourceId: string) {
  const target = world.scalableTargets.get(resourceId)
  if (target === undefined) return undefined
  return { min: target.min, max: target.max, isSuspended: Object.values(target.suspended).includes(true) }
}

function findRepository(world: World, name: string): RepositoryRecord {
  const repository = world.repositories.get(name)
  if (repository === undefined) throw new Error(`The simulated account has no repository ${name}`)
  return repository
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
