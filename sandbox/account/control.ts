import { billingOf } from './cost-explorer/bill.js'
import { metricDimension, type MetricSource, sourceKey } from './cloudwatch/model.js'
import { deleteImage, pushImage } from './ecr/registry.js'
import { makeExpress } from './ecs/make-express.js'
import { observeTasks } from './ecs/observed-tasks.js'
import { stopByPlatform } from './ecs/platform-stops.js'
import { stateOfService, stateOfTask } from './control-states.js'
import { describeService } from './ecs/describe-service.js'
import { addEvent } from './ecs/events.js'
import { findTaskDefinition } from './ecs/lookup.js'
import type { ServiceRecord, TaskRecord } from './ecs/model.js'
import type { RepositoryRecord } from './ecr/model.js'
import { stopTask } from './ecs/stopping.js'
import { moveToInstances } from './ecs/instances.js'
import { replaceLoadBalancers } from './ecs/serving.js'
import { setTargetState } from './ecs/target-state.js'
import { makeUnhealthy } from './ecs/tasks.js'
import { setDesiredCount } from './ecs/update-service.js'
import { preflightControl } from './control-preflight.js'
import { reviewControl } from './control-review.js'
import { dataControl } from './control-data.js'
import { deploymentsControl } from './control-deployments.js'
import { alarmsControl } from './control-alarms.js'
import { queuesControl } from './control-queues.js'
import { topicsControl } from './control-topics.js'
import { autoscale } from './autoscaling/supervise.js'
import { logsControl } from './control-logs.js'
import { oneOffControl } from './control-one-off.js'
import { serviceNamed, type World } from './world.js'
import type { MetricName, WorldControl } from './control-contract.js'

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
    ...oneOffControl(world),
    ...queuesControl(world),
    ...topicsControl(world),
    ...alarmsControl(world),
    ...dataControl(world),
    ...preflightControl(world),
    ...reviewControl(world),
    ...deploymentsControl(world),
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
        world.reconcile(service)
      }),
    killTask: (name, taskId, exitCode = 1) =>
      look(() => {
        const task = runningTask(name, taskId)
        stopTask(world, task, {
          stopCode: 'EssentialContainerExited',
          reason: 'Essential container in task exited',
          exitCode,
        })
        world.reconcile(task.service)
      }),
    stopTask: (name, how, taskId) => look(() => stopByPlatform(world, runningTask(name, taskId), how)),
    writeEvent: (name, text) => look(() => addEvent(world, find(name), text)),
    makeTargetUnhealthy: (name, taskId, status = 502) =>
      look(() => makeUnhealthy(world, runningTask(name, taskId), status)),
    setImage: (image, behaviour) => look(() => void world.images.set(image, behaviour)),
    setMetric: (wanted, value, ago = 0) => look(() => overrideMetric(world, wanted, value, ago)),
    measureSince: (wanted, ago) => void (sourceOf(world, wanted).begins = world.time.now() - ago),
    metricDimension(name) {
      const found = world.loadBalancers.find((loadBalancer) => loadBalancer.name === name)
      if (found === undefined) throw new Error(`The simulated account has no load balancer ${name}`)
      return metricDimension(found.arn)
    },
    autoscale: (name, count) => look(() => autoscale(world, find(name), count)),
    scalableTarget: (resourceId) => look(() => rangeOf(world, resourceId)),
    setDeploymentController: (name, controller) =>
      look(() => void (find(name).deploymentController = controller)),
    setKind: (name, kind) =>
      look(() => {
        const service = find(name)
        if (kind === undefined) delete service.kind
        else service.kind = kind
      }),
    makeExpress: (name) => look(() => makeExpress(world, find(name))),
    observeTasks: (name) => look(() => observeTasks(world, find(name))),
    setCapacity: (name, tasks) =>
      look(() => {
        const service = find(name)
        if (tasks === undefined) delete service.capacity
        else service.capacity = tasks
        world.reconcile(service)
      }),
    moveToInstances: (name, count) => look(() => moveToInstances(find(name), count)),
    shareTargetGroup: (name, other) =>
      look(() => replaceLoadBalancers(find(name), [...find(other).loadBalancers])),
    setTargetState: (name, state, taskId) =>
      look(() => {
        for (const task of find(name).tasks.values()) {
          if (task.desiredStatus === 'RUNNING' && (taskId ?? task.id) === task.id) setTargetState(task, state)
        }
      }),
    removeLoadBalancer: (name) =>
      look(() => {
        const service = find(name)
        replaceLoadBalancers(service, [])
        for (const task of service.tasks.values()) task.target = undefined
      }),
    setBilling: (changes) => void Object.assign(billingOf(world), changes),
    pushImage: (repository, tag, mediaType) =>
      look(() => pushImage(world, repository, tag, mediaType).digest),
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
  }
}

function overrideMetric(world: World, wanted: MetricName, value: number | undefined, ago: number): void {
  sourceOf(world, wanted).overrides.push({ metric: wanted.metric, since: world.time.now() - ago, value })
}

function sourceOf(world: World, wanted: MetricName): MetricSource {
  const dimensions = Object.entries(wanted.dimensions).map(([Name, Value]) => ({ Name, Value }))
  const source = world.metricSources.get(sourceKey(wanted.namespace, dimensions))
  if (source?.shapes.has(wanted.metric) !== true) {
    throw new Error(`The simulated account does not measure ${wanted.namespace} ${wanted.metric} there`)
  }
  return source
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
