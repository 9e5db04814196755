import type { SlackMethod } from '../scopes.js'
import type { Content } from './content.js'
import { type Failure, failureOf } from './failure.js'

/** The part of WebClient the outbox uses. Build it with `createWebClient`: one try, with a timeout. */
export interface SlackCalls {
  apiCall(method: SlackMethod, options?: Record<string, unknown>): Promise<object>
}

export type Answer =
  | { readonly ok: true; readonly channel: string; readonly ts: string }
  | { readonly ok: false; readonly failure: Failure }

/** What these show has a time of its own, by which it is found again. An answer without it is somebody else's. */
const showing: ReadonlySet<string> = new Set(['chat.postMessage', 'chat.update'])

/** Calls Slack once; failures are values. */
export async function call(
  slack: SlackCalls,
  method: SlackMethod,
  options: Record<string, unknown>,
): Promise<Answer> {
  try {
    const { channel, ts } = (await slack.apiCall(method, options)) as { channel?: unknown; ts?: unknown }
    if (showing.has(method) && (typeof ts !== 'string' || ts === '')) {
      return { ok: false, failure: { kind: 'unsure', error: `the answer to ${method} names no message` } }
    }
    return {
      ok: true,
      channel: typeof channel === 'string' ? channel : '',
      ts: typeof ts === 'string' ? ts : '',
    }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  }
}

/** Tries again from inside where the bot was not in the channel: it may join public ones by itself. */
export async function joining(
  slack: SlackCalls,
  channel: string,
  send: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const answer = await send()
  if (answer?.ok !== false || answer.failure.kind !== 'outside') return answer
  const joined = await call(slack, 'conversations.join', { channel })
  return joined.ok ? send() : answer
}

/**
 * Sends the best content that Slack takes. `proceed` is asked before each try.
 * @returns undefined where `proceed` said no
 */
export async function callWithContent(
  slack: SlackCalls,
  method: SlackMethod,
  options: Record<string, unknown>,
  contents: readonly Content[],
  proceed: () => Promise<boolean>,
  refused: (error: string) => void,
): Promise<Answer | undefined> {
  let answer: Answer | undefined
  for (const { text, blocks } of contents) {
    if (!(await proceed())) return undefined
    // An empty list takes away the blocks that an updated message had.
    answer = await call(slack, method, { ...options, text, blocks })
    if (answer.ok || answer.failure.kind !== 'content') return answer
    refused(answer.failure.error)
  }
  return answer
}
