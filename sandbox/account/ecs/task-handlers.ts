import type {
  DescribeTasksCommandInput,
  DescribeTasksCommandOutput,
  Failure,
  ListTasksCommandInput,
  ListTasksCommandOutput,
  StopTaskCommandInput,
  StopTaskCommandOutput,
  Task,
} from '@aws-sdk/client-ecs'
import { invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn } from '../identity.js'
import { page } from '../paging.js'
import { describeTask } from './describe-task.js'
import { stoppedTaskKept } from './durations.js'
import { findCluster, findService, findTask, lastPart, pageSize } from './lookup.js'
import type { TaskRecord } from './model.js'
import { stopTask } from './stopping.js'

const listTasks: Handler<ListTasksCommandInput, ListTasksCommandOutput> = (input, { world }) => {
  const cluster = findCluster(world, input.cluster)
  const services =
    input.serviceName === undefined
      ? [...cluster.services.values()]
      : [findService(world, input.cluster, input.serviceName)]
  const wanted = input.desiredStatus ?? 'RUNNING'
  const oldest = world.time.now() - stoppedTaskKept
  const tasks = services
    .flatMap((service) => [...service.tasks.values()])
    .filter(
      (task) =>
        task.desiredStatus === wanted &&
        (task.stoppedAt === undefined || task.stoppedAt > oldest) &&
        (input.family === undefined || task.revision.taskDefinition.family === input.family) &&
        (input.startedBy === undefined || task.deployment.id === input.startedBy),
    )
  const { items, nextToken } = page(tasks, {
    nextToken: input.nextToken,
    size: pageSize(input.maxResults, 100),
  })
  return { taskArns: items.map((task) => task.arn), nextToken }
}

const describeTasks: Handler<DescribeTasksCommandInput, DescribeTasksCommandOutput> = (input, { world }) => {
  const cluster = findCluster(world, input.cluster)
  const wanted = input.tasks ?? []
  if (wanted.length === 0) throw invalidParameter('Tasks cannot be empty.')
  if (wanted.length > 100) throw invalidParameter('Tasks may contain at most 100 elements.')
  const tasks: Task[] = []
  const failures: Failure[] = []
  for (const reference of wanted) {
    const task = findTask(world, input.cluster, reference)
    if (task === undefined) {
      failures.push({ arn: arn('ecs', `task/${cluster.name}/${lastPart(reference)}`), reason: 'MISSING' })
      continue
    }
    tasks.push({
      ...describeTask(task),
      ...(input.include?.includes('TAGS') ? { tags: tagsOf(task) } : {}),
    })
  }
  return { tasks, failures }
}

function tagsOf(task: TaskRecord) {
  return [
    { key: 'aws:ecs:clusterName', value: task.service.cluster.name },
    { key: 'aws:ecs:serviceName', value: task.service.name },
    ...task.service.tags,
  ]
}

const stopTaskHandler: Handler<StopTaskCommandInput, StopTaskCommandOutput> = (input, call) => {
  const task = findTask(call.world, input.cluster, input.task ?? '')
  if (task === undefined) throw invalidParameter('The referenced task was not found.')
  if (task.desiredStatus === 'RUNNING') {
    call.changed()
    stopTask(call.world, task, {
      stopCode: 'UserInitiated',
      reason: input.reason ?? 'Task stopped by user',
    })
    call.world.reconcile(task.service)
  }
  return { task: describeTask(task) }
}

export const taskHandlers = { ListTasks: listTasks, DescribeTasks: describeTasks, StopTask: stopTaskHandler }
