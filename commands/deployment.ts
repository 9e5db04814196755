import { allServices } from '../src/aws/all-services.js'
import { asJson } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { environment, service } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { openDeploymentsMessage } from '../src/slack/views/pauses/open.js'

export const deployment = command({
  name: 'deployment',
  summary: 'Show what is being deployed: strategy, stage, traffic, what it waits for, who asked',
  examples: ['deployment', 'deployment production', 'deployment backend production'],
  args: { service: service().optional(), environment: environment() },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, aws, clock, config, caller, pauses }) => {
    const place = args.environment
    const services = args.service === undefined ? await allServices(aws(place)) : [args.service]
    const open = await pauses.goingOn(place, services)
    return {
      message: openDeploymentsMessage(open, {
        ...{ environment: place.name, zone: createZone(config.timeZone), now: clock.now() },
        ...(args.service === undefined ? {} : { service: args.service.name }),
        buttons: caller.origin !== 'terminal',
      }),
      data: asJson(open),
      shownTo: 'place',
    }
  },
})
