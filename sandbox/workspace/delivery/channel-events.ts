import type { ChannelRecord } from '../channels.js'
import { identity } from '../identity.js'
import type { RawMessage } from '../messages.js'

/** What Slack tells of a channel besides its messages: https://docs.slack.dev/reference/events */
export type ChannelEvent = Readonly<Record<string, unknown>>

/** Only what happens where the bot is, and only to apps that subscribed. */
export function isTold({ members }: ChannelRecord): boolean {
  return members.has(identity.botUserId)
}

export function reactionEvent(about: {
  readonly type: 'reaction_added' | 'reaction_removed'
  readonly user: string
  readonly reaction: string
  readonly channel: string
  readonly message: { readonly ts: string; readonly author: string }
  readonly eventTs: string
}): ChannelEvent {
  const { type, user, reaction, channel, message, eventTs } = about
  return {
    type,
    user,
    reaction,
    item_user: message.author,
    item: { type: 'message', channel, ts: message.ts },
    event_ts: eventTs,
  }
}

export function pinEvent(about: {
  readonly type: 'pin_added' | 'pin_removed'
  readonly user: string
  readonly channel: string
  readonly message: RawMessage
  readonly eventTs: string
}): ChannelEvent {
  const { type, user, channel, message, eventTs } = about
  return {
    type,
    user,
    channel_id: channel,
    item: {
      type: 'message',
      channel,
      message,
      created: Math.floor(Number(eventTs)),
      created_by: user,
    },
    ...(type === 'pin_removed' ? { has_pins: false } : {}),
    event_ts: eventTs,
  }
}

export function joinedEvent(about: {
  readonly user: string
  readonly channel: string
  readonly inviter?: string
  readonly eventTs: string
}): ChannelEvent {
  const { user, channel, inviter, eventTs } = about
  return {
    type: 'member_joined_channel',
    user,
    channel,
    channel_type: 'C',
    team: identity.teamId,
    ...(inviter === undefined ? {} : { inviter }),
    event_ts: eventTs,
  }
}

export function archivedEvent(channel: string, user: string, eventTs: string): ChannelEvent {
  return { type: 'channel_archive', channel, user, event_ts: eventTs }
}

export function changedEvent(
  channel: string,
  message: RawMessage,
  previous: RawMessage,
  eventTs: string,
): ChannelEvent {
  return hidden('message_changed', channel, eventTs, { message, previous_message: previous })
}

export function deletedEvent(channel: string, previous: RawMessage, eventTs: string): ChannelEvent {
  return hidden('message_deleted', channel, eventTs, {
    deleted_ts: previous.ts,
    previous_message: previous,
  })
}

function hidden(subtype: string, channel: string, eventTs: string, rest: ChannelEvent): ChannelEvent {
  return {
    type: 'message',
    subtype,
    hidden: true,
    channel,
    channel_type: 'channel',
    ts: eventTs,
    event_ts: eventTs,
    ...rest,
  }
}
