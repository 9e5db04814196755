import { findMute } from '../src/alarms/find-alarm.js'
import { shortAlarmName } from '../src/core/alarms.js'
import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { choosing, environment, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { unmutedMessage } from '../src/slack/views/alarms/mutes.js'
import { mutedAlarms } from './choices/alarms.js'

export const unmute: Command = command({
  name: 'unmute',
  summary: 'Let an alarm count again before its mute is over',
  topic: 'trouble',
  examples: ['unmute rds-cpu-utilization production', 'unmute ohmycoins-prod-rds-cpu-utilization'],
  args: {
    alarm: choosing(word({ placeholder: 'alarm', summary: 'its name, with or without the prefix' }), {
      lookUp: mutedAlarms,
    }),
    environment: environment({
      summary: 'name or alias of the environment; left out: the one in which it is muted',
    }).optional(),
  },
  access: 'operator',
  run: async ({ args, caller, clock, config, guide, mutes }) => {
    const allowed = args.environment === undefined ? (await guide.offer(unmute, caller)).environments : []
    const places =
      args.environment === undefined
        ? config.environments.filter(({ name }) => allowed.includes(name))
        : [args.environment]
    const found = findMute(args.alarm, places, await mutes.list())
    const ended = await mutes.unmute(found, caller)
    const prefix = places.find(({ name }) => name === ended.environment)?.alarmPrefix ?? ''
    return {
      message: unmutedMessage(ended, shortAlarmName(ended.alarm, prefix), caller.name, {
        zone: createZone(config.timeZone),
        now: clock.now(),
      }),
      data: ended as unknown as Json,
      shownTo: 'place',
    }
  },
})
