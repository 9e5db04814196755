import type { EcsTask } from '../../aws/aws.js'
import type { StepContext } from '../../changes/definition.js'
import { formatDuration } from '../../core/duration.js'
import type { OperationRecord } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'
import { nameOf } from '../service/service-release.js'
import { basisOf, type RunTaskInput } from './run-task-input.js'

export type RunTaskContext = StepContext<RunTaskInput, Ports>

export const startTitle = 'Start the task'

/** The task of an operation: by the id that its start wrote down, or, where that was lost, by the operation's own; undefined: there is none. */
export async function taskStarted({
  input,
  ports,
  plan,
  record,
}: RunTaskContext): Promise<EcsTask | undefined> {
  const aws = awsOf(ports, input.service)
  const id = idOf(record)
  if (id !== undefined) return aws.describeTask(input.service, id)
  const [family = ''] = nameOf(basisOf(plan).taskDefinition).split(':')
  return (await aws.tasksStartedBy(input.service, family, record.id))[0]
}

/** @throws UserError `task-gone` */
export async function taskAtWork(context: RunTaskContext): Promise<EcsTask> {
  const task = await taskStarted(context)
  if (task !== undefined) return task
  const what = 'ECS knows nothing of the task any more: it tells of one for about an hour after its end.'
  throw new UserError('task-gone', what, 'Its log tells how it ended.')
}

function idOf({ steps }: Pick<OperationRecord, 'steps'>): string | undefined {
  const { detail = '', state } = steps.find(({ title }) => title === startTitle) ?? {}
  return state === 'done' ? /^task (\S+)$/.exec(detail)?.[1] : undefined
}

/** Of the container that ran the command; undefined: it did not come so far, or somebody else ended it. */
export function exitCodeOf(
  { plan }: Pick<RunTaskContext, 'plan'>,
  { containers }: EcsTask,
): number | undefined {
  const { container } = basisOf(plan)
  return containers.find(({ name }) => name === container)?.exitCode
}

/** `it runs`, `exit code 0 after 12 s` */
export function standOf(context: RunTaskContext, task: EcsTask): string {
  const { lastStatus, createdAt, stoppedAt } = task
  if (lastStatus === 'RUNNING') return 'it runs'
  if (lastStatus !== 'STOPPED') {
    const before = ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus)
    return before ? 'it is about to start' : 'it is stopping'
  }
  const took =
    createdAt === undefined || stoppedAt === undefined
      ? ''
      : ` after ${formatDuration(Math.max(0, stoppedAt - createdAt))}`
  const code = exitCodeOf(context, task)
  return code === undefined ? `it stopped without an exit code${took}` : `exit code ${code}${took}`
}
