import type { WebClient } from '@slack/web-api'
import { type IncidentRooms, type Room, RoomRefused, type RoomWanted } from '../core/incident-room.js'
import { failureOf } from './outbox/failure.js'
import type { IdentityReader } from './identity.js'
import { readRoomMessage } from './room-message.js'
import { wordOf } from './web-error.js'

/** A day with more incidents of one title has other troubles. */
const mostNames = 9
const mostPages = 20
/** https://docs.slack.dev/reference/methods/conversations.setTopic */
const longestTopic = 250
/** https://docs.slack.dev/reference/methods/conversations.invite */
const mostInvited = 100
/** How far the clocks of Slack and of the store may be apart (ms). */
const clockDifference = 60_000

/** Messages that are read to see whether people still talk. */
const mostRead = 200
/** What people write; `channel_join` and its like Slack writes in their name. */
const spokenSubtypes = new Set(['file_share', 'me_message', 'thread_broadcast'])

interface Channel {
  readonly id?: string
  readonly name?: string
  readonly creator?: string
  readonly created?: number
  readonly is_archived?: boolean
  readonly topic?: { readonly value?: string }
  readonly purpose?: { readonly value?: string }
}

/**
 * Incidents' channels in Slack. Needs the scopes channels:manage, channels:read, channels:history, bookmarks:read, bookmarks:write and pins:write. A channel is known by its purpose, which carries the
 * incident's id; one that ohmy made since the incident began and that has no purpose yet is one whose maker died in between.
 */
