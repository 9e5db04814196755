import { randomUUID } from 'node:crypto'
import { contentsOf } from './content.js'
import { eventType, findPosted } from './find-posted.js'
import type { Failure } from './failure.js'
import type { ClaimedLetter } from './letter-store.js'
import { afterFailure, type DeliveryParts, type Outcome, warnRefused } from './outcome.js'
import { deliverEphemeral, deliverOverUrl } from './private-answer.js'
import { type Answer, call, callWithContent, joining } from './slack-calls.js'

/** Brings one letter to Slack, with as many calls as that takes and no waiting in between. `channel` is an id. */
export async function deliver(
  letter: ClaimedLetter,
  channel: string,
  parts: DeliveryParts,
): Promise<Outcome> {
  if (letter.to.ephemeralFor !== undefined) return deliverEphemeral(letter, channel, parts)
  if (letter.to.ts !== undefined) return update(letter, { channel, ts: letter.to.ts }, parts)
  if (letter.posted !== undefined) return update(letter, letter.posted, parts)
  return post(letter, channel, parts)
}

async function update(
  letter: ClaimedLetter,
  posted: { readonly channel: string; readonly ts: string },
  parts: DeliveryParts,
): Promise<Outcome> {
  const answer = await joining(parts.slack, posted.channel, () =>
    callWithContent(
      parts.slack,
      'chat.update',
      { ...posted },
      contentsOf(letter.message, 'update'),
      () => parts.hold(letter),
      warnRefused(letter, parts),
    ),
  )
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) return { kind: 'done', version: letter.version, posted }
  const { failure } = answer
  if (failure.kind !== 'gone' || letter.to.ts !== undefined) {
    return afterFailure(letter, failure, 'chat.update', parts)
  }
  if (failure.error === 'block_mismatch') await call(parts.slack, 'chat.delete', { ...posted })
  parts.logger.info(
    { letter: letter.key, error: failure.error },
    'A message cannot be updated; it is posted anew',
  )
  return { kind: 'again', wait: 0, failed: false, forget: 'message' }
}

async function post(letter: ClaimedLetter, channel: string, parts: DeliveryParts): Promise<Outcome> {
  const { posting } = letter
  if (posting !== undefined) {
    const found = await findPosted(parts.slack, channel, { posting, to: letter.to })
    if (typeof found === 'object' && 'ts' in found) {
      return { kind: 'done', version: posting.version, posted: { channel, ts: found.ts } }
    }
    if (typeof found === 'object') return lookLater(letter, found, parts)
  }
  const nonce = posting?.nonce ?? randomUUID()
  const answer = await joining(parts.slack, channel, () => postOnce(letter, channel, nonce, parts))
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok)
    return { kind: 'done', version: letter.version, posted: { channel: answer.channel, ts: answer.ts } }
  const { failure } = answer
  if ((failure.kind === 'outside' || failure.kind === 'refused') && letter.to.responseUrl !== undefined) {
    const outcome = await deliverOverUrl(letter, letter.to.responseUrl, parts)
    if (outcome !== undefined) return outcome
  }
  const outcome = afterFailure(letter, failure, 'chat.postMessage', parts)
  // Slack said no, so nothing was posted and there is nothing to look for.
  if (failure.kind === 'unsure' || (outcome.kind !== 'again' && outcome.kind !== 'limited')) return outcome
  return { ...outcome, forget: 'posting' }
}

function postOnce(
  letter: ClaimedLetter,
  channel: string,
  nonce: string,
  parts: DeliveryParts,
): Promise<Answer | undefined> {
  return callWithContent(
    parts.slack,
    'chat.postMessage',
    {
      channel,
      ...(letter.to.threadTs === undefined ? {} : { thread_ts: letter.to.threadTs }),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { nonce } },
    },
    contentsOf(letter.message, 'post'),
    () => parts.hold(letter, nonce),
    warnRefused(letter, parts),
  )
}

/** The look-up has limits of its own, which are no reason to stop posting elsewhere. */
function lookLater(letter: ClaimedLetter, failure: Failure, parts: DeliveryParts): Outcome {
  if (failure.kind === 'limited') return { kind: 'again', wait: failure.wait, failed: false }
  return afterFailure(letter, failure, 'chat.postMessage', parts)
}
