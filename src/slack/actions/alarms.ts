import { z } from 'zod'
import type { Action, Click } from './action.js'
import { unreadable } from './unreadable.js'

const alarm = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  /** AWS allows 255 characters. */
  alarm: z.string().min(1).max(255),
})

const list = z.object({
  v: z.literal(1),
  environment: z.string().max(200).optional(),
  all: z.boolean(),
})

function read<Value>(schema: z.ZodType<Value>, { value }: Click): Value | undefined {
  try {
    return schema.parse(JSON.parse(value ?? ''))
  } catch {
    return undefined
  }
}

/** Asks again, in the same message. */
export const refreshAlarms: Action = {
  id: 'alarms.refresh',
  replaces: true,
  async run(edge, click) {
    const about = read(list, click)
    if (about === undefined) return unreadable()
    const words = [
      'alarms',
      ...(about.environment === undefined ? [] : [JSON.stringify(about.environment)]),
      ...(about.all ? ['--all'] : []),
    ]
    return edge.inside.run(words.join(' '), click.caller)
  },
}

/** What the alarm looks at, over the last hours. */
export const graphAlarm: Action = {
  id: 'alarms.graph',
  async run(edge, click) {
    const about = read(alarm, click)
    if (about === undefined) return unreadable()
    const { environment, alarm: name } = about
    return edge.inside.run(
      `metrics ${JSON.stringify(environment)} --alarm ${JSON.stringify(name)} --since 3h`,
      click.caller,
    )
  },
}

export const muteAlarm: Action = {
  id: 'alarms.mute',
  async run(edge, click) {
    const about = read(alarm, click)
    if (about === undefined) return unreadable()
    const { environment, alarm: name } = about
    return edge.inside.run(
      `mute ${JSON.stringify(name)} ${JSON.stringify(environment)} --for 1h`,
      click.caller,
    )
  },
}
