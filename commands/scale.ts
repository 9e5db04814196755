import { environment, flag, service, taskCount, text } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { scaleService } from '../src/operations/scale/scale-service.js'

export const scale = command({
  name: 'scale',
  summary: 'Set how many tasks a service runs',
  examples: ['scale backend 4 staging', 'scale backend +1 production --reason "sale starts"'],
  args: {
    service: service(),
    count: taskCount(),
    environment: environment(),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    confirm: text({ summary: 'the name of the service, where scaling to zero asks for it' }).optional(),
    'dry-run': flag({ summary: 'only show what would change' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  run: ({ args, caller, operations }) => {
    const count = args.count.kind === 'absolute' ? { to: args.count.count } : { by: args.count.by }
    return operations.request(scaleService, { service: args.service, count }, caller, {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
      ...(args.confirm === undefined ? {} : { confirmation: args.confirm }),
    })
  },
})
