import type { Aws, EcsTaskDefinition } from '../aws/aws.js'
import type { ServiceRef } from '../core/environment.js'

/**
 * The log driver awslogs names a stream `prefix/container/task id`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 * FireLens tags what it carries `container-firelens-task id`, and its outputs put that at the end of the stream's name, behind a prefix:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html
 */
const named =
  /^(?:(?:[^/]+\/)+|.{0,400}-firelens-)([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** The id of the task that writes to a stream; undefined where its name holds none. */
export function taskOf(stream: string): string | undefined {
  return named.exec(stream)?.[1]
}

/** Whether a task is meant: `wanted` is its id or the beginning of it. */
export function isTask(task: string | undefined, wanted: string): boolean {
  return task?.toLowerCase().startsWith(wanted.toLowerCase()) ?? false
}

/**
 * What the names of a task's streams begin with, so that AWS reads nothing else; undefined where the task definition does not say, or
 * where several containers write to the same group: then all of it is read and sorted here.
 */
export function streamPrefix(
  definition: EcsTaskDefinition | undefined,
  logGroup: string,
  task: string,
): string | undefined {
  const writing = (definition?.containers ?? []).filter(({ logs }) => logs?.group === logGroup)
  const [container, other] = writing
  if (container?.logs === undefined || other !== undefined) return undefined
  const { streamPrefix: prefix, router } = container.logs
  return router === true
    ? `${prefix}${container.name}-firelens-${task}`
    : `${prefix}/${container.name}/${task}`
}

/** The task definition that a service runs now; undefined where ECS does not answer: reading goes on without it, only slower. */
export async function currentDefinition(
  aws: Pick<Aws, 'describeService' | 'describeTaskDefinition'>,
  service: ServiceRef,
): Promise<EcsTaskDefinition | undefined> {
  try {
    const { taskDefinition } = await aws.describeService(service)
    return await aws.describeTaskDefinition(taskDefinition)
  } catch {
    return undefined
  }
}
