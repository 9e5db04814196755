import type { EcsTask } from '../../aws/aws.js'
import type { Finding } from '../../changes/definition.js'
import { type Diagnosis, wroteLast } from '../../core/operation.js'
import { createZone } from '../../core/time-zone.js'
import { UserError } from '../../core/user-error.js'
import { besideItsLines, explainStop } from '../../status/explain-stop.js'
import { lastWords } from '../service/last-words.js'
import { awsOf, environmentOf } from '../service/service-environment.js'
import { basisOf } from './run-task-input.js'
import { exitCodeOf, type RunTaskContext, standOf, taskAtWork, taskStarted } from './run-task-task.js'

/** Lines that are told of what it wrote. */
const linesTold = 10
/** ms. Lines reach CloudWatch a moment after they were written; a command may also have nothing to say. */
const linesWithin = 20_000

/** When its time is over it goes on by itself: a migration that is ended in its middle is worse than one that is slow. */
export async function follow(context: RunTaskContext): Promise<Finding> {
  const { cluster } = context.input.service
  const { within } = basisOf(context.plan)
  const task = await taskAtWork(context)
  const detail = standOf(context, task)
  if (task.lastStatus === 'STOPPED') return { done: true, detail }
  const goesOn = `The task goes on by itself. To stop it: aws ecs stop-task --cluster ${cluster} --task ${task.id}.`
  return { done: false, detail, allowed: within, goesOn }
}

/** The exit code decides; what it wrote is told either way. */
export async function judge(context: RunTaskContext): Promise<Finding> {
  const task = await taskAtWork(context)
  const wrote = await linesOf(context, task)
  if (wrote.length === 0 && context.elapsed < linesWithin) {
    return { done: false, detail: 'waiting for what it wrote' }
  }
  const code = exitCodeOf(context, task)
  if (code === 0) return { done: true, detail: wrote.length === 0 ? 'good; it wrote nothing' : 'good', wrote }
  const ended = code === undefined ? 'It ended without an exit code.' : `It ended with exit code ${code}.`
  throw new UserError('task-failed', ended, 'What it had done by then stays done.')
}

/** Why it ended badly, and what it wrote last. The lines are untrusted. */
export async function diagnoseTask(context: RunTaskContext): Promise<Diagnosis> {
  const task = await taskStarted(context)
  if (task?.lastStatus !== 'STOPPED') return { lines: [], causes: [] }
  const stop = explainStop(task)
  const wrote = await linesOf(context, task)
  const why = stop?.explanation ?? saidByEcs(task)
  return {
    lines: [
      wrote.length === 0 ? why : besideItsLines(why),
      ...(wrote.length === 0 ? [] : [wroteLast, ...wrote]),
    ],
    // A command that fails is no service that keeps ending: its runbook would only lead astray.
    causes: stop === undefined || stop.class === 'application-exit' ? [] : [stop.class],
  }
}

function saidByEcs({ stopCode, stoppedReason }: EcsTask): string {
  const words = [stopCode, stoppedReason].filter((part) => part !== undefined && part !== '').join(': ')
  return words === '' ? 'It stopped, and ECS gave no reason.' : `ECS says: ${words}`
}

function linesOf({ ports, input, clock }: RunTaskContext, task: EcsTask): Promise<readonly string[]> {
  return lastWords({
    aws: awsOf(ports, input.service),
    environment: environmentOf(ports, input.service),
    service: input.service,
    task,
    zone: createZone(ports.config.timeZone),
    clock,
    newest: linesTold,
  })
}
