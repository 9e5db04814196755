import type { ChannelRecord } from '../channels.js'
import { archivedEvent, joinedEvent } from '../delivery/channel-events.js'
import type { SlackAnswer } from '../emulator.js'
import { WORKSPACE_TOKEN } from '../emulator.js'
import { identity } from '../identity.js'
import { type RawMessage, recordFrom } from '../messages.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, flag, text } from './arguments.js'
import { emulated, type Method, type Methods, refusal } from './method.js'

/** Everything about channels; `emulate` does it, and what it leaves out is done here. */
export const conversationMethods: Methods = {
  'conversations.list': reading(),
  'conversations.info': reading(),
  'conversations.members': reading(),
  'conversations.history': { run: history },
  'conversations.replies': { run: replies },
  'conversations.create': changing(),
  'conversations.archive': changing(async (channel, workspace) => {
    void workspace.emit(archivedEvent(channel.id, identity.botUserId, workspace.nextTs()))
  }),
  'conversations.unarchive': changing(),
  'conversations.rename': changing(),
  'conversations.setTopic': changing(),
  'conversations.setPurpose': changing(),
  'conversations.join': changing(),
  'conversations.leave': changing(),
  'conversations.invite': changing(invited),
  'conversations.kick': changing(),
  'conversations.open': changing(),
  'conversations.close': reading(),
  'conversations.mark': reading(),
}

function reading(): Method {
  return { run: (args, workspace, name) => emulated(name, args, workspace) }
}

/** @param happened tells the bot of what it has done itself, as Slack does. `before`: the channel as it was */
function changing(
  happened: (before: ChannelRecord, workspace: RunningWorkspace) => Promise<void> = async () => undefined,
): Method {
  return {
    run: async (args, workspace, name) => {
      const before = workspace.channels.find(text(args, 'channel'))
      const answer = await emulated(name, args, workspace)
      const created = answer['channel'] as { id?: string } | undefined
      const id = created?.id ?? text(args, 'channel')
      if (answer.ok && id !== '') {
        await workspace.channels.refresh(id)
        await importNew(id, workspace)
        if (before !== undefined) await happened(before, workspace)
      }
      return answer
    },
  }
}

async function invited(before: ChannelRecord, workspace: RunningWorkspace): Promise<void> {
  const { id: channel } = before
  for (const user of workspace.channels.find(channel)?.members ?? []) {
    if (before.members.has(user)) continue
    const about = { user, channel, inviter: identity.botUserId, eventTs: workspace.nextTs() }
    void workspace.emit(joinedEvent(about))
  }
}

/** Takes over the messages that Slack writes itself: "set the channel topic", a shared file. */
export async function importNew(
  channel: string,
  workspace: RunningWorkspace,
  threadTs?: string,
): Promise<void> {
  const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies'
  const args = { channel, limit: 20, ...(threadTs === undefined ? {} : { ts: threadTs }) }
  const answer = await workspace.slack.call(WORKSPACE_TOKEN, method, args)
  const found = (answer['messages'] ?? []) as readonly RawMessage[]
  const unknown = found.filter(({ ts }) => workspace.messages.find(channel, ts) === undefined)
  for (const raw of unknown.toSorted((one, other) => one.ts.localeCompare(other.ts))) {
    workspace.messages.save(recordFrom(channel, raw))
  }
}

async function history(args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const refused = unreadable(args, workspace)
  if (refused !== undefined) return refused
  const { cursor: _cursor, limit: _limit, ...rest } = args
  const answer = await emulated('conversations.history', { ...rest, limit: 1000 }, workspace)
  return answer.ok ? page(fromPeople(answer, workspace), args) : answer
}

/** `emulate` knows people by tokens of apps: in Slack nothing of an app stands in what a person has typed. */
function fromPeople(answer: SlackAnswer, { settings }: RunningWorkspace): SlackAnswer {
  const people = settings.people.filter(({ standing }) => standing !== 'bot').map(({ slackId }) => slackId)
  const messages = (answer['messages'] as readonly RawMessage[]).map((raw) => {
    if (!people.includes(String(raw['user'])) || raw['bot_id'] === undefined) return raw
    const { bot_id: _bot, app_id: _app, bot_profile: _profile, subtype, ...typed } = raw
    return subtype === undefined || subtype === 'bot_message' ? typed : { ...typed, subtype }
  })
  return { ...answer, messages }
}

async function replies(args: Args, workspace: RunningWorkspace): Promise<SlackAnswer> {
  const refused = unreadable(args, workspace)
  if (refused !== undefined) return refused
  const answer = await emulated('conversations.replies', args, workspace)
  if (!answer.ok) return answer
  const messages = answer['messages'] as readonly RawMessage[]
  // `emulate` gives the replies of a thread whose beginning is gone.
  return !messages.some(({ ts }) => ts === text(args, 'ts'))
    ? refusal('thread_not_found')
    : page(answer, args)
}

function unreadable(args: Args, workspace: RunningWorkspace): SlackAnswer | undefined {
  const channel = workspace.channels.all().find(({ id }) => id === text(args, 'channel'))
  if (channel === undefined) return refusal('channel_not_found')
  return channel.members.has(identity.botUserId) ? undefined : refusal('not_in_channel')
}

/** One page of messages within `oldest` and `latest`, with metadata only where it was asked for. */
function page(answer: SlackAnswer, args: Args): SlackAnswer {
  const oldest = Number(text(args, 'oldest') || 0)
  const latest = Number(text(args, 'latest') || Number.POSITIVE_INFINITY)
  const inclusive = flag(args, 'inclusive')
  const within = (ts: number): boolean =>
    inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest
  const all = (answer['messages'] as readonly RawMessage[]).filter(({ ts }) => within(Number(ts)))
  const limit = Math.min(Math.max(Number(text(args, 'limit')) || 100, 1), 999)
  const start = Number(Buffer.from(text(args, 'cursor'), 'base64url').toString() || 0)
  if (!Number.isInteger(start) || start < 0) return refusal('invalid_cursor')
  const more = all.length > start + limit
  const cursor = more ? Buffer.from(String(start + limit)).toString('base64url') : ''
  const messages = all.slice(start, start + limit)
  return {
    ...answer,
    messages: flag(args, 'include_all_metadata') ? messages : messages.map(withoutMetadata),
    has_more: more,
    response_metadata: { next_cursor: cursor },
  }
}

function withoutMetadata({ metadata: _metadata, ...message }: RawMessage): unknown {
  return message
}
