import {
  containerName,
  environment,
  flag,
  service,
  taskDefinition,
  text,
} from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { allowing, wordsOfCommand } from '../src/core/allowed-command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { runTask as operation } from '../src/operations/run-task/run-task.js'

/** `run`, of a service. What is said to a run of a runbook is `run`, too (docs/adr/0019). */
export const runTask = command({
  name: 'run',
  summary: 'Run an allowed command in a task of its own, such as a migration',
  examples: [
    'run backend staging --command "python manage.py migrate"',
    'run backend production --command "python manage.py migrate" --dry-run',
  ],
  args: {
    service: service(),
    environment: environment(),
    command: text({
      summary: 'what to run, as one of the environment’s `policy.commands` allows it',
      maximum: 1_000,
      missing: 'No command was given.',
    }),
    container: containerName({ summary: 'which container runs it, where there are several' }).optional(),
    'task-definition': taskDefinition({
      summary: 'another revision of the service’s own than the one it runs',
    }).optional(),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'only show what would be run' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  run: ({ args, caller, operations }) => {
    const { container, reason } = args
    const named = args['task-definition']
    const rule = allowing(
      args.environment.policy.commands ?? [],
      args.service.name,
      wordsOfCommand(args.command) ?? [],
    )
    const input = {
      service: args.service,
      command: args.command,
      ...(container === undefined ? {} : { container }),
      ...(named === undefined ? {} : { taskDefinition: named }),
    }
    return operations.request(operation, input, caller, {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(rule === undefined ? {} : { approvals: rule.approvals }),
      ...(reason === undefined ? {} : { reason }),
    })
  },
})
