import { readAlarms } from '../src/alarms/read-alarms.js'
import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment, flag } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { offerFor } from '../src/runbooks/offer.js'
import { alarmsMessage } from '../src/slack/views/alarms/alarms.js'

export const alarms: Command = command({
  name: 'alarms',
  summary: 'Show which CloudWatch alarms ring, and why',
  examples: ['alarms', 'alarms production', 'alarms production --all'],
  args: {
    environment: environment({ summary: 'only this one; left out: all of them' }).optional(),
    all: flag({ summary: 'also those that are OK' }),
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, aws, clock, config, guide, mutes, runbooks }) => {
    // Where none is named the answer tells of every environment that this person may look at.
    const seen = args.environment === undefined ? (await guide.offer(alarms, caller)).environments : []
    const places =
      args.environment === undefined
        ? config.environments.filter(({ name }) => seen.includes(name))
        : [args.environment]
    const overviews = await Promise.all(
      places.map((place) =>
        readAlarms({ aws: aws(place), environment: place, mutes, clock, withSilences: true }),
      ),
    )
    if (overviews.some((overview) => overview.alarms.some(({ state }) => state === 'ALARM')))
      await runbooks.all()
    return {
      message: alarmsMessage(overviews, {
        offer: ({ name, service }, environment) =>
          offerFor(runbooks, { alarm: name }, { environment, service, under: name }),
        zone: createZone(config.timeZone),
        now: clock.now(),
        all: args.all,
        askedBy: caller.name,
        buttons: caller.origin !== 'terminal',
        ...(args.environment === undefined ? {} : { named: args.environment.name }),
      }),
      data: overviews as unknown as Json,
      shownTo: 'place',
    }
  },
})
