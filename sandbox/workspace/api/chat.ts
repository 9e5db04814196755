import { checkMessage } from '../blocks/message.js'
import type { ChannelRecord } from '../channels.js'
import type { SlackAnswer } from '../emulator.js'
import { identity } from '../identity.js'
import { type MessageRecord, type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, text } from './arguments.js'
import { withIds } from './block-ids.js'
import { emulated, type Methods, refusal } from './method.js'

const OWN = { bot_id: identity.botId, app_id: identity.appId }

/** Answers what Slack answers for text and blocks it does not take. */
export function refuseContent(
  args: Args,
  kind: 'post' | 'update',
  workspace: RunningWorkspace,
): SlackAnswer | undefined {
  const problem = checkMessage(args, kind, {
    charts: workspace.settings.charts,
    refused: workspace.faults.refusedBlocks(),
  })
  return problem === undefined ? undefined : refusal(problem.error, problem.messages)
}

/** The channel the bot may write to, or Slack's error. */
export function writableChannel(
  reference: string,
  workspace: RunningWorkspace,
): ChannelRecord | { readonly error: string } {
  const channel = workspace.channels.find(reference) ?? workspace.channels.directMessage(reference)
  if (channel === undefined) return { error: 'channel_not_found' }
  if (channel.isArchived) return { error: 'is_archived' }
  if (!channel.members.has(identity.botUserId)) return { error: 'not_in_channel' }
  return channel
}

/** Posts as the bot, with arguments already checked. */
export async function post(
  channel: ChannelRecord,
  args: Args,
  workspace: RunningWorkspace,
): Promise<SlackAnswer> {
  const answer = await emulated(
    'chat.postMessage',
    { ...args, ...OWN, channel: channel.id, ...withIds(args) },
    workspace,
  )
  if (!answer.ok) return answer
  workspace.messages.save(recordFrom(channel.id, answer['message'] as RawMessage))
  return { ...answer, message: withoutMetadata(answer['message'] as RawMessage) }
}

/** Changes a message of the bot's, with arguments already checked. */
export async function change(
  message: MessageRecord,
  args: Args,
  workspace: RunningWorkspace,
): Promise<SlackAnswer> {
  const answer = await emulated(
    'chat.update',
    { ...args, channel: message.channel, ts: message.ts, ...withIds(args) },
    workspace,
  )
  if (!answer.ok) return answer
  // Another change may have arrived while this one was on its way.
  const current = workspace.messages.find(message.channel, message.ts) ?? message
  const edits = current.edits + 1
  workspace.messages.save(recordFrom(message.channel, answer['message'] as RawMessage, { ...current, edits }))
  return answer
}

export const chatMethods: Methods = {
  'chat.postMessage': {
    run: async (args, workspace) => {
      const channel = writableChannel(text(args, 'channel'), workspace)
      if ('error' in channel) return refusal(channel.error)
      return refuseContent(args, 'post', workspace) ?? post(channel, args, workspace)
    },
  },
  'chat.postEphemeral': { run: postEphemeral, scope: 'chat:write' },
  'chat.update': { run: update },
  'chat.delete': {
    run: async (args, workspace) => {
      const channel = workspace.channels.find(text(args, 'channel'))
      if (channel === undefined) return refusal('channel_not_found')
      const answer = await emulated('chat.delete', { ...args, channel: channel.id }, workspace)
      if (answer.ok) workspace.messages.remove(channel.id, text(args, 'ts'))
      return answer
    },
  },
}

async function update(args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  // Unlike chat.postMessage, chat.update takes ids only.
  const channel = workspace.channels.all().find(({ id }) => id === text(args, 'channel'))
  if (channel === undefined) return refusal('channel_not_found')
  const message = workspace.messages.find(channel.id, text(args, 'ts'))
  // Ephemeral messages are known to their response_url only.
  if (message === undefined || message.ephemeralFor !== undefined) return refusal('message_not_found')
  if (message.author !== identity.botUserId) return refusal('cant_update_message')
  if (channel.isArchived) return refusal('is_archived')
  const refused = refuseContent(args, 'update', workspace)
  if (refused !== undefined) return refused
  if (loosesRichText(message, args['blocks'])) return refusal('block_mismatch')
  return change(message, args, workspace)
}

/** "Rich-text blocks cannot be replaced with non-rich-text blocks": https://docs.slack.dev/reference/methods/chat.update */
function loosesRichText(message: MessageRecord, blocks: unknown): boolean {
  if (!Array.isArray(blocks) || blocks.length === 0 || message.blocks.length === 0) return false
  const isRichText = (block: unknown): boolean => (block as { type?: unknown }).type === 'rich_text'
  return message.blocks.every(isRichText) && !blocks.some(isRichText)
}

function postEphemeral(args: Args, workspace: RunningWorkspace): SlackAnswer {
  const channel = writableChannel(text(args, 'channel'), workspace)
  if ('error' in channel) return refusal(channel.error)
  const person = text(args, 'user')
  if (!channel.members.has(person)) return refusal('user_not_in_channel')
  const refused = refuseContent(args, 'post', workspace)
  if (refused !== undefined) return refused
  return { ok: true, message_ts: showEphemeral(channel.id, person, args, workspace).ts }
}

/** Shows a message to one person only. `author` is the bot unless told otherwise. */
export function showEphemeral(
  channel: string,
  person: string,
  args: Args,
  workspace: RunningWorkspace,
  author: string = identity.botUserId,
): MessageRecord {
  const raw: RawMessage = {
    type: 'message',
    user: author,
    ts: workspace.nextTs(),
    text: text(args, 'text'),
    ...(author === identity.botUserId ? OWN : {}),
    ...withIds(args),
    ...(text(args, 'thread_ts') === '' ? {} : { thread_ts: text(args, 'thread_ts') }),
  }
  return workspace.messages.save({ ...recordFrom(channel, raw), ephemeralFor: person })
}

function withoutMetadata(message: RawMessage): RawMessage {
  const { metadata: _metadata, ...rest } = message
  return rest as RawMessage
}
