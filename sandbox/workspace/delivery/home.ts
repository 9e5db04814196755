import type { Delivery, Person } from '../contract.js'
import type { Parts } from '../parts.js'
import { sendEvent } from './events.js'
import { viewPayload } from './payloads.js'

/** A person opens the bot's App Home tab. */
export function openHome(person: Person, parts: Parts, stopped: AbortSignal): Promise<Delivery> {
  const home = parts.modals.home(person.slackId)
  const event = {
    type: 'app_home_opened',
    user: person.slackId,
    channel: parts.channels.directMessage(person.slackId)?.id,
    tab: 'home',
    event_ts: parts.nextTs(),
    ...(home === undefined ? {} : { view: viewPayload(home) }),
  }
  return sendEvent(event, parts, stopped)
}
