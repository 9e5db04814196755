import type { ActionsBlock } from '@slack/types'
import type { EnvironmentStatus } from '../../../core/status.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { actions } from '../../blocks.js'
import { sayButton, sayMenu } from '../../say.js'
import { offerButton } from '../runbooks/offer.js'
import { byUrgency } from './words.js'

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const longestButton = 75

/** From what is wrong to its cause: what the service in the worst state wrote, and the figures. */
function causeButtons({ environment, focus, services, alarms, verdict, measurements }: EnvironmentStatus) {
  const isBeyond =
    verdict === 'worth a look' || measurements.some(({ met, value }) => value !== undefined && !met)
  if (verdict !== 'degraded' && verdict !== 'down' && !isBeyond && alarms.length === 0) return []
  const name = focus ?? byUrgency(services)[0]?.name
  const logs =
    name === undefined
      ? []
      : [
          sayButton(
            { verb: 'logs', words: [name, environment], options: { level: 'error' } },
            { text: `Errors of ${name}`.slice(0, longestButton) },
          ),
        ]
  return [...logs, sayButton({ verb: 'metrics', words: [focus, environment] }, { text: 'Metrics' })]
}

/** What to do about it, where a runbook fits; ask again, look closer (or back), and change the number of tasks. */
export function statusButtons(status: EnvironmentStatus, offer?: RunbookOffer): ActionsBlock {
  const { environment, focus } = status
  const look = (service?: string) => ({ verb: 'status', words: [service, environment] })
  const closer =
    focus === undefined
      ? // Those in trouble first. One that Slack has no room for is still found by typing its name.
        sayMenu(
          'Details of a service',
          byUrgency(status.services).map(({ name }) => ({ text: name, line: look(name) })),
          { answers: 'replace' },
        )
      : sayButton(look(), { text: 'Back to overview', answers: 'replace' })
  return actions([
    ...(offer === undefined ? [] : [offerButton(offer, 'primary')]),
    ...causeButtons(status),
    sayButton(look(focus), { text: 'Refresh', answers: 'replace' }),
    ...(closer === undefined ? [] : [closer]),
    // How many is asked for in its form.
    sayButton({ verb: 'scale', words: [focus], options: { environment } }, { text: 'Scale' }),
  ])
}