export function createIncidentRooms(
  web: WebClient,
  identity: IdentityReader,
  nameOf: (user: string) => Promise<string>,
): IncidentRooms {
  async function open(wanted: RoomWanted): Promise<Room> {
    for (let number = 1; number <= mostNames; number++) {
      const name = number === 1 ? wanted.name : `${wanted.name}-${number}`
      const room = (await create(name)) ?? (await ownNamed(name, wanted))
      if (room === undefined) continue
      await asking('mark a channel as the incident’s', () =>
        web.conversations.setPurpose({ channel: room.channel, purpose: purposeOf(wanted) }),
      )
      return room
    }
    throw new RoomRefused(`#${wanted.name} and the names after it are taken`, false)
  }

  /** Undefined: the name is taken. */
  async function create(name: string): Promise<Room | undefined> {
    try {
      const { channel } = await web.conversations.create({ name })
      if (channel?.id === undefined) throw new Error('Slack made a channel without an id')
      return { channel: channel.id, name: channel.name ?? name }
    } catch (error) {
      if (wordOf(error) === 'name_taken') return undefined
      throw refused('create a channel', error)
    }
  }

  /** The channel of that name, if it was made for this incident. */
  async function ownNamed(name: string, wanted: RoomWanted): Promise<Room | undefined> {
    const found = await asking('look for the channel', () => named(name))
    if (found?.id === undefined || found.is_archived === true) return undefined
    const { botUserId } = await asking('say who it is', () => identity.read())
    // Anybody can make a channel and write an incident's id into its purpose.
    if (found.creator !== botUserId) return undefined
    const purpose = found.purpose?.value ?? ''
    const isBegun = purpose === '' && (found.created ?? 0) * 1_000 >= wanted.since - clockDifference
    return isBegun || purpose.includes(wanted.incident) ? { channel: found.id, name } : undefined
  }

  async function named(name: string): Promise<Channel | undefined> {
    let cursor = ''
    for (let page = 0; page < mostPages; page++) {
      const answer = await web.conversations.list({
        limit: 1_000,
        types: 'public_channel',
        ...(cursor === '' ? {} : { cursor }),
      })
      const found = ((answer.channels ?? []) as readonly Channel[]).find((channel) => channel.name === name)
      if (found !== undefined) return found
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') return undefined
    }
    return undefined
  }

  async function infoOf(channel: string): Promise<Channel | undefined> {
    return (await web.conversations.info({ channel })).channel as Channel | undefined
  }

  /** One by one where some cannot be: one who is in already must not keep the others out. */
  async function invite(channel: string, people: readonly string[]): Promise<readonly string[]> {
    const out: string[] = []
    for (const users of people.slice(0, mostInvited)) {
      try {
        await web.conversations.invite({ channel, users })
      } catch (error) {
        const word = wordOf(error)
        if (word === 'already_in_channel' || word === 'cant_invite_self') continue
        const failure = refused('invite', error)
        if (failure.passing || word === 'missing_scope' || word === 'is_archived') throw failure
        out.push(users)
      }
    }
    return out
  }

  return {
    open,
    invite,
    peopleIn: (channel) =>
      asking('see who is there', async () => {
        const { botUserId } = await identity.read()
        const { members = [] } = await web.conversations.members({ channel, limit: mostInvited })
        return members.filter((member) => member !== botUserId)
      }),
    async describe(channel, topic) {
      const shown = topic.length > longestTopic ? `${topic.slice(0, longestTopic - 1)}…` : topic
      await asking('set the topic', async () => {
        // Each time it is set Slack tells everybody so.
        if ((await infoOf(channel))?.topic?.value === shown) return
        await web.conversations.setTopic({ channel, topic: shown })
      })
    },
    async pin(channel, timestamp) {
      try {
        await web.pins.add({ channel, timestamp })
      } catch (error) {
        if (wordOf(error) !== 'already_pinned') throw refused('pin the message', error)
      }
    },
    bookmark: (channel, { title, link, emoji }) =>
      asking('bookmark links', async () => {
        const { bookmarks = [] } = await web.bookmarks.list({ channel_id: channel })
        const there = bookmarks.find((one) => one.title === title)
        if (there?.link === link) return
        if (there?.id === undefined)
          await web.bookmarks.add({ channel_id: channel, title, link, emoji, type: 'link' })
        else await web.bookmarks.edit({ channel_id: channel, bookmark_id: there.id, link })
      }),
    async archive(channel) {
      try {
        await web.conversations.archive({ channel })
      } catch (error) {
        if (wordOf(error) !== 'already_archived') throw refused('archive the channel', error)
      }
    },
    async spokenSince(channel, since) {
      try {
        const oldest = (since / 1_000).toFixed(6)
        const { messages = [] } = await web.conversations.history({ channel, oldest, limit: mostRead })
        const spoken = messages.filter(isSpoken).map(({ ts }) => Number(ts) * 1_000)
        return spoken.length === 0 ? undefined : Math.max(...spoken)
      } catch (error) {
        const failure = refused('see whether people still talk', error)
        if (failure.passing) throw failure
        // Where it may not look, what is said to ohmy is known all the same.
        return undefined
      }
    },
    async message(channel, ts) {
      try {
        return await readRoomMessage(web, nameOf, channel, ts)
      } catch (error) {
        const word = wordOf(error)
        if (word === 'thread_not_found' || word === 'message_not_found') return undefined
        throw refused('read its messages', error)
      }
    },
    async isOpen(channel) {
      try {
        return (await infoOf(channel))?.is_archived !== true
      } catch (error) {
        return wordOf(error) === 'channel_not_found' ? false : undefined
      }
    },
  }
}

function isSpoken({ bot_id, subtype }: { readonly bot_id?: string; readonly subtype?: string }): boolean {
  return bot_id === undefined && (subtype === undefined || spokenSubtypes.has(subtype))
}

function purposeOf({ incident }: RoomWanted): string {
  return `Incident ${incident}, opened by ohmy`
}

async function asking<Result>(what: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    throw error instanceof RoomRefused ? error : refused(what, error)
  }
}

/** Words after which the same may be done in a moment. */
const passingWords = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

function refused(what: string, error: unknown): RoomRefused {
  const word = wordOf(error)
  if (word === undefined) {
    const failure = failureOf(error)
    const why = failure.kind === 'limited' ? 'asks to wait' : 'does not answer'
    return new RoomRefused(`Slack ${why}, so ohmy could not ${what}`, true, {
      cause: error,
      ...(failure.kind === 'limited' ? { wait: failure.wait } : {}),
    })
  }
  return new RoomRefused(`Slack does not let ohmy ${what} (${word})`, passingWords.has(word), {
    cause: error,
  })
}
