import type { Changes } from './changes.js'
import type { Channel } from './contract.js'
import { type EmulatedSlack, WORKSPACE_TOKEN } from './emulator.js'
import { identity } from './identity.js'

export interface ChannelRecord extends Omit<Channel, 'members'> {
  readonly isArchived: boolean
  readonly members: ReadonlySet<string>
}

export interface Channels {
  readonly all: () => readonly ChannelRecord[]
  /** By id, `#name` or `name`. */
  readonly find: (reference: string) => ChannelRecord | undefined
  readonly directMessage: (slackId: string) => ChannelRecord | undefined
  /** Reads one channel again, after something may have changed it. */
  readonly refresh: (id: string) => Promise<void>
}

interface RawChannel {
  readonly id: string
  readonly name: string
  readonly is_im: boolean
  readonly is_archived: boolean
  readonly user?: string
  readonly topic: { readonly value: string }
}

interface RawBookmark {
  readonly title: string
  readonly link: string
  readonly emoji?: string
}

/** What the workspace knows of its channels; `emulate` decides, this follows. */
export async function createChannels(
  slack: EmulatedSlack,
  people: readonly string[],
  changes: Changes,
): Promise<Channels> {
  const records = new Map<string, ChannelRecord>()

  async function refresh(id: string): Promise<void> {
    const [info, members, links] = await Promise.all([
      slack.call(WORKSPACE_TOKEN, 'conversations.info', { channel: id }),
      slack.call(WORKSPACE_TOKEN, 'conversations.members', { channel: id }),
      slack.call(WORKSPACE_TOKEN, 'bookmarks.list', { channel_id: id }),
    ])
    if (!info.ok || !members.ok) return
    const record = recordFrom(
      info['channel'] as RawChannel,
      new Set(members['members'] as readonly string[]),
      (links['bookmarks'] ?? []) as readonly RawBookmark[],
    )
    records.set(id, record)
    changes.publish({ type: 'channel', channel: channelForPage(record) })
  }

  for (const person of people) await slack.call(WORKSPACE_TOKEN, 'conversations.open', { users: person })
  const listed = await slack.call(WORKSPACE_TOKEN, 'conversations.list', {
    limit: 1000,
    types: 'public_channel,private_channel,im',
  })
  for (const channel of listed['channels'] as readonly RawChannel[]) await refresh(channel.id)

  return {
    all: () => [...records.values()],
    find: (reference) => {
      const name = reference.replace(/^#/, '')
      return records.get(reference) ?? [...records.values()].find((channel) => isNamed(channel, name))
    },
    directMessage: (slackId) =>
      [...records.values()].find(({ directMessageWith }) => directMessageWith === slackId),
    refresh,
  }
}

/** The part of a channel that the page knows. */
export function channelForPage(record: ChannelRecord): Channel {
  const { id, name, topic, bookmarks, members, directMessageWith } = record
  const withPerson = directMessageWith === undefined ? {} : { directMessageWith }
  return { id, name, topic, bookmarks, members: [...members], ...withPerson }
}

function isNamed(channel: ChannelRecord, name: string): boolean {
  return channel.directMessageWith === undefined && channel.name === name
}

function recordFrom(
  channel: RawChannel,
  members: ReadonlySet<string>,
  bookmarks: readonly RawBookmark[],
): ChannelRecord {
  return {
    id: channel.id,
    name: channel.is_im ? identity.botName : channel.name,
    topic: channel.topic.value,
    bookmarks: bookmarks.map(({ title, link, emoji }) => ({ title, link, ...(emoji ? { emoji } : {}) })),
    isArchived: channel.is_archived,
    members,
    ...(channel.is_im && channel.user !== undefined ? { directMessageWith: channel.user } : {}),
  }
}
