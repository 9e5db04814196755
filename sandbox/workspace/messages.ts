import type { KnownBlock } from '@slack/types'
import type { Changes } from './changes.js'
import type { PostedMessage } from './contract.js'
import { pingsIn } from './pings.js'

/** A message as Slack's API returns it: `ts`, `user`, `text`, `blocks`, `metadata`… */
export type RawMessage = Readonly<Record<string, unknown>> & { readonly ts: string }

/** A message with what only tests look at. */
export interface MessageRecord extends PostedMessage {
  /** Who or what the text and the blocks would notify: `channel`, `here`, `everyone`, `U…`, `S…`. */
  readonly pings: readonly string[]
  /** `metadata` as the bot posted it. */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** The message as it goes into interaction payloads. */
  readonly raw: RawMessage
}

export interface Messages {
  readonly all: () => readonly MessageRecord[]
  readonly in: (channel: string) => readonly MessageRecord[]
  readonly find: (channel: string, ts: string) => MessageRecord | undefined
  readonly save: (message: MessageRecord) => MessageRecord
  readonly remove: (channel: string, ts: string) => void
}

/** Messages in the order of their arrival. Every change is published. */
export function createMessages(changes: Changes): Messages {
  const records = new Map<string, MessageRecord>()
  const key = (channel: string, ts: string): string => `${channel} ${ts}`
  return {
    all: () => [...records.values()],
    in: (channel) => [...records.values()].filter((message) => message.channel === channel),
    find: (channel, ts) => records.get(key(channel, ts)),
    save: (message) => {
      records.set(key(message.channel, message.ts), message)
      changes.publish({ type: 'message', message })
      return message
    },
    remove: (channel, ts) => {
      if (records.delete(key(channel, ts))) changes.publish({ type: 'message-deleted', channel, ts })
    },
  }
}

interface RawFile {
  readonly id: string
  readonly name: string
  readonly title?: string
  readonly mimetype: string
}

/** Turns Slack's form into the page's. `previous` keeps what Slack does not repeat: edits, pins. */
export function recordFrom(
  channel: string,
  raw: RawMessage,
  previous?: Partial<MessageRecord>,
): MessageRecord {
  const text = typeof raw['text'] === 'string' ? raw['text'] : ''
  const blocks = (raw['blocks'] ?? []) as readonly KnownBlock[]
  const files = raw['files'] as readonly RawFile[] | undefined
  return {
    ...previous,
    channel,
    ts: raw.ts,
    author: typeof raw['user'] === 'string' ? raw['user'] : '',
    text,
    blocks,
    edits: previous?.edits ?? 0,
    pings: pingsIn(text, blocks),
    raw,
    ...(typeof raw['thread_ts'] === 'string' ? { threadTs: raw['thread_ts'] } : {}),
    ...(raw['metadata'] === undefined ? {} : { metadata: raw['metadata'] as Record<string, unknown> }),
    ...(raw['reactions'] === undefined
      ? { reactions: [] }
      : { reactions: raw['reactions'] as NonNullable<PostedMessage['reactions']> }),
    ...(files === undefined || files.length === 0 ? {} : { files: files.map(fileLink) }),
  }
}

function fileLink(file: RawFile): NonNullable<PostedMessage['files']>[number] {
  const url = `/page/files/${file.id}/${encodeURIComponent(file.name)}`
  const title = file.title === undefined || file.title === '' ? file.name : file.title
  return { id: file.id, name: file.name, title, url, mimetype: file.mimetype }
}
