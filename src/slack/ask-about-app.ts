import type { KnownBlock } from '@slack/types'
import { ErrorCode, type WebClient } from '@slack/web-api'
import { isChannelId } from '../core/channel-reference.js'
import { failureOf } from './outbox/failure.js'
import { wordsForToken } from './token-words.js'

/** Channels a page, and pages, of a workspace: more are not looked through. */
const aPage = 200
const mostPages = 20

interface Seen {
  readonly isMember: boolean
  readonly isArchived: boolean
}

/** Questions about the app itself: its tokens, its scopes, its channels, what Slack thinks of its messages. Each rejects in words. */
export function askAboutApp(web: WebClient, appClient?: WebClient) {
  let listed: Promise<ReadonlyMap<string, Seen>> | undefined
  return {
    /** https://docs.slack.dev/reference/methods/auth.test; scopes stand in a header of each answer */
    async whoAmI() {
      const said = await inWords('bot', web.auth.test())
      const who = `${said.user ?? 'the bot'} in ${said.url ?? said.team ?? 'its workspace'}`
      const scopes = said.response_metadata?.scopes
      return { who, ...(scopes === undefined ? {} : { scopes }) }
    },

    /** https://docs.slack.dev/reference/methods/apps.connections.open: gives an address, and nothing happens until somebody connects there */
    ...(appClient === undefined
      ? {}
      : {
          async openConnection() {
            await inWords('app', appClient.apps.connections.open({}))
          },
        }),

    /** By its name among the public ones, or by its id. */
    async channel(reference: string): Promise<Seen | undefined> {
      if (isChannelId(reference)) return byId(reference)
      listed ??= inWords('bot', listAll())
      return (await listed).get(reference.replace(/^#/, '').toLowerCase())
    },

    /** https://docs.slack.dev/reference/methods/blocks.validate; undefined: the method is unknown there, or refused to this kind of token */
    async refusedBlocks(blocks: readonly KnownBlock[]): Promise<readonly string[] | undefined> {
      try {
        await web.blocks.validate({ blocks: [...blocks] })
        return []
      } catch (error) {
        const { code, data, statusCode } = error as Partial<Refusal>
        // What is no Slack may say so by HTTP.
        if (code === ErrorCode.HTTPError && statusCode === 404) return undefined
        if (code !== ErrorCode.PlatformError) throw new Error(wordsFor('bot', error), { cause: error })
        const said = String(data?.error)
        if (cannotBeAsked.includes(said)) return undefined
        const errors = data?.errors ?? []
        if (errors.length === 0) return [said]
        return errors.map(({ pointer = '', message = said }) => `${pointer} ${message}`.trim())
      }
    },
  }

  async function byId(channel: string): Promise<Seen | undefined> {
    try {
      const { channel: found } = await web.conversations.info({ channel })
      return { isMember: found?.is_member === true, isArchived: found?.is_archived === true }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'limited' && failure.error === 'channel_not_found') return undefined
      throw new Error(wordsFor('bot', error), { cause: error })
    }
  }

  /** Also archived ones: a name that only an archived channel has is told as that. */
  async function listAll(): Promise<ReadonlyMap<string, Seen>> {
    const all = new Map<string, Seen>()
    let cursor = ''
    for (let page = 0; page < mostPages; page++) {
      const answer = await web.conversations.list({
        // Private ones would take the scope groups:read.
        types: 'public_channel',
        limit: aPage,
        ...(cursor === '' ? {} : { cursor }),
      })
      for (const { name = '', is_member, is_archived } of answer.channels ?? []) {
        all.set(name, { isMember: is_member === true, isArchived: is_archived === true })
      }
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') break
    }
    return all
  }
}

interface Refusal {
  readonly code: string
  readonly statusCode: number
  readonly data: Validation
}

interface Validation {
  readonly error?: unknown
  readonly errors?: readonly { readonly pointer?: string; readonly message?: string }[]
}

const cannotBeAsked = [
  'unknown_method',
  'missing_scope',
  'not_allowed_token_type',
  'method_not_supported_for_channel_type',
]

async function inWords<Answer>(which: 'app' | 'bot', asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    throw new Error(wordsFor(which, error), { cause: error })
  }
}

function wordsFor(which: 'app' | 'bot', error: unknown): string {
  const failure = failureOf(error)
  if (failure.kind === 'limited') return 'Slack asks to wait: too many were asked in this minute.'
  if (failure.kind === 'token') return wordsForToken(which, failure.error)
  return `Slack does not answer: ${failure.error}`
}
