import { countedOf } from '../../core/wording.js'
import { type Finding, operation, step, type StepContext, wait } from '../../changes/definition.js'
import { serviceLock } from '../../core/service-lock.js'
import type { Ports } from '../operations.js'
import { tasksAreHealthy } from '../scale/scale-waits.js'
import { diagnoseService } from '../service/service-diagnosis.js'
import { awsOf } from '../service/service-environment.js'
import { planStopTask, type StopTaskInput, stopTaskInput, taskOf } from './stop-task-plan.js'

type Context = StepContext<StopTaskInput, Ports>

/** Stops one task of a service, and follows it until as many are healthy as are wanted. What was stopped cannot be taken back. */
export const stopTask = operation<StopTaskInput, Ports>({
  name: 'stop-task',
  verb: 'stop-task',
  input: stopTaskInput,
  access: 'operator',
  environment: ({ service }) => service.environment,
  locks: ({ service }) => [serviceLock(service)],
  plan: planStopTask,
  steps: [
    step('Stop the task', stop),
    wait('Wait for another one', anotherRuns, { every: '5s', timeout: '15m' }),
    wait('Verify health', areHealthy, { every: '5s', timeout: '10m' }),
  ],
  diagnose: ({ ports, input, record, clock }) =>
    diagnoseService(ports, input.service, clock, record.startedAt),
})

/** Looks first: after a crash or a lost answer it may be stopping already. */
async function stop(context: Context): Promise<string> {
  const { input, plan, ports, record } = context
  const aws = awsOf(ports, input.service)
  const id = taskOf(plan)
  const tasks = await aws.runningTasks(input.service)
  if (!tasks.some((task) => task.id === id)) return 'it is on its way out already'
  await context.fence()
  const why = `Stopped by ${record.caller.name} with ohmy (${record.id}): ${record.reason ?? 'no reason given'}`
  const { requestId } = await aws.stopTask(input.service, id, why)
  await context.changed(requestId)
  return 'ECS was asked to stop it'
}

/** Counted are the tasks themselves: the service's own count may go on naming the one that stops for a moment. */
async function anotherRuns({ input, plan, ports }: Context): Promise<Finding> {
  const aws = awsOf(ports, input.service)
  const [{ desired }, tasks] = await Promise.all([
    aws.describeService(input.service, { linger: true }),
    aws.runningTasks(input.service),
  ])
  const others = tasks.filter(({ id }) => id !== taskOf(plan))
  const running = others.filter(({ lastStatus }) => lastStatus === 'RUNNING').length
  const isGone = others.length === tasks.length
  return {
    done: isGone && running >= desired,
    detail: `${countedOf(running, desired, 'task')} running${isGone ? '' : ', it has not stopped yet'}`,
  }
}

/** As many as are wanted by now: autoscaling may have moved that on. */
async function areHealthy(context: Context): Promise<Finding> {
  const { input, ports } = context
  const { desired } = await awsOf(ports, input.service).describeService(input.service, { linger: true })
  return tasksAreHealthy(context, desired)
}
