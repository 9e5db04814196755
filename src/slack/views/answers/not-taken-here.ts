import type { Message } from '../../../core/message.js'
import { section } from '../../blocks.js'
import { message } from '../../message.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'

/**
 * What was started has a message of its own, and Slack does not take it where it goes: where it was asked for, most of the time.
 * @param why Slack's error code
 * @param cancel the line that ends what was started, where there is one
 */
export function notTakenHereMessage(
  id: string,
  { why, channel, isHere }: { readonly why: string; readonly channel: string; readonly isHere: boolean },
  cancel: string | undefined,
): Message {
  const where = isHere ? 'where you asked for this' : `in ${channelWords(channel)}`
  const ends = cancel === undefined ? '' : ` To end it: ${code(cancel)}.`
  return message([
    section(
      `:warning: *Slack does not let ohmy write ${where}* (${code(why)}), so nobody sees there what becomes of ${code(id)}. It goes on all the same. ${nextOf(why, isHere)}${ends}`,
    ),
  ])
}

function channelWords(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : escapeMrkdwn(channel)
}

function nextOf(why: string, isHere: boolean): string {
  return why === 'not_in_channel' || why === 'channel_not_found'
    ? `Invite ohmy to the channel (${code('/invite @ohmy')}): its message then comes within a quarter of an hour.`
    : `Its message comes once Slack takes it.${isHere ? ' Ask in another channel next time.' : ''}`
}
