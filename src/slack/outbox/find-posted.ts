import type { ClaimedLetter } from './letter-store.js'
import type { Failure } from './failure.js'
import { failureOf } from './failure.js'
import type { SlackCalls } from './slack-calls.js'

export const eventType = 'ohmy_message'

/** How far the clocks of Slack and of the store may be apart. */
const clockDifference = 60_000

interface HistoryMessage {
  readonly ts?: string
  readonly metadata?: { readonly event_payload?: { readonly nonce?: unknown } }
}

/**
 * Looks for a message whose post was begun and whose answer never came.
 * @returns its ts; `absent`; `unseen` where Slack does not let us look; or a failure after which to try again later
 */
export async function findPosted(
  slack: SlackCalls,
  channel: string,
  { posting, to }: Required<Pick<ClaimedLetter, 'posting'>> & Pick<ClaimedLetter, 'to'>,
): Promise<{ readonly ts: string } | 'absent' | 'unseen' | Failure> {
  const options = {
    channel,
    limit: 100,
    include_all_metadata: true,
    oldest: ((posting.at - clockDifference) / 1_000).toFixed(6),
  }
  const method = to.threadTs === undefined ? 'conversations.history' : 'conversations.replies'
  try {
    const answer = (await slack.apiCall(
      method,
      to.threadTs === undefined ? options : { ...options, ts: to.threadTs },
    )) as { messages?: readonly HistoryMessage[] }
    const found = answer.messages?.find(({ metadata }) => metadata?.event_payload?.nonce === posting.nonce)
    return found?.ts === undefined ? 'absent' : { ts: found.ts }
  } catch (error) {
    const failure = failureOf(error)
    // A channel that may not be read may still be written to.
    return failure.kind === 'limited' || failure.kind === 'unsure' ? failure : 'unseen'
  }
}
