import type { Aws, EcsTask } from '../aws/aws.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { LogLine, LogsQuestion, LogsTask } from '../core/logs.js'
import { UserError } from '../core/user-error.js'
import { currentDefinition, isTask, streamPrefix } from './streams.js'
import { besideItsLines, explainStop } from '../status/explain-stop.js'

/** Whose lines are wanted; all absent: everybody's. */
export interface Subject {
  /** What ECS knows about the task. */
  readonly task?: LogsTask
  /** Its id, or the beginning of it. */
  readonly wanted?: string
  /** What the names of its streams begin with. */
  readonly prefix?: string
}

export interface SubjectOptions {
  readonly aws: Pick<Aws, 'describeService' | 'describeTaskDefinition' | 'stoppedTasks'>
  readonly environment: Environment
  readonly service: ServiceRef
  readonly question: LogsQuestion
}

/**
 * Whose lines are wanted: everybody's, one task's, or those of the task that stopped last.
 * @throws UserError `no-stopped-task`
 */
export async function subjectOf(
  { aws, environment, service, question }: SubjectOptions,
  logGroup: string,
): Promise<Subject> {
  if (question.previous === true) {
    const stopped = await lastStopped(aws, service)
    if (stopped === undefined) {
      throw new UserError(
        'no-stopped-task',
        `No task of ${service.name} in ${environment.name} stopped within the last hour: ECS keeps them no longer.`,
        `Its older lines are still there: \`/ohmy logs ${service.name} ${environment.name} --since 6h\`.`,
      )
    }
    const definition =
      stopped.taskDefinition === undefined
        ? await currentDefinition(aws, service)
        : await aws.describeTaskDefinition(stopped.taskDefinition).catch(() => undefined)
    return {
      task: taskFrom(stopped),
      wanted: stopped.id,
      ...prefixed(streamPrefix(definition, logGroup, stopped.id)),
    }
  }
  if (question.task === undefined) return {}
  const definition = await currentDefinition(aws, service)
  return { wanted: question.task, ...prefixed(streamPrefix(definition, logGroup, question.task)) }
}

function prefixed(prefix: string | undefined): { readonly prefix?: string } {
  return prefix === undefined ? {} : { prefix }
}

async function lastStopped(
  aws: Pick<Aws, 'stoppedTasks'>,
  service: ServiceRef,
): Promise<EcsTask | undefined> {
  const [newest] = await aws.stoppedTasks(service, 1)
  return newest
}

function taskFrom(stopped: EcsTask): LogsTask {
  // Where it was stopped on purpose, ECS says it best.
  const explained = explainStop(stopped)
  const why = explained === undefined ? stopped.stoppedReason : besideItsLines(explained.explanation)
  return {
    id: stopped.id,
    ...(stopped.stoppedAt === undefined ? {} : { stoppedAt: stopped.stoppedAt }),
    ...(why === undefined ? {} : { why }),
  }
}

/** The task that was asked for by the beginning of its id, by its whole id where a line of it was found. */
export function taskAmong(lines: readonly LogLine[], { task }: LogsQuestion): LogsTask | undefined {
  if (task === undefined) return undefined
  return { id: lines.find((line) => isTask(line.task, task))?.task ?? task }
}
