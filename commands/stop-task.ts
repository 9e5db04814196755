import { environment, flag, service, taskId, text } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { stopTask } from '../src/operations/stop-task/stop-task.js'

export const stopTaskCommand = command({
  name: 'stop-task',
  summary: 'Stop one task of a service; ECS starts another one',
  examples: ['stop-task backend staging --task 9f2c41d7 --reason "it hangs"'],
  args: {
    service: service(),
    environment: environment(),
    task: taskId(),
    reason: text({ summary: 'why, for everybody who reads the message; ECS keeps it with the task' }),
    confirm: text({ summary: 'the name of the service, where it is the only task that runs' }).optional(),
    'dry-run': flag({ summary: 'only show what would change' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  run: ({ args, caller, operations }) =>
    operations.request(stopTask, { service: args.service, task: args.task }, caller, {
      dryRun: args['dry-run'],
      reason: args.reason,
      ...glassOf(args),
      ...(args.confirm === undefined ? {} : { confirmation: args.confirm }),
    }),
})
