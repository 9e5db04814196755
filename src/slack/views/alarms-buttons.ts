import type { ActionsBlock } from '@slack/types'
import type { ExplainedAlarm } from '../../core/alarms.js'
import { actions, button } from '../blocks.js'

/** What a click claims: looked up and checked again on the server. */
function address(parts: Readonly<Record<string, string | boolean>>): string {
  return JSON.stringify({ v: 1, ...parts })
}

/** Look at what it looks at, or say that it is known. */
export function alarmButtons(
  { name, shortName, drawable }: ExplainedAlarm,
  environment: string,
): ActionsBlock {
  const value = address({ environment, alarm: name })
  const graph = button({ text: 'Graph', actionId: 'alarms.graph', value })
  const mute = button({
    text: 'Mute for 1 h',
    actionId: 'alarms.mute',
    value,
    confirm: {
      title: 'Mute this alarm?',
      text: `ohmy stays quiet about ${shortName.slice(0, 150)} for an hour. CloudWatch goes on: mails, autoscaling and rollbacks are not touched.`,
      yes: 'Mute for 1 h',
      no: 'No',
    },
  })
  return actions(drawable ? [graph, mute] : [mute])
}

/** Asks again, in the same message. */
export function refreshButton(environment: string | undefined, all: boolean): ActionsBlock {
  const value = address({ all, ...(environment === undefined ? {} : { environment }) })
  return actions([button({ text: 'Refresh', actionId: 'alarms.refresh', value })])
}
