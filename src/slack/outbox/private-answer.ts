import { contentsOf } from './content.js'
import type { Failure } from './failure.js'
import type { ClaimedLetter } from './letter-store.js'
import { afterFailure, type DeliveryOptions, type Outcome, warnRefused } from './outcome.js'
import { respond, responseUrlLifetime } from './response-url.js'
import { callWithContent, joining } from './slack-calls.js'

/** An answer for one person that fails this often, within about a minute, is dropped: shown much later it would only confuse. */
const mostAttempts = 6

type Answered = { readonly ok: true } | { readonly ok: false; readonly failure: Failure }

/** Shows a message to one person: over the response_url while it works, otherwise by chat.postEphemeral, and where Slack cannot do that there, in the direct message. Sent a few times at most. */
export async function deliverEphemeral(
  letter: ClaimedLetter,
  channel: string,
  options: DeliveryOptions,
): Promise<Outcome> {
  if (letter.age > responseUrlLifetime) return { kind: 'given-up', error: 'too_old' }
  if (letter.attempts >= mostAttempts) return { kind: 'given-up', error: 'too_many_attempts' }
  const { responseUrl } = letter.to
  let answer: Answered | undefined
  if (responseUrl !== undefined) answer = await overUrl(letter, responseUrl, 'ephemeral', options)
  if (responseUrl === undefined || (answer?.ok === false && answer.failure.kind === 'refused')) {
    answer = await byCall(letter, channel, options)
  }
  if (answer?.ok === false && isNotTheirPlace(answer.failure)) answer = await directly(letter, options)
  if (answer === undefined) return { kind: 'lost' }
  if (answer.ok) return { kind: 'done', version: letter.version }
  const { failure } = answer
  if (failure.kind === 'refused') return { kind: 'given-up', error: failure.error }
  return afterFailure(letter, failure, 'chat.postEphemeral', options)
}

/**
 * The way out where the bot may not write: over the response_url, for everybody to see. Only the final word of an updated message.
 * @returns undefined where that way is closed too
 */
export async function deliverOverUrl(
  letter: ClaimedLetter,
  url: string,
  options: DeliveryOptions,
): Promise<Outcome | undefined> {
  if (letter.age > responseUrlLifetime) return undefined
  // Each use would be a message of its own, and there are five: what will be replaced soon is not worth one.
  if (!letter.final) return { kind: 'done', version: letter.version }
  const answer = await overUrl(letter, url, 'in_channel', options)
  if (answer === undefined) return { kind: 'lost' }
  return answer.ok ? { kind: 'done', version: letter.version } : undefined
}

async function overUrl(
  letter: ClaimedLetter,
  url: string,
  seenBy: 'ephemeral' | 'in_channel',
  options: DeliveryOptions,
): Promise<Answered | undefined> {
  let answer: Answered | undefined
  for (const content of contentsOf(letter.message, 'post')) {
    if (!(await options.hold(letter))) return undefined
    answer = await respond(options.fetch, url, content, seenBy)
    if (answer.ok || answer.failure.kind !== 'content') return answer
  }
  return answer
}

/** Slack shows it to nobody in that channel: ohmy is not there, or the person is not. */
function isNotTheirPlace(failure: Failure): boolean {
  if (failure.kind === 'outside') return true
  return (
    failure.kind === 'refused' &&
    (failure.error === 'channel_not_found' || failure.error === 'user_not_in_channel')
  )
}

/** In the direct message with the person: https://docs.slack.dev/reference/methods/chat.postMessage#channels */
async function directly(letter: ClaimedLetter, options: DeliveryOptions): Promise<Answered | undefined> {
  return callWithContent(
    options.slack,
    'chat.postMessage',
    { channel: letter.to.ephemeralFor, unfurl_links: false, unfurl_media: false },
    contentsOf(letter.message, 'post'),
    () => options.hold(letter),
    warnRefused(letter, options),
  )
}

async function byCall(
  letter: ClaimedLetter,
  channel: string,
  options: DeliveryOptions,
): Promise<Answered | undefined> {
  return joining(options.slack, channel, () =>
    callWithContent(
      options.slack,
      'chat.postEphemeral',
      {
        channel,
        user: letter.to.ephemeralFor,
        ...(letter.to.threadTs === undefined ? {} : { thread_ts: letter.to.threadTs }),
      },
      contentsOf(letter.message, 'post'),
      () => options.hold(letter),
      warnRefused(letter, options),
    ),
  )
}
