import type { ActionsBlock } from '@slack/types'
import type { ExplainedAlarm } from '../../../core/alarms.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { actions } from '../../blocks.js'
import { offerButton } from '../runbooks/offer.js'
import { sayButton } from '../../say.js'

/** What to do about it, where a runbook is for it; look at what it looks at; or say that it is known. */
export function alarmButtons(
  { name, shortName, drawable, mute: muted }: ExplainedAlarm,
  environment: string,
  offer: RunbookOffer | undefined,
): ActionsBlock {
  const graph = sayButton(
    { verb: 'metrics', words: [environment], options: { alarm: name, since: '3h' } },
    { text: 'Graph' },
  )
  const mute = sayButton(
    { verb: 'mute', words: [name, environment], options: { for: '1h' } },
    {
      text: 'Mute for 1 h',
      confirm: {
        title: 'Mute this alarm?',
        text: `ohmy stays quiet about ${shortName.slice(0, 150)} for an hour. CloudWatch goes on: mails, autoscaling and rollbacks are not touched.`,
        yes: 'Mute for 1 h',
        no: 'No',
      },
    },
  )
  const unmute = sayButton({ verb: 'unmute', words: [name, environment] }, { text: 'Unmute' })
  return actions([
    ...(offer === undefined ? [] : [offerButton(offer)]),
    ...(drawable ? [graph] : []),
    muted === undefined ? mute : unmute,
  ])
}

/** Asks again, in the same message. */
export function refreshButton(environment: string | undefined, all: boolean): ActionsBlock {
  const line = { verb: 'alarms', words: [environment], options: { all: all ? (true as const) : undefined } }
  return actions([sayButton(line, { text: 'Refresh', answers: 'replace' })])
}
