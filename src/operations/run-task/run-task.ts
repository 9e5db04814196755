import { operation, step, wait } from '../../changes/definition.js'
import { serviceLock } from '../../core/service-lock.js'
import type { Ports } from '../operations.js'
import { diagnoseTask, follow, judge } from './run-task-end.js'
import { type RunTaskInput, runTaskInput } from './run-task-input.js'
import { planRunTask } from './run-task-plan.js'
import { isStopped, start, stop } from './run-task-steps.js'
import { startTitle } from './run-task-task.js'

/**
 * Runs an allowed command in a task of its own, as the service's tasks run: followed to its exit code and its last lines. One at a time for a service;
 * deployments and rollbacks go past it, because an emergency does not wait for a report.
 */
export const runTask = operation<RunTaskInput, Ports>({
  name: 'run-task',
  verb: 'run',
  input: runTaskInput,
  access: 'operator',
  environment: (input) => input.service.environment,
  locks: ({ service }) => [`task:${service.cluster}/${service.service}`],
  concerns: ({ service }) => [serviceLock(service)],
  plan: planRunTask,
  line: ({ service, command, container, taskDefinition }) => ({
    verb: 'run',
    words: [service.name, service.environment],
    options: { command, container, 'task-definition': taskDefinition },
  }),
  steps: [
    step(startTitle, start),
    wait('Wait until it has ended', follow, { every: '10s', timeout: '24h' }),
    wait('See how it ended', judge, { every: '5s', timeout: '2m' }),
  ],
  revert: [
    step('Stop the task', stop),
    wait('Wait until it has stopped', isStopped, { every: '5s', timeout: '10m' }),
  ],
  diagnose: diagnoseTask,
})
