import { environment, flag, services, text } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { restartService } from '../src/operations/restart/restart-service.js'

export const restart = command({
  name: 'restart',
  summary: 'Replace every task of one or more services by a new one of the same version',
  examples: ['restart backend staging', 'restart backend,frontend staging --reason "new database password"'],
  args: {
    services: services(),
    environment: environment(),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'only show what would change' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  forAgents: { may: 'ask', without: ['confirm', 'break-glass'] },
  run: ({ args, caller, operations }) =>
    operations.request(
      restartService,
      { environment: args.environment.name, services: [...args.services] },
      caller,
      {
        dryRun: args['dry-run'],
        ...glassOf(args),
        ...(args.reason === undefined ? {} : { reason: args.reason }),
      },
    ),
})
