import type { Delivery, Person } from '../contract.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { sendEvent } from './events.js'
import { viewPayload } from './payloads.js'

/** A person opens the bot's App Home tab. */
export function openHome(
  person: Person,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> {
  const home = workspace.modals.home(person.slackId)
  const event = {
    type: 'app_home_opened',
    user: person.slackId,
    channel: workspace.channels.directMessage(person.slackId)?.id,
    tab: 'home',
    event_ts: workspace.nextTs(),
    ...(home === undefined ? {} : { view: viewPayload(home) }),
  }
  return sendEvent(event, workspace, stopped)
}
