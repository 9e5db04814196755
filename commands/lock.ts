import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { choosing, duration, environment, keyword, service, text } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { scopeOf } from '../src/locks/scope.js'
import { lockedMessage } from '../src/slack/views/locks/locks.js'
import { lockableScopes } from './choices/locks.js'

const longest = 30 * 24 * 3_600_000

export const lock = command({
  name: 'lock',
  summary: 'Keep a service, an environment or everything from being changed',
  examples: [
    'lock production --reason "migration"',
    'lock backend production --reason "load test" --for 2h',
    'lock all --reason "AWS is in trouble"',
  ],
  args: {
    all: keyword('all', { summary: '`all` for everything, instead of an environment' }),
    service: service().optional(),
    environment: choosing(environment(), {
      lookUp: lockableScopes,
      tells: ['all', 'service'],
      label: 'What',
    }).optional(),
    reason: text({
      summary: 'why, for everybody whom it stops',
      maximum: 300,
      missing: 'A lock needs a `--reason`.',
    }),
    for: duration({ summary: 'how long; left out: until somebody unlocks it', most: longest }).optional(),
  },
  access: 'operator',
  changes: true,
  run: async ({ args, caller, locks, aws, clock, config }) => {
    const scope = scopeOf(args)
    // Where services are discovered, a slip in the name would lock something that is not there, and leave what was meant open.
    if (args.service !== undefined && args.environment?.services.length === 0) {
      await aws(args.environment).describeService(args.service)
    }
    const until = args.for === undefined ? {} : { until: clock.now() + args.for }
    const taken = await locks.lock({ scope, reason: args.reason, ...until }, caller)
    return {
      message: lockedMessage(taken, createZone(config.timeZone), clock.now()),
      data: taken as unknown as Json,
      shownTo: 'place',
    }
  },
})
