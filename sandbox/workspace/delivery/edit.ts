import type { Delivery, Person } from '../contract.js'
import { personToken } from '../emulator.js'
import { type MessageRecord, type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { changedEvent, isTold } from './channel-events.js'
import { sendEvent } from './events.js'
import { eventFor } from './say.js'
import { typedText } from './typed-text.js'

/**
 * A person changes a message of theirs. Where it mentions the bot, Slack sends app_mention once more: the same `ts`, another `event_id`, and `edited`
 * (https://github.com/slackapi/bolt-js/issues/960).
 */
export async function edit(
  person: Person,
  message: MessageRecord,
  typed: string,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> {
  const channel = workspace.channels.find(message.channel)
  if (channel === undefined || message.author !== person.slackId)
    throw new Error(`${person.name} cannot edit ${message.ts}`)
  const text = typedText(typed, workspace)
  const { channel: place, ts } = message
  const answer = await workspace.slack.call(personToken(person.slackId), 'chat.update', {
    channel: place,
    ts,
    text,
  })
  if (!answer.ok) return { ok: false, acknowledgedAfter: 0, error: answer.error ?? 'unknown_error' }
  const edited = { user: person.slackId, ts: `${Math.floor(workspace.settings.now() / 1000)}.000000` }
  const raw: RawMessage = { ...message.raw, text, edited }
  workspace.messages.save(recordFrom(place, raw, { ...message, edits: message.edits + 1 }))
  if (isTold(channel) && channel.directMessageWith === undefined)
    await workspace.emit(changedEvent(place, raw, message.raw, workspace.nextTs()))
  const event = eventFor(person, channel, raw, text)
  if (event === undefined) return { ok: true, acknowledgedAfter: 0 }
  return sendEvent({ ...event, edited, event_ts: workspace.nextTs() }, workspace, stopped)
}
