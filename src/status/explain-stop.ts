import type { EcsTask } from '../aws/aws.js'
import type { Cause } from '../core/check.js'
import type { StoppedTask } from '../core/status.js'
import { type Explanation, explainReason } from './explain-reason.js'

/**
 * What the exit code of a container says, and what to look at next. Codes above 128 are 128 plus the signal that ended the process.
 */
export function explainExitCode(code: number): string {
  switch (code) {
    case 0:
      return 'The container ended by itself, without an error (exit code 0). A service must keep running: look at what its command does, and at its last log lines.'
    case 1:
      return 'The application ended with an error (exit code 1). Look at its last log lines.'
    case 126:
      return 'The start command cannot be executed (exit code 126). Check that the file in the image is executable.'
    case 127:
      return 'The start command was not found (exit code 127). Check the command and entry point of the task definition and the image.'
    case 134:
      return 'The application aborted itself (exit code 134). Look at its last log lines for a failed assertion or a full heap.'
    case 137:
      return 'The container was killed (exit code 137): out of memory, or it did not stop within the stop timeout. Look at its memory, and raise the limit if it was full.'
    case 139:
      return 'The application crashed on invalid memory access (exit code 139). Look for a native library or an image built for another processor.'
    case 143:
      return 'The container was asked to stop and did (exit code 143). Look at what stopped the task.'
    default:
      return code > 128
        ? `The container was ended by signal ${code - 128} (exit code ${code}). Look at its last log lines.`
        : `The application ended with exit code ${code}. Look at its last log lines.`
  }
}

/** An explanation for where the last log lines stand beside it. */
export function besideItsLines(explanation: string): string {
  return explanation.replace(/ Look at its last log lines\.$/, '')
}

/**
 * Why a task stopped, in words, and whose doing it was. `undefined` for one that was stopped on purpose (scaling in, a deployment, a person): no
 * trouble.
 */
export function explainStop(task: EcsTask): StoppedTask | undefined {
  const failed = task.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  const exited = failed ?? task.containers.find(({ exitCode }) => exitCode !== undefined)
  const explanation = explain(task, exited?.exitCode)
  if (explanation.cause === 'on purpose') return undefined
  return {
    id: task.id.slice(0, 8),
    ...(task.stoppedAt === undefined ? {} : { stoppedAt: task.stoppedAt }),
    ...(exited?.exitCode === undefined ? {} : { exitCode: exited.exitCode }),
    explanation: explanation.text,
    ...saidOf(task),
    cause: explanation.cause,
    class: classOf(explanation, task.stopCode, exited?.exitCode),
  }
}

/** Says nothing that the exit code does not. */
const empty = /^Essential container in task exited\.?$/i

/** ECS's own words, those of the task first: an explanation may miss the point, and names nothing. */
function saidOf({ stoppedReason, containers }: EcsTask): Pick<StoppedTask, 'said'> {
  const all = [stoppedReason, ...containers.map(({ reason }) => reason)].flatMap(
    (words) => words?.trim() ?? [],
  )
  const said = [...new Set(all)].filter((words) => words !== '' && !empty.test(words))
  return said.length === 0 ? {} : { said: said.join('; ') }
}

/**
 * The class in which runbooks look for it: what ECS said first, then how the container ended. 137 where nobody asked it to stop is the kernel's own
 * kill, which is out of memory; 126 and 127 are a command that could not even be started.
 */
function classOf(said: Explanation, stopCode: string | undefined, exitCode: number | undefined): Cause {
  if (said.class !== undefined) return said.class
  if (said.cause === 'platform') return 'platform'
  if (stopCode === 'TaskFailedToStart' || exitCode === 126 || exitCode === 127) return 'start-failed'
  return exitCode === 137 ? 'out-of-memory' : 'application-exit'
}

/** What AWS takes away or replaces: how the containers ended then (143, 137) says nothing about them. */
const platformStops: Readonly<Record<string, string>> = {
  SpotInterruption: 'AWS took the Spot capacity back. ECS starts another task when there is capacity.',
  TerminationNotice:
    'AWS took the capacity under the task back. ECS starts another task when there is capacity.',
  InfrastructureHealth:
    'What the task ran on was not healthy any more, so AWS replaced it. ECS starts another task by itself.',
}

/**
 * The stop code decides: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html. Sentences tell what it leaves open: which
 * resource was missing at the start, and whether the scheduler stopped a task because it was unhealthy, for which there is no code of its own.
 */
function explain(task: EcsTask, exitCode: number | undefined): Explanation {
  const { stopCode = '' } = task
  const taken = platformStops[stopCode]
  if (taken !== undefined) return { text: taken, cause: 'platform' }
  const known = [...task.containers.map(({ reason }) => reason), task.stoppedReason].flatMap((reason) =>
    reason === undefined ? [] : (explainReason(reason, exitCode) ?? []),
  )
  // A host that ends says so, whatever code the end of its containers got.
  const platform = known.find(({ cause }) => cause === 'platform')
  if (stopCode === 'UserInitiated')
    return platform ?? { text: 'The task was stopped on purpose.', cause: 'on purpose' }
  if (stopCode === 'ServiceSchedulerInitiated') return byScheduler(task.stoppedReason ?? '', platform)
  if (platform !== undefined) return platform
  const said = stopCode === '' ? known[0] : known.find(({ cause }) => cause === 'application')
  return said ?? bySilence(stopCode, exitCode)
}

/** The scheduler stops what is surplus, replaced, moved to another zone or on its way out; of that only unhealthy tasks are the application's. */
function byScheduler(reason: string, platform: Explanation | undefined): Explanation {
  if (/failed (ELB|container )?\s*health checks/i.test(reason)) {
    const unhealthy = explainReason(reason, undefined)
    if (unhealthy !== undefined) return unhealthy
  }
  return platform ?? { text: 'ECS stopped the task as it was planned.', cause: 'on purpose' }
}

/** Nothing that is known was said. */
function bySilence(stopCode: string, exitCode: number | undefined): Explanation {
  if (stopCode === 'TaskFailedToStart') {
    const text = 'The task could not be started. Look at the latest events of the service.'
    return { text, cause: 'application' }
  }
  // A code that is newer than this list is not held against the application.
  const cause = stopCode === '' || stopCode === 'EssentialContainerExited' ? 'application' : 'platform'
  if (exitCode !== undefined) return { text: explainExitCode(exitCode), cause }
  return { text: 'The task stopped, and ECS gave no reason. Look at its last log lines.', cause }
}
