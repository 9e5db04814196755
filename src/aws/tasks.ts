import type { DesiredStatus, Task } from '@aws-sdk/client-ecs'
import type { ServiceRef } from '../core/environment.js'
import type { EcsTask } from './answers.js'
import { inGroupsOf } from './in-groups-of.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { addressesOf, toTask } from './ecs-shapes.js'
import { perCall } from './limits.js'

export interface TasksPort {
  /** The newest stopped tasks (ECS keeps them for about an hour), newest first. */
  stoppedTasks(ref: ServiceRef, limit: number): Promise<readonly EcsTask[]>
  /** All tasks that are wanted, whatever they have reached, with where a load balancer finds them. */
  runningTasks(ref: ServiceRef): Promise<readonly EcsTask[]>
}

/** A service that crash-loops stops many tasks an hour; more pages than this only say the same again. */
const stoppedTaskPages = 5

/** The tasks of services. */
export function tasksOf(clients: Clients, calls: Calls): TasksPort {
  /** Pages are described while the list still goes on. */
  async function tasks(
    ref: ServiceRef,
    desiredStatus: DesiredStatus,
    pages = Number.POSITIVE_INFINITY,
  ): Promise<readonly Task[]> {
    const ecs = await clients.ecs()
    const described: Promise<readonly Task[]>[] = []
    let nextToken: string | undefined
    do {
      const listed = {
        cluster: ref.cluster,
        serviceName: ref.service,
        desiredStatus,
        maxResults: perCall.tasks,
        nextToken,
      }
      const page = await calls.ask('ecs:ListTasks', (options) => ecs.listTasks(listed, options))
      const arns = page.taskArns ?? []
      if (arns.length > 0) {
        const asked = calls.ask('ecs:DescribeTasks', (options) =>
          ecs.describeTasks({ cluster: ref.cluster, tasks: arns }, options),
        )
        const group = asked.then((answer) => answer.tasks ?? [])
        // Awaited below; until then a failure must not count as unhandled.
        group.catch(() => undefined)
        described.push(group)
      }
      nextToken = page.nextToken
    } while (nextToken && described.length < pages)
    return (await Promise.all(described)).flat()
  }

  /** The EC2 ids of container instances, by their ARNs. */
  async function instances(cluster: string, arns: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ecs = await clients.ecs()
    const groups = inGroupsOf(perCall.containerInstances, [...new Set(arns)]).map((containerInstances) =>
      calls.ask('ecs:DescribeContainerInstances', (options) =>
        ecs.describeContainerInstances({ cluster, containerInstances: [...containerInstances] }, options),
      ),
    )
    const found = (await Promise.all(groups)).flatMap((answer) => answer.containerInstances ?? [])
    return new Map(
      found.flatMap(({ containerInstanceArn, ec2InstanceId }) =>
        containerInstanceArn === undefined || ec2InstanceId === undefined
          ? []
          : [[containerInstanceArn, ec2InstanceId] as const],
      ),
    )
  }

  return {
    async stoppedTasks(ref, limit) {
      return (await tasks(ref, 'STOPPED', stoppedTaskPages))
        .map((task) => toTask(task))
        .sort((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0))
        .slice(0, limit)
    },

    async runningTasks(ref) {
      const found = await tasks(ref, 'RUNNING')
      // Tasks with a network interface of their own are targets by its address; the others by the instance they share.
      const shared = found.filter((task) => addressesOf(task).length === 0)
      const ids = await instances(
        ref.cluster,
        shared.flatMap(({ containerInstanceArn }) => containerInstanceArn ?? []),
      )
      return found.map((task): EcsTask => toTask(task, ids.get(task.containerInstanceArn ?? '')))
    },
  }
}
