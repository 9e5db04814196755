import { contentsOf } from './content.js'
import type { Failure } from './failure.js'
import type { ClaimedLetter } from './letter-store.js'
import { afterFailure, type DeliveryParts, type Outcome, warnRefused } from './outcome.js'
import { respond, responseUrlLifetime } from './response-url.js'
import { call, callWithContent } from './slack-calls.js'

/** An answer for one person that fails this often is dropped: shown much later it would only confuse. */
const mostAttempts = 4

type Answered = { readonly ok: true } | { readonly ok: false; readonly failure: Failure }

/** Shows a message to one person: over the response_url while it works, otherwise by chat.postEphemeral. Sent a few times at most. */
export async function deliverEphemeral(
  letter: ClaimedLetter,
  channel: string,
  parts: DeliveryParts,
): Promise<Outcome> {
  if (letter.age > responseUrlLifetime) return { kind: 'given-up', error: 'too_old' }
  if (letter.attempts >= mostAttempts) return { kind: 'given-up', error: 'too_many_attempts' }
  const { responseUrl } = letter.to
  let answer: Answered | undefined
  if (responseUrl !== undefined) answer = await overUrl(letter, responseUrl, 'ephemeral', parts)
  if (responseUrl === undefined || (answer?.ok === false && answer.failure.kind === 'never')) {
    answer = await byCall(letter, channel, parts)
  }
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) return { kind: 'done', version: letter.version }
  const isOutside = answer.failure.kind === 'outside'
  if (isOutside) return { kind: 'given-up', error: 'not_in_channel' }
  return afterFailure(letter, answer.failure, 'chat.postEphemeral', parts)
}

/** The way out where the bot may not write: over the response_url, for everybody to see. Only the final word of an updated message. */
export async function deliverOverUrl(
  letter: ClaimedLetter,
  url: string,
  error: string,
  parts: DeliveryParts,
): Promise<Outcome> {
  if (letter.age > responseUrlLifetime || letter.attempts >= mostAttempts) return { kind: 'given-up', error }
  // Each use would be a message of its own, and there are five: what will be replaced soon is not worth one.
  if (!letter.final) return { kind: 'done', version: letter.version }
  const answer = await overUrl(letter, url, 'in_channel', parts)
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) return { kind: 'done', version: letter.version }
  return afterFailure(letter, answer.failure, 'chat.postEphemeral', parts)
}

async function overUrl(
  letter: ClaimedLetter,
  url: string,
  seenBy: 'ephemeral' | 'in_channel',
  parts: DeliveryParts,
): Promise<Answered | undefined> {
  let answer: Answered | undefined
  for (const content of contentsOf(letter.message, 'post')) {
    if (!(await parts.hold(letter))) return undefined
    answer = await respond(parts.fetch, url, content, seenBy)
    if (answer.ok || answer.failure.kind !== 'content') return answer
  }
  return answer
}

async function byCall(
  letter: ClaimedLetter,
  channel: string,
  parts: DeliveryParts,
): Promise<Answered | undefined> {
  const send = () =>
    callWithContent(
      parts.slack,
      'chat.postEphemeral',
      {
        channel,
        user: letter.to.ephemeralFor,
        ...(letter.to.threadTs === undefined ? {} : { thread_ts: letter.to.threadTs }),
      },
      contentsOf(letter.message, 'post'),
      () => parts.hold(letter),
      warnRefused(letter, parts),
    )
  const answer = await send()
  if (answer?.ok !== false || answer.failure.kind !== 'outside') return answer
  const joined = await call(parts.slack, 'conversations.join', { channel })
  return joined.ok ? send() : answer
}
