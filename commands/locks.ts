import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { overviewOf } from '../src/locks/overview.js'
import { locksMessage } from '../src/slack/views/locks/locks.js'

export const locks: Command = command({
  name: 'locks',
  summary: 'Show what may not be changed now, and soon',
  examples: ['locks', 'locks production'],
  args: { environment: environment().optional() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, locks: all, clock, config, guide }) => {
    const zone = createZone(config.timeZone)
    // Where none is named the answer tells of every environment that this person may look at.
    const seen = args.environment === undefined ? (await guide.offer(locks, caller)).environments : []
    const environments =
      args.environment === undefined
        ? config.environments.filter(({ name }) => seen.includes(name))
        : [args.environment]
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
