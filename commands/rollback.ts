import { environment, flag, service, text, versionReference } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { glassOf } from '../src/operations/break-glass.js'
import { rollbackService } from '../src/operations/rollback/rollback-service.js'

export const rollback = command({
  name: 'rollback',
  summary: 'Bring a service back to the last version that ran well',
  examples: ['rollback backend staging --dry-run', 'rollback backend production --to sprint-11-a8d20f6'],
  args: {
    service: service(),
    environment: environment(),
    to: versionReference({
      summary: 'another version: revision of the task definition, or image tag',
    }).optional(),
    'drop-unknown-fields': flag({
      summary: 'go on where a new revision loses what this release of ohmy knows nothing of',
    }),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'only show what it would go back to, and why' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'operator',
  changes: true,
  forAgents: { may: 'ask', without: ['confirm', 'break-glass'] },
  run: ({ args, caller, operations }) => {
    const input = {
      service: args.service,
      ...(args.to === undefined ? {} : { to: args.to }),
      ...(args['drop-unknown-fields'] ? { dropUnknownFields: true } : {}),
    }
    return operations.request(rollbackService, input, caller, {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
    })
  },
})
