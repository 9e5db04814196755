import { findAlarm } from '../src/alarms/find-alarm.js'
import { shortAlarmName } from '../src/core/alarms.js'
import type { Json } from '../src/core/json.js'
import { createZone } from '../src/core/time-zone.js'
import { choosing, duration, environment, flag, text, word } from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { mutedMessage } from '../src/slack/views/alarms/mutes.js'
import { alarmsThere } from './choices/alarms.js'

const hour = 3_600_000
const longest = 7 * 24 * hour

export const mute: Command = command({
  name: 'mute',
  summary: 'Keep ohmy quiet about an alarm that is known, for a while',
  topic: 'trouble',
  examples: [
    'mute rds-cpu-utilization production',
    'mute rds-cpu-utilization production --for 2h --reason "reindexing"',
    'mute ohmycoins-prod-rds-cpu-utilization',
    'mute rds-cpu-utilization production --until-ok',
  ],
  args: {
    alarm: choosing(word({ placeholder: 'alarm', summary: 'its name, with or without the prefix' }), {
      lookUp: alarmsThere,
    }),
    environment: environment({
      summary: 'name or alias of the environment; left out: the one that has an alarm of that name',
    }).optional(),
    for: duration({ summary: 'how long; left out: 1 h', most: longest }).optional(),
    'until-ok': flag({ summary: 'only until it is good again, 7 d at most' }),
    reason: text({ summary: 'why, for everybody who sees it', maximum: 300 }).optional(),
  },
  access: 'operator',
  run: async ({ args, caller, aws, clock, config, guide, mutes }) => {
    const allowed = args.environment === undefined ? (await guide.offer(mute, caller)).environments : []
    const places =
      args.environment === undefined
        ? config.environments.filter(({ name }) => allowed.includes(name))
        : [args.environment]
    const { environment: place, alarm } = await findAlarm(args.alarm, places, aws)
    const muted = await mutes.mute(
      {
        environment: place.name,
        alarm: alarm.name,
        until: clock.now() + (args.for ?? (args['until-ok'] ? longest : hour)),
        ...(args['until-ok'] ? { untilOk: true as const } : {}),
        ...(args.reason === undefined ? {} : { reason: args.reason }),
      },
      caller,
    )
    return {
      message: mutedMessage(muted, shortAlarmName(alarm.name, place.alarmPrefix), {
        zone: createZone(config.timeZone),
        now: clock.now(),
      }),
      data: muted as unknown as Json,
      shownTo: 'place',
    }
  },
})
