import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import type { Edge } from './edge.js'

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
    await edge.outbox.send({
      key: `message:${posted}:${ts}`,
      to: { channel: posted, ts },
      message,
      version,
      final: true,
    })
    return
  }
  const threadTs = caller.place?.threadTs
  await edge.outbox.send({
    key: `answer:${route.delivery}`,
    to: {
      channel,
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(reply.shownTo === 'caller' ? { ephemeralFor: caller.id } : {}),
      ...(route.responseUrl === undefined ? {} : { responseUrl: route.responseUrl }),
    },
    message,
    version,
    final: true,
  })
}
