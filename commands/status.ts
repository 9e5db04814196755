import type { Json } from '../src/core/json.js'
import { environment, service } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { statusMessage } from '../src/slack/views/status/status.js'
import { readStatus } from '../src/status/read-status.js'

export const status = command({
  name: 'status',
  summary: 'Show how an environment or a service is',
  examples: ['status', 'status staging', 'status backend production'],
  args: { service: service().optional(), environment: environment() },
  access: 'viewer',
  run: async ({ args, caller, aws, clock, config, mutes }) => {
    const read = await readStatus({
      aws: aws(args.environment),
      environment: args.environment,
      ...(args.service === undefined ? {} : { service: args.service }),
      thresholds: config.thresholds,
      clock,
      mutes: () => mutes.list(),
    })
    return {
      message: statusMessage(read, {
        askedBy: caller.name,
        buttons: caller.origin !== 'terminal',
      }),
      // The status is plain data; only its type does not say so.
      data: read as unknown as Json,
      shownTo: 'place',
    }
  },
})
