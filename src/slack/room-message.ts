import type { WebClient } from '@slack/web-api'
import { cutPlain } from '../core/cut.js'
import type { RoomMessage } from '../core/incident-room.js'
import { maskSecrets } from '../core/mask.js'
import { readableMrkdwn } from './plain-text/mrkdwn.js'

/** A timeline wants the gist. */
const longestText = 1_500
const mostFiles = 10

interface Raw {
  readonly ts?: string
  readonly thread_ts?: string
  readonly subtype?: string
  readonly user?: string
  readonly username?: string
  readonly bot_profile?: { readonly name?: string }
  readonly text?: string
  readonly attachments?: readonly { readonly fallback?: string }[]
  readonly files?: readonly {
    readonly name?: string
    readonly title?: string
    readonly permalink?: string
    readonly mode?: string
  }[]
}

/**
 * Reads one message of a channel, also a reply in a thread. Needs the scope channels:history.
 * @returns undefined: it is not there, or not in the thread that it says it is in: Slack keeps replies whose thread is gone, and nobody sees them any more
 */
export async function readRoomMessage(
  web: WebClient,
  nameOf: (user: string) => Promise<string>,
  channel: string,
  ts: string,
): Promise<RoomMessage | undefined> {
  const found = await inThread(web, channel, ts, ts)
  if (found === undefined || found.subtype === 'tombstone') return undefined
  const { thread_ts: thread = ts } = found
  if (thread !== ts && (await inThread(web, channel, thread, ts)) === undefined) return undefined
  const files = (found.files ?? []).filter(({ mode }) => mode !== 'tombstone').slice(0, mostFiles)
  return {
    who: await authorOf(found, nameOf),
    text: cutPlain(maskSecrets(await wordsOf(found, nameOf)), longestText),
    files: files.map(({ name, title, permalink }) => ({
      name: maskSecrets(title || name || 'a file'),
      ...(permalink === undefined ? {} : { link: permalink }),
    })),
  }
}

/** The message, where the thread of `root` has it. */
async function inThread(web: WebClient, channel: string, root: string, ts: string): Promise<Raw | undefined> {
  const only = { oldest: ts, latest: ts, inclusive: true, limit: 10 }
  const { messages = [] } = await web.conversations.replies({ channel, ts: root, ...only })
  return (messages as readonly Raw[]).find((message) => message.ts === ts)
}

async function authorOf(
  { user, username, bot_profile: bot }: Raw,
  nameOf: (user: string) => Promise<string>,
): Promise<string> {
  return username || bot?.name || (user === undefined ? 'somebody' : await nameOf(user))
}

/** As it is read in Slack: people by name, links written out. */
async function wordsOf(
  { text = '', attachments = [] }: Raw,
  nameOf: (user: string) => Promise<string>,
): Promise<string> {
  const said = text.trim() === '' ? attachments.map(({ fallback = '' }) => fallback).join(' ') : text
  const people = new Set([...said.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, id = '']) => id))
  const names = new Map<string, string>()
  for (const id of people) names.set(id, await nameOf(id))
  // Without what a name could be taken for: somebody may be called `<!channel>`.
  const plain = (name: string) => name.replace(/[<>&|]/g, '')
  return readableMrkdwn(
    said.replace(
      /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g,
      (_, id: string) => `<@${id}|${plain(names.get(id) ?? id)}>`,
    ),
  )
}
