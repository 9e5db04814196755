import type { ActionsBlock } from '@slack/types'
import type { EnvironmentStatus } from '../../../core/status.js'
import type { RunbookOffer } from '../../../core/runbook-offer.js'
import { actions } from '../../blocks.js'
import { sayButton, sayMenu } from '../../say.js'
import { offerButton } from '../runbooks/offer.js'
import { byUrgency } from './words.js'

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
    sayButton(look(focus), { text: 'Refresh', answers: 'replace' }),
    ...(closer === undefined ? [] : [closer]),
    // How many is asked for in its form.
    sayButton({ verb: 'scale', words: [focus], options: { environment } }, { text: 'Scale' }),
  ])
}
