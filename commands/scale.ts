import {
  environment,
  flag,
  service,
  type TaskCount,
  taskCount,
  text,
} from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import type { ScaleInput } from '../src/operations/scale/scale-plan.js'
import { scaleService } from '../src/operations/scale/scale-service.js'

export const scale = command({
  name: 'scale',
  summary: 'Set how many tasks a service runs, or between how many autoscaling keeps it',
  examples: [
    'scale backend 4 staging',
    'scale backend +1 production --reason "sale starts"',
    'scale backend 2..6 production',
  ],
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
  forAgents: { may: 'ask', without: ['confirm', 'break-glass'] },
  run: ({ args, caller, operations }) => {
    return operations.request(scaleService, { service: args.service, count: countOf(args.count) }, caller, {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
      ...(args.confirm === undefined ? {} : { confirmation: args.confirm }),
    })
  },
})

function countOf(count: TaskCount): ScaleInput['count'] {
  if (count.kind === 'range') return { minimum: count.minimum, maximum: count.maximum }
  return count.kind === 'absolute' ? { to: count.count } : { by: count.by }
}
