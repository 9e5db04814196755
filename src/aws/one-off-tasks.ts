import type { NetworkConfiguration, RunTaskRequest, Service } from '@aws-sdk/client-ecs'
import type { ServiceRef } from '../core/environment.js'
import type { EcsTask } from './answers.js'
import { lastPart } from './arn.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { toTask } from './ecs-shapes.js'
import { perCall } from './limits.js'

/** How the tasks of a service are started, besides their task definition: a task of its own is started the same way. */
export interface TaskLaunch {
  /** Absent: the tasks have no network interface of their own. */
  readonly network?: {
    readonly subnets: readonly string[]
    readonly securityGroups: readonly string[]
    readonly publicAddress: boolean
  }
  /** `FARGATE`, `EC2`; absent where capacity providers decide. */
  readonly launchType?: string
  /** Absent: none is named. */
  readonly capacityProviders?: readonly {
    readonly name: string
    readonly weight: number
    readonly base: number
  }[]
  readonly platformVersion?: string
}

export interface OneOffTask {
  readonly ref: ServiceRef
  readonly taskDefinition: string
  readonly launch: TaskLaunch
  readonly container: string
  /** Word by word, as the container's command: no shell reads it. */
  readonly command: readonly string[]
  /** Up to 64 visible ASCII characters: the same within 24 h is the same task. Also kept by ECS as who started it. */
  readonly token: string
  readonly tags: Readonly<Record<string, string>>
}

export interface OneOffTasksPort {
  taskLaunch(ref: ServiceRef): Promise<TaskLaunch>
  /**
   * One task outside the service. Sent once.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
   * @throws AwsError with the code `TaskNotStarted` when ECS found no place for it; its message is ECS's reason, such as `RESOURCE:MEMORY`
   */
  runTask(wanted: OneOffTask): Promise<{ readonly task: string; readonly requestId: string }>
  /** Tasks of that family which were started under that token, running or stopped within the hour in which ECS still tells of them. */
  tasksStartedBy(ref: ServiceRef, family: string, token: string): Promise<readonly EcsTask[]>
  /** One task by its id, wherever it is started from; undefined: ECS does not know it (any more). */
  describeTask(ref: ServiceRef, id: string): Promise<EcsTask | undefined>
  /** Sent once. */
  stopTask(ref: ServiceRef, id: string, reason: string): Promise<{ readonly requestId: string }>
}

/** Tasks that belong to no service's count. */
export function oneOffTasksOf(clients: Clients, calls: Calls): OneOffTasksPort {
  async function listed(cluster: string, filter: { startedBy: string } | { family: string }) {
    const ecs = await clients.ecs()
    // Beside `startedBy` ECS allows no other filter, and lists what is wanted to run.
    const stopped = 'family' in filter ? ({ desiredStatus: 'STOPPED' } as const) : {}
    const { taskArns = [] } = await calls.ask('ecs:ListTasks', (options) =>
      ecs.listTasks({ cluster, ...filter, ...stopped, maxResults: perCall.tasks }, options),
    )
    return taskArns
  }

  async function described(cluster: string, tasks: string[]) {
    if (tasks.length === 0) return []
    const ecs = await clients.ecs()
    const answer = await calls.ask('ecs:DescribeTasks', (options) =>
      ecs.describeTasks({ cluster, tasks }, options),
    )
    return answer.tasks ?? []
  }

  return {
    async taskLaunch(ref) {
      const ecs = await clients.ecs()
      const { services = [] } = await calls.ask('ecs:DescribeServices', (options) =>
        ecs.describeServices({ cluster: ref.cluster, services: [ref.service] }, options),
      )
      const [service] = services
      return service === undefined ? {} : toLaunch(service)
    },

    async runTask(wanted) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:RunTask', (options) => ecs.runTask(toRequest(wanted), options))
      const [task] = answer.tasks ?? []
      if (task?.taskArn !== undefined)
        return { task: lastPart(task.taskArn), requestId: answer.$metadata.requestId ?? '' }
      const [failure] = answer.failures ?? []
      const why = [failure?.reason, failure?.detail].filter((words) => words !== undefined).join(': ')
      throw new AwsError('rejected', 'ecs:RunTask', 'TaskNotStarted', why || 'ECS gave no reason')
    },

    async tasksStartedBy({ cluster }, family, token) {
      const lists = await Promise.all([listed(cluster, { startedBy: token }), listed(cluster, { family })])
      const found = await described(cluster, [...new Set(lists.flat())].slice(0, perCall.tasks))
      return found.filter(({ startedBy }) => startedBy === token).map((task) => toTask(task))
    },

    async describeTask({ cluster }, id) {
      const [task] = await described(cluster, [id])
      return task === undefined ? undefined : toTask(task)
    },

    async stopTask({ cluster }, id, reason) {
      const ecs = await clients.ecs()
      const answer = await calls.change('ecs:StopTask', (options) =>
        ecs.stopTask({ cluster, task: id, reason: reason.slice(0, longestReason) }, options),
      )
      return { requestId: answer.$metadata.requestId ?? '' }
    },
  }
}

/** Characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
const longestReason = 1_024

function toLaunch({ networkConfiguration, launchType, capacityProviderStrategy, platformVersion }: Service) {
  const network = networkConfiguration?.awsvpcConfiguration
  const providers = capacityProviderStrategy ?? []
  return {
    ...(network === undefined
      ? {}
      : {
          network: {
            subnets: [...(network.subnets ?? [])],
            securityGroups: [...(network.securityGroups ?? [])],
            publicAddress: network.assignPublicIp === 'ENABLED',
          },
        }),
    ...(providers.length === 0
      ? {}
      : {
          capacityProviders: providers.map(({ capacityProvider = '', weight = 0, base = 0 }) => ({
            name: capacityProvider,
            weight,
            base,
          })),
        }),
    // A task is started by either.
    ...(launchType === undefined || providers.length > 0 ? {} : { launchType }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
  } satisfies TaskLaunch
}

function toRequest(wanted: OneOffTask): RunTaskRequest {
  const { ref, taskDefinition, launch, container, command, token, tags } = wanted
  return {
    cluster: ref.cluster,
    taskDefinition,
    count: 1,
    ...(launch.launchType === undefined
      ? {}
      : { launchType: launch.launchType as NonNullable<RunTaskRequest['launchType']> }),
    ...(launch.capacityProviders === undefined
      ? {}
      : {
          capacityProviderStrategy: launch.capacityProviders.map(({ name, weight, base }) => ({
            ...{ capacityProvider: name, weight, base },
          })),
        }),
    ...(launch.platformVersion === undefined ? {} : { platformVersion: launch.platformVersion }),
    ...(launch.network === undefined ? {} : { networkConfiguration: toNetwork(launch.network) }),
    overrides: { containerOverrides: [{ name: container, command: [...command] }] },
    startedBy: token,
    clientToken: token,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  }
}

function toNetwork(network: NonNullable<TaskLaunch['network']>): NetworkConfiguration {
  return {
    awsvpcConfiguration: {
      subnets: [...network.subnets],
      securityGroups: [...network.securityGroups],
      assignPublicIp: network.publicAddress ? 'ENABLED' : 'DISABLED',
    },
  }
}
