import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { choosing, environment, keyword, service } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { lockedAs, scopeOf } from '../src/locks/scope.js'
import { unlockedMessage } from '../src/slack/views/locks/locks.js'
import { lockedScopes } from './choices/locks.js'

export const unlock = command({
  name: 'unlock',
  summary: 'Take a lock away: your own, or as an approver anybody’s',
  examples: ['unlock production', 'unlock backend production', 'unlock all'],
  args: {
    all: keyword('all', { summary: '`all` for the lock on everything' }),
    service: service({ mayBeGone: true }).optional(),
    environment: choosing(environment(), {
      lookUp: lockedScopes,
      tells: ['all', 'service'],
      label: 'What',
    }).optional(),
  },
  access: 'operator',
  changes: true,
  run: async ({ args, caller, locks, clock, config }) => {
    const removed = await locks.unlock(lockedAs(scopeOf(args), await locks.list()), caller)
    return {
      message: unlockedMessage(removed, caller.name, createZone(config.timeZone), clock.now()),
      data: removed as unknown as Json,
      shownTo: 'place',
    }
  },
})
