import { isDeepStrictEqual } from 'node:util'
import type {
  DescribeTasksCommandInput,
  DescribeTasksCommandOutput,
  ListTasksCommandInput,
  ListTasksCommandOutput,
  RunTaskCommandInput,
  RunTaskCommandOutput,
  StopTaskCommandInput,
  StopTaskCommandOutput,
} from '@aws-sdk/client-ecs'
import { AwsError, clientException, invalidParameter } from '../../errors.js'
import type { CallContext, Handler } from '../../handler.js'
import { arn } from '../../identity.js'
import type { World } from '../../world.js'
import { stoppedTaskKept } from '../durations.js'
import { containerImages } from '../images.js'
import { findCluster, findTaskDefinition, lastPart } from '../lookup.js'
import { taskHandlers } from '../task-handlers.js'
import { describeOneOff } from './describe.js'
import { beginTask, stopOneOff } from './lifecycle.js'
import type { OneOffRecord } from './model.js'

/** How long a token means the same task: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html */
const tokenKept = 24 * 3_600_000

const runTask: Handler<RunTaskCommandInput, RunTaskCommandOutput> = (input, call) => {
  const { world } = call
  const cluster = findCluster(world, input.cluster)
  const before = withToken(world, input)
  if (before !== undefined) return { tasks: [describeOneOff(before)], failures: [] }
  const taskDefinition = findTaskDefinition(world, input.taskDefinition)
  refuse(input, taskDefinition)
  if (world.oneOff.refusal !== undefined) {
    return { tasks: [], failures: [{ arn: cluster.arn, reason: world.oneOff.refusal }] }
  }
  call.changed()
  const id = world.ids.hex(32)
  const task: OneOffRecord = {
    id,
    arn: arn('ecs', `task/${cluster.name}/${id}`),
    cluster,
    taskDefinition,
    images: containerImages(world, taskDefinition),
    request: input,
    tags: input.tags ?? [],
    createdAt: world.time.now(),
    address: world.ids.address(),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
  }
  world.oneOff.tasks.set(id, task)
  beginTask(world, task)
  return { tasks: [describeOneOff(task)], failures: [] }
}

/** The same token and the same request is the same task, whether it runs or not; with another request it is a conflict. */
function withToken(world: World, input: RunTaskCommandInput): OneOffRecord | undefined {
  if (input.clientToken === undefined) return undefined
  const before = [...world.oneOff.tasks.values()].find(
    ({ request, createdAt }) =>
      request.clientToken === input.clientToken && createdAt > world.time.now() - tokenKept,
  )
  if (before === undefined) return undefined
  if (isDeepStrictEqual(before.request, input)) return before
  throw new AwsError('ConflictException', 'The client token was used with different parameters.')
}

function refuse(input: RunTaskCommandInput, { status, definition }: OneOffRecord['taskDefinition']): void {
  if (status !== 'ACTIVE') throw clientException('TaskDefinition is inactive')
  if ((input.startedBy ?? '').length > 128) throw invalidParameter('startedBy too long.')
  if ((input.clientToken ?? '').length > 64) throw invalidParameter('clientToken too long.')
  const names = (definition.containerDefinitions ?? []).map(({ name }) => name)
  const unknown = input.overrides?.containerOverrides?.find(({ name }) => !names.includes(name))
  if (unknown !== undefined) {
    throw invalidParameter(
      `Override for container named ${unknown.name} is not a container in the TaskDefinition.`,
    )
  }
  const subnets = input.networkConfiguration?.awsvpcConfiguration?.subnets ?? []
  if (definition.networkMode === 'awsvpc' && subnets.length === 0) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  }
}

const listTasks: Handler<ListTasksCommandInput, ListTasksCommandOutput> = (input, call) => {
  const { world } = call
  const { startedBy, serviceName, family, nextToken, desiredStatus } = input
  if (startedBy !== undefined && [serviceName, family, desiredStatus].some((one) => one !== undefined)) {
    throw invalidParameter('startedBy cannot be combined with another filter.')
  }
  const others = taskHandlers.ListTasks(input, call)
  // They are few: all of them stand on the first page.
  if (serviceName !== undefined || nextToken !== undefined) return others
  const cluster = findCluster(world, input.cluster)
  const wanted = desiredStatus ?? 'RUNNING'
  const own = known(world).filter(
    (task) =>
      task.cluster === cluster &&
      task.desiredStatus === wanted &&
      (startedBy === undefined || task.request.startedBy === startedBy) &&
      (family === undefined || task.taskDefinition.family === family),
  )
  return { ...others, taskArns: [...own.map((task) => task.arn), ...(others.taskArns ?? [])] }
}

const describeTasks: Handler<DescribeTasksCommandInput, DescribeTasksCommandOutput> = (input, call) => {
  const wanted = input.tasks ?? []
  const own = wanted.flatMap((reference) => find(call, input.cluster, reference) ?? [])
  if (own.length === 0) return taskHandlers.DescribeTasks(input, call)
  const described = own.map((task) => ({
    ...describeOneOff(task),
    ...(input.include?.includes('TAGS') === true ? { tags: [...task.tags] } : {}),
  }))
  const others = wanted.filter((reference) => find(call, input.cluster, reference) === undefined)
  if (others.length === 0) return { tasks: described, failures: [] }
  const answer = taskHandlers.DescribeTasks({ ...input, tasks: others }, call)
  return { ...answer, tasks: [...described, ...(answer.tasks ?? [])] }
}

const stopTask: Handler<StopTaskCommandInput, StopTaskCommandOutput> = (input, call) => {
  const task = find(call, input.cluster, input.task ?? '')
  if (task === undefined) return taskHandlers.StopTask(input, call)
  if (task.desiredStatus === 'RUNNING') {
    call.changed()
    stopOneOff(call.world, task, input.reason ?? 'Task stopped by user')
  }
  return { task: describeOneOff(task) }
}

/** Those that ECS still tells of. */
function known(world: World): OneOffRecord[] {
  const oldest = world.time.now() - stoppedTaskKept
  return [...world.oneOff.tasks.values()].filter(({ stoppedAt = oldest + 1 }) => stoppedAt > oldest)
}

function find({ world }: CallContext, cluster: string | undefined, reference: string) {
  const { arn: clusterArn } = findCluster(world, cluster)
  return known(world).find((task) => task.id === lastPart(reference) && task.cluster.arn === clusterArn)
}

/** The tasks of services and those of none: one answer tells of both. */
export const allTaskHandlers = {
  RunTask: runTask,
  ListTasks: listTasks,
  DescribeTasks: describeTasks,
  StopTask: stopTask,
}
