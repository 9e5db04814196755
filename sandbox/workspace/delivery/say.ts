import { randomUUID } from 'node:crypto'
import type { ChannelRecord } from '../channels.js'
import type { Delivery, Person } from '../contract.js'
import { personToken } from '../emulator.js'
import { identity, teamOf } from '../identity.js'
import { type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { sendEvent } from './events.js'
import { sendSlashCommand } from './slash-command.js'
import { typedText } from './typed-text.js'

/** A person types into a conversation: a slash command, a mention, a direct message or just talk. */
export async function say(
  person: Person,
  channel: ChannelRecord,
  typed: string,
  threadTs: string | undefined,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> {
  if (typed.trimStart().startsWith('/')) return sendSlashCommand(person, channel, typed, threadTs, workspace)
  const text = typedText(typed, workspace)
  const answer = await workspace.slack.call(personToken(person.slackId), 'chat.postMessage', {
    channel: channel.id,
    text,
    client_msg_id: randomUUID(),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  })
  if (!answer.ok) return { ok: false, acknowledgedAfter: 0, error: answer.error ?? 'unknown_error' }
  const raw = answer['message'] as RawMessage
  workspace.messages.save(recordFrom(channel.id, raw))
  const event = eventFor(person, channel, raw, text)
  if (event === undefined) return { ok: true, acknowledgedAfter: 0 }
  return sendEvent(event, workspace, stopped)
}

/** The event the bot subscribed to, if this message is one: a direct message, or a mention where the bot is. */
export function eventFor(
  person: Person,
  channel: ChannelRecord,
  raw: RawMessage,
  text: string,
): Readonly<Record<string, unknown>> | undefined {
  const common = {
    user: person.slackId,
    text,
    ts: raw.ts,
    team: teamOf(person),
    user_team: teamOf(person),
    source_team: teamOf(person),
    ...(person.standing === 'bot' ? { bot_id: `B-${person.slackId}` } : {}),
    client_msg_id: raw['client_msg_id'],
    blocks: [richText(text)],
    channel: channel.id,
    event_ts: raw.ts,
    ...(raw['thread_ts'] === undefined ? {} : { thread_ts: raw['thread_ts'] }),
  }
  if (channel.directMessageWith !== undefined) return { type: 'message', channel_type: 'im', ...common }
  const mentioned = text.includes(`<@${identity.botUserId}>`)
  if (!mentioned || !channel.members.has(identity.botUserId)) return undefined
  return { type: 'app_mention', ...common }
}

/** The block Slack's composer adds to everything a person types. */
function richText(text: string): unknown {
  const elements = text
    .split(/(<@[UW][A-Z0-9]+>)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('<@') ? { type: 'user', user_id: part.slice(2, -1) } : { type: 'text', text: part },
    )
  return {
    type: 'rich_text',
    block_id: randomUUID().slice(0, 5),
    elements: [{ type: 'rich_text_section', elements }],
  }
}
