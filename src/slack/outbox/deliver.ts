import { randomUUID } from 'node:crypto'
import { contentsOf } from './content.js'
import { eventType, findPosted } from './find-posted.js'
import type { Failure } from './failure.js'
import type { ClaimedLetter } from './letter-store.js'
import { afterFailure, type DeliveryOptions, type Outcome, warnRefused } from './outcome.js'
import { deliverEphemeral, deliverOverUrl } from './private-answer.js'
import { type Answer, call, callWithContent, joining } from './slack-calls.js'

/** Brings one letter to Slack, with as many calls as that takes and no waiting in between. `channel` is an id. */
export async function deliver(
  letter: ClaimedLetter,
  channel: string,
  options: DeliveryOptions,
): Promise<Outcome> {
  if (letter.to.remove === true) return remove(letter, channel, options)
  if (letter.to.ephemeralFor !== undefined) return deliverEphemeral(letter, channel, options)
  if (letter.to.ts !== undefined) return update(letter, { channel, ts: letter.to.ts }, options)
  if (letter.posted !== undefined) return update(letter, letter.posted, options)
  return post(letter, channel, options)
}

async function update(
  letter: ClaimedLetter,
  posted: { readonly channel: string; readonly ts: string },
  options: DeliveryOptions,
): Promise<Outcome> {
  const answer = await joining(options.slack, posted.channel, () =>
    callWithContent(
      options.slack,
      'chat.update',
      { ...posted },
      contentsOf(letter.message, 'update'),
      () => options.hold(letter),
      warnRefused(letter, options),
    ),
  )
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) return { kind: 'done', version: letter.version, posted }
  const { failure } = answer
  if (failure.kind !== 'gone' || letter.to.ts !== undefined) {
    return afterFailure(letter, failure, 'chat.update', options)
  }
  if (failure.error === 'block_mismatch') await call(options.slack, 'chat.delete', { ...posted })
  options.logger.info(
    { letter: letter.key, error: failure.error },
    'A message cannot be updated; it is posted anew',
  )
  return { kind: 'again', wait: 0, failed: false, forget: 'message' }
}

/** Takes away what is there, also where nobody knows yet whether it is. */
async function remove(letter: ClaimedLetter, channel: string, options: DeliveryOptions): Promise<Outcome> {
  const { posting, posted, to, version } = letter
  const found =
    posted ?? (posting === undefined ? 'absent' : await findPosted(options.slack, channel, { posting, to }))
  if (typeof found === 'string') return { kind: 'done', version }
  if (!('ts' in found)) return lookLater(letter, found, options)
  if (!(await options.hold(letter))) return { kind: 'lost' }
  const answer = await call(options.slack, 'chat.delete', { channel, ts: found.ts })
  if (answer.ok || answer.failure.kind === 'gone') return { kind: 'done', version }
  return afterFailure(letter, answer.failure, 'chat.update', options)
}

async function post(letter: ClaimedLetter, channel: string, options: DeliveryOptions): Promise<Outcome> {
  const { posting } = letter
  if (posting !== undefined) {
    const found = await findPosted(options.slack, channel, { posting, to: letter.to })
    if (typeof found === 'object' && 'ts' in found) {
      return { kind: 'done', version: posting.version, posted: { channel, ts: found.ts } }
    }
    if (typeof found === 'object') return lookLater(letter, found, options)
  }
  const nonce = posting?.nonce ?? randomUUID()
  const answer = await joining(options.slack, channel, () => postOnce(letter, channel, nonce, options))
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) {
    // Slack says which channel a name stands for. What leaves that out must not make the message unfindable.
    const posted = { channel: answer.channel || channel, ts: answer.ts }
    return { kind: 'done', version: letter.version, posted }
  }
  const { failure } = answer
  if ((failure.kind === 'outside' || failure.kind === 'refused') && letter.to.responseUrl !== undefined) {
    const outcome = await deliverOverUrl(letter, letter.to.responseUrl, options)
    if (outcome !== undefined) return outcome
  }
  const outcome = afterFailure(letter, failure, 'chat.postMessage', options)
  // Slack said no, so nothing was posted and there is nothing to look for.
  if (failure.kind === 'unsure' || (outcome.kind !== 'again' && outcome.kind !== 'limited')) return outcome
  return { ...outcome, forget: 'posting' }
}

function postOnce(
  letter: ClaimedLetter,
  channel: string,
  nonce: string,
  options: DeliveryOptions,
): Promise<Answer | undefined> {
  return callWithContent(
    options.slack,
    'chat.postMessage',
    {
      channel,
      ...(letter.to.threadTs === undefined ? {} : { thread_ts: letter.to.threadTs }),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { nonce } },
    },
    contentsOf(letter.message, 'post'),
    () => options.hold(letter, nonce),
    warnRefused(letter, options),
  )
}

/** The look-up has limits of its own, which are no reason to stop posting elsewhere. */
function lookLater(letter: ClaimedLetter, failure: Failure, options: DeliveryOptions): Outcome {
  if (failure.kind === 'limited') return { kind: 'again', wait: failure.wait, failed: false }
  return afterFailure(letter, failure, 'chat.postMessage', options)
}
