import { z } from 'zod'
import type { EcsService, EcsTask } from '../../aws/aws.js'
import type { PlanContext } from '../../changes/definition.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { utcTime } from '../../core/utc-time.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'
import { nameOf, serviceRef } from '../service/service-release.js'

export const stopTaskInput = z.object({
  service: serviceRef,
  /** Its id, or the beginning of it. */
  task: z.string(),
})
export type StopTaskInput = z.infer<typeof stopTaskInput>

const stopTaskBasis = z.object({ task: z.string() })

/** The id, in full, of the task that a plan stops. */
export function taskOf(plan: Plan): string {
  return stopTaskBasis.parse(plan.basis).task
}

/** Asks ECS which tasks run, then decides. */
export async function planStopTask({ input, ports }: PlanContext<StopTaskInput, Ports>): Promise<Plan> {
  const aws = awsOf(ports, input.service)
  const [service, tasks] = await Promise.all([
    aws.describeService(input.service),
    aws.runningTasks(input.service),
  ])
  return decideStopTask(input, service, tasks)
}

/** Pure: which task is stopped and what that means, or a UserError that says why not. @param tasks all that are wanted */
export function decideStopTask(input: StopTaskInput, service: EcsService, tasks: readonly EcsTask[]): Plan {
  const name = `${input.service.name} in ${input.service.environment}`
  const task = taskMeant(input, tasks)
  const short = task.id.slice(0, 8)
  const { desired } = service
  const others = tasks.filter(({ id, lastStatus }) => id !== task.id && lastStatus === 'RUNNING')
  const isOnly = task.lastStatus === 'RUNNING' && others.length === 0 && desired > 0
  const since = task.startedAt ?? task.createdAt
  const began = since === undefined ? '' : `, started ${utcTime(since)}`
  const zone = task.zone === undefined ? '' : `, in ${task.zone}`
  return {
    summary: `Stop task ${short} of ${name}`,
    changes: [{ what: `Task ${short}`, from: 'wanted', to: 'stopped' }],
    details: [
      `It runs ${nameOf(task.taskDefinition ?? 'an unknown task definition')}${began}${zone}.`,
      desired === 0
        ? 'ECS starts no other one: none is wanted.'
        : `ECS starts another one of the same version: ${desired} ${desired === 1 ? 'is' : 'are'} wanted.`,
    ],
    warnings: service.deployments.length > 1 ? [`A deployment of ${name} is running.`] : [],
    basis: { task: task.id },
    ...(isOnly
      ? {
          confirmation: {
            word: input.service.name,
            because: `It is the only task of ${name} that runs: nobody can use it until another one is healthy.`,
          },
        }
      : {}),
  }
}

function taskMeant({ service, task: typed }: StopTaskInput, tasks: readonly EcsTask[]): EcsTask {
  const [found, ...others] = tasks.filter(({ id }) => id.startsWith(typed))
  const name = `${service.name} in ${service.environment}`
  const list = `\`/ohmy tasks ${service.name} ${service.environment}\` lists them.`
  if (found === undefined) {
    const what = `No task of ${name} that runs has an id that begins with ${typed}.`
    throw new UserError('task-unknown', what, `It may have stopped already. ${list}`)
  }
  if (others.length === 0) return found
  const what = `${others.length + 1} tasks of ${name} have an id that begins with ${typed}.`
  throw new UserError('task-ambiguous', what, `Type more of it. ${list}`)
}
