import type { ChannelRecord } from '../channels.js'
import type { Delivery, Person } from '../contract.js'
import { personToken, type SlackAnswer, WORKSPACE_TOKEN } from '../emulator.js'
import { identity } from '../identity.js'
import { type MessageRecord, type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import {
  archivedEvent,
  type ChannelEvent,
  deletedEvent,
  isTold,
  joinedEvent,
  pinEvent,
  reactionEvent,
} from './channel-events.js'

/** What a person does in a channel besides typing. Each resolves once the bot was told, where it is told of it. */

/** Puts a sign below a message, or takes it off. */
export async function react(
  person: Person,
  message: MessageRecord,
  reaction: string,
  on: boolean,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const { channel, ts } = message
  const method = on ? 'reactions.add' : 'reactions.remove'
  const answer = await as(person, method, { channel, timestamp: ts, name: reaction }, workspace)
  if (!answer.ok) return refused(answer)
  await readReactions(message, workspace)
  const type = on ? 'reaction_added' : 'reaction_removed'
  const eventTs = workspace.nextTs()
  return told(
    channel,
    reactionEvent({ type, user: person.slackId, reaction, channel, message, eventTs }),
    workspace,
  )
}

/** Takes over what `emulate` says of the signs below a message. */
export async function readReactions(message: MessageRecord, workspace: RunningWorkspace): Promise<void> {
  const query = { channel: message.channel, timestamp: message.ts }
  const read = await workspace.slack.call(WORKSPACE_TOKEN, 'reactions.get', query)
  const raw = { ...message.raw, reactions: (read['message'] as RawMessage | undefined)?.['reactions'] }
  workspace.messages.save(recordFrom(message.channel, raw, message))
}

export async function pin(
  person: Person,
  message: MessageRecord,
  on: boolean,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const { channel, ts } = message
  const method = on ? 'pins.add' : 'pins.remove'
  const answer = await as(person, method, { channel, timestamp: ts }, workspace)
  if (!answer.ok) return refused(answer)
  workspace.messages.save({ ...message, pinned: on })
  const type = on ? 'pin_added' : 'pin_removed'
  const eventTs = workspace.nextTs()
  return told(
    channel,
    pinEvent({ type, user: person.slackId, channel, message: message.raw, eventTs }),
    workspace,
  )
}

/** Deletes a message of theirs. */
export async function remove(
  person: Person,
  { channel, ts, raw }: MessageRecord,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const answer = await as(person, 'chat.delete', { channel, ts }, workspace)
  if (!answer.ok) return refused(answer)
  workspace.messages.remove(channel, ts)
  return told(channel, deletedEvent(channel, raw, workspace.nextTs()), workspace)
}

export async function join(
  person: Person,
  channel: ChannelRecord,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const answer = await as(person, 'conversations.join', { channel: channel.id }, workspace)
  if (!answer.ok) return refused(answer)
  await workspace.channels.refresh(channel.id)
  // Who is in already stays in, and nobody is told.
  if (channel.members.has(person.slackId)) return { ok: true, acknowledgedAfter: 0 }
  const event = { user: person.slackId, channel: channel.id, eventTs: workspace.nextTs() }
  return told(channel.id, joinedEvent(event), workspace)
}

export async function archive(
  person: Person,
  channel: ChannelRecord,
  workspace: RunningWorkspace,
): Promise<Delivery> {
  const answer = await as(person, 'conversations.archive', { channel: channel.id }, workspace)
  if (!answer.ok) return refused(answer)
  await workspace.channels.refresh(channel.id)
  return told(channel.id, archivedEvent(channel.id, person.slackId, workspace.nextTs()), workspace)
}

/** Makes a public channel, with what it is for, and lets the bot in. @returns its id */
export async function createChannel(
  person: Person,
  name: string,
  purpose: string,
  workspace: RunningWorkspace,
): Promise<string> {
  const created = await as(person, 'conversations.create', { name }, workspace)
  if (!created.ok) throw new Error(`${person.name} cannot create #${name}: ${created.error}`)
  const { id } = created['channel'] as { readonly id: string }
  await as(person, 'conversations.setPurpose', { channel: id, purpose }, workspace)
  await as(person, 'conversations.invite', { channel: id, users: identity.botUserId }, workspace)
  await workspace.channels.refresh(id)
  return id
}

/** A picture or another file, with words above it: a message of theirs. */
export async function share(
  person: Person,
  channel: ChannelRecord,
  file: { readonly name: string; readonly content: Uint8Array<ArrayBuffer>; readonly text: string },
  workspace: RunningWorkspace,
): Promise<void> {
  const { name, content, text } = file
  const place = await as(
    person,
    'files.getUploadURLExternal',
    { filename: name, length: content.length },
    workspace,
  )
  if (!place.ok) throw new Error(`${person.name} cannot upload ${name}: ${place.error}`)
  await workspace.slack.pass(new URL(String(place['upload_url'])).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
  })
  const done = await as(
    person,
    'files.completeUploadExternal',
    { files: [{ id: place['file_id'], title: name }], channel_id: channel.id, initial_comment: text },
    workspace,
  )
  if (!done.ok) throw new Error(`${person.name} cannot share ${name}: ${done.error}`)
}

function as(
  { slackId }: Person,
  method: string,
  args: Readonly<Record<string, unknown>>,
  { slack }: RunningWorkspace,
): Promise<SlackAnswer> {
  return slack.call(personToken(slackId), method, args)
}

async function told(channel: string, event: ChannelEvent, workspace: RunningWorkspace): Promise<Delivery> {
  const place = workspace.channels.find(channel)
  if (place === undefined || !isTold(place)) return { ok: true, acknowledgedAfter: 0 }
  return workspace.emit(event)
}

function refused({ error }: SlackAnswer): Delivery {
  return { ok: false, acknowledgedAfter: 0, error: error ?? 'unknown_error' }
}
