import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { Edge } from './edge.js'
import { contentsOf } from './outbox/content.js'
import type { Letter } from './outbox/contract.js'
import type { Failure } from './outbox/failure.js'
import { respond } from './outbox/response-url.js'

/** Where a reply goes, besides what the caller's place says. */
export interface Route {
  /** Names the answer: one delivery of Slack's has one. */
  readonly delivery: string
  readonly responseUrl?: string
  /** Instead of a new message, this one shows the reply. */
  readonly replaces?: { readonly channel: string; readonly ts: string }
}

/** Hands a reply to the outbox. The card of an operation is there already: the engine keeps it. */
export async function deliverReply(edge: Edge, reply: Reply, caller: Caller, route: Route): Promise<void> {
  if (reply.operation !== undefined) return
  const channel = caller.place?.channel
  if (channel === undefined) return
  const version = edge.clock.now()
  const { message } = reply
  if (route.replaces !== undefined && reply.shownTo === 'place' && reply.failed === undefined) {
    const { channel: posted, ts } = route.replaces
    const letter = {
      key: `message:${posted}:${ts}`,
      to: { channel: posted, ts },
      message,
      version,
      final: true,
    }
    return send(edge, letter, route.responseUrl)
  }
  const threadTs = caller.place?.threadTs
  const to = {
    channel,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(reply.shownTo === 'caller' ? { ephemeralFor: caller.id } : {}),
    ...(route.responseUrl === undefined ? {} : { responseUrl: route.responseUrl }),
  }
  return send(edge, { key: `answer:${route.delivery}`, to, message, version, final: true }, route.responseUrl)
}

/** The store may go away between the acknowledgement and the answer. A response_url needs none, so the person is still told. */
async function send(edge: Edge, letter: Letter, responseUrl: string | undefined): Promise<void> {
  try {
    await edge.outbox.send(letter)
  } catch (error) {
    if (responseUrl === undefined) throw error
    edge.logger.warn(
      { err: error, letter: letter.key },
      'The store is away; an answer goes to the person alone',
    )
    for (const content of contentsOf(letter.message, 'post')) {
      const answer = await respond(fetch, responseUrl, content, 'ephemeral')
      if (answer.ok) return
      if (answer.failure.kind !== 'content')
        throw new Error(`Nobody could be told: ${wordsOf(answer.failure)}`)
    }
  }
}

function wordsOf(failure: Failure): string {
  return failure.kind === 'limited' ? 'too many answers' : failure.error
}
