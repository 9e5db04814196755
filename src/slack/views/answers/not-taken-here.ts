import type { Message } from '../../../core/message.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { code } from '../../mrkdwn.js'

/**
 * What was started has a message of its own, and Slack does not take it where it was asked for.
 * @param why Slack's error code
 * @param cancel the line that ends what was started, where there is one
 */
export function notTakenHereMessage(id: string, why: string, cancel: string | undefined): Message {
  const ends = cancel === undefined ? '' : ` To end it: ${code(cancel)}.`
  return message([
    section(
      `:warning: *Slack does not let ohmy write where you asked for this* (${code(why)}), so nobody sees there what becomes of ${code(id)}. It goes on all the same. ${nextOf(why)}${ends}`,
    ),
  ])
}

function nextOf(why: string): string {
  return why === 'not_in_channel' || why === 'channel_not_found'
    ? `Invite ohmy to the channel (${code('/invite @ohmy')}): its message then comes within a quarter of an hour.`
    : 'Its message comes once Slack takes it; ask in another channel next time.'
}
