import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { overviewOf } from '../src/locks/overview.js'
import { locksMessage } from '../src/slack/views/locks/locks.js'

export const locks = command({
  name: 'locks',
  summary: 'Show what may not be changed now, and soon',
  examples: ['locks', 'locks production'],
  args: { environment: environment().optional() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, locks: all, clock, config }) => {
    const zone = createZone(config.timeZone)
    const environments = args.environment === undefined ? config.environments : [args.environment]
    const overview = overviewOf({
      locks: await all.list(),
      environments,
      freezes: config.freezes,
      zone,
      now: clock.now(),
    })
    return {
      message: locksMessage(overview, zone, clock.now()),
      data: overview as unknown as Json,
      shownTo: 'place',
    }
  },
})
