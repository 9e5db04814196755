import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment, service } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { readRevisions } from '../src/operations/revisions/read-revisions.js'
import { revisionsMessage } from '../src/slack/views/revisions/revisions.js'

export const revisions = command({
  name: 'revisions',
  summary: 'Show what a service ran when, who brought it, how that ended, and what it can go back to',
  examples: ['revisions backend production'],
  args: { service: service(), environment: environment() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config, history }) => {
    const found = await readRevisions({ aws, config, past: history }, args.service, clock.now())
    return {
      message: revisionsMessage(found, {
        zone: createZone(config.timeZone),
        askedBy: caller.name,
        buttons: caller.origin !== 'terminal',
      }),
      data: found as unknown as Json,
      shownTo: 'place',
    }
  },
})
