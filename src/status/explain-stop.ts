import type { EcsTask } from '../aws/aws.js'
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
 * Why a task stopped, in words. `undefined` for one that was stopped on purpose (scaling in, a deployment, a person): no trouble.
 */
export function explainStop(task: EcsTask): StoppedTask | undefined {
  const failed = task.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  const exited = failed ?? task.containers.find(({ exitCode }) => exitCode !== undefined)
  const explanation = explain(task, exited?.exitCode)
  if (explanation.onPurpose) return undefined
  return {
    id: task.id.slice(0, 8),
    ...(task.stoppedAt === undefined ? {} : { stoppedAt: task.stoppedAt }),
    ...(exited?.exitCode === undefined ? {} : { exitCode: exited.exitCode }),
    explanation: explanation.text,
  }
}

function explain(task: EcsTask, exitCode: number | undefined): Explanation {
  const reasons = [...task.containers.map(({ reason }) => reason), task.stoppedReason]
  for (const reason of reasons) {
    const known = reason === undefined ? undefined : explainReason(reason, exitCode)
    if (known) return known
  }
  if (exitCode !== undefined) return { text: explainExitCode(exitCode), onPurpose: false }
  if (task.stopCode === 'TaskFailedToStart') {
    return {
      text: 'The task could not be started. Look at the latest events of the service.',
      onPurpose: false,
    }
  }
  return { text: 'The task stopped, and ECS gave no reason. Look at its last log lines.', onPurpose: false }
}
