import { AwsError } from '../../aws/aws-error.js'
import type { Finding } from '../../changes/definition.js'
import { UserError } from '../../core/user-error.js'
import { awsOf } from '../service/service-environment.js'
import { operationTag } from '../service/service-release.js'
import { basisOf } from './run-task-input.js'
import { type RunTaskContext, standOf, taskStarted } from './run-task-task.js'

/**
 * Looks first: a task that was started before a crash, or by a call whose answer was lost, carries the operation's id. ECS itself takes the same id
 * for the same task, too, so that nothing runs twice.
 */
export async function start(context: RunTaskContext): Promise<string> {
  const { input, ports, plan, record } = context
  const { taskDefinition, container, words, launch } = basisOf(plan)
  const before = await taskStarted(context)
  if (before !== undefined) return `task ${before.id}`
  await context.fence()
  try {
    const { task, requestId } = await awsOf(ports, input.service).runTask({
      ...{ ref: input.service, taskDefinition, launch, container, command: words, token: record.id },
      tags: { [operationTag]: record.id },
    })
    await context.changed(requestId)
    return `task ${task}`
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'TaskNotStarted') throw error
    const what = `ECS could not start the task: ${error.message}.`
    throw new UserError('task-not-started', what, 'Nothing ran. Ask again when there is room for it.')
  }
}

/** Which one was started, from what its step has told. */
export function taskIn(detail: string | undefined): string | undefined {
  return /^task ([0-9a-f-]{32,36})$/.exec(detail ?? '')?.[1]
}

/** Does nothing to a task that has ended. */
export async function stop(context: RunTaskContext): Promise<string> {
  const { input, ports, record } = context
  const task = await taskStarted(context)
  if (task === undefined) return 'it was not started'
  if (task.lastStatus === 'STOPPED') return 'it had ended already'
  await context.fence()
  const why = `${record.cancelRequestedBy?.name ?? 'ohmy'} cancelled ${record.id}`
  const { requestId } = await awsOf(ports, input.service).stopTask(input.service, task.id, why)
  await context.changed(requestId)
  return `task ${task.id}`
}

export async function isStopped(context: RunTaskContext): Promise<Finding> {
  const task = await taskStarted(context)
  if (task === undefined) return { done: true, detail: 'there is none' }
  return { done: task.lastStatus === 'STOPPED', detail: standOf(context, task) }
}
