import type { App } from '@slack/bolt'
import type { RoomEvent } from '../../core/incident-room.js'
import type { Background } from '../background.js'
import { deliverReply } from '../deliver-reply.js'
import type { Edge } from '../edge.js'

/**
 * What people do in channels besides talking to ohmy: signs, pins, edits, deletions. Only incidents' own channels matter, which whoever is told decides; nothing of
 * what people write is kept or looked at elsewhere. An event that could not be taken is delivered again; twice, late or out of order it changes nothing more.
 */
export function listenToChannels(app: App, edge: Edge, background: Background): void {
  const { rooms } = edge.inside
  if (rooms === undefined) return
  const { timelineReaction } = edge.config.incidents

  const happened = (channel: string, user: string, event: RoomEvent) => rooms.happened(channel, event, user)

  const reacted = (on: boolean) => async (event: Reaction) => {
    const { item, user, reaction, event_ts: at } = event
    // Behind two colons stands the tone of the skin.
    if (item.type !== 'message' || reaction.split('::')[0] !== timelineReaction) return
    await happened(item.channel, user, { kind: 'mark', ts: item.ts, sign: user, on, at })
  }
  app.event('reaction_added', ({ event }) => reacted(true)(event))
  app.event('reaction_removed', ({ event }) => reacted(false)(event))

  const pinned = (on: boolean) => async (event: Pin) => {
    const { item, user, channel_id: channel, event_ts: at } = event
    const ts = item.message?.ts
    if (ts === undefined) return
    await happened(channel, user, { kind: 'mark', ts, sign: 'pin', on, at })
  }
  app.event('pin_added', ({ event }) => pinned(true)(event as Pin))
  app.event('pin_removed', ({ event }) => pinned(false)(event as Pin))

  app.event('channel_archive', ({ event }) => happened(event.channel, event.user, { kind: 'archived' }))

  app.event('message', async ({ event }) => {
    if (event.subtype === 'message_changed') {
      const { message, channel, event_ts: at } = event
      // Slack hides the beginning of a thread that was deleted, and keeps it for its replies.
      const isGone = (message.subtype as string | undefined) === 'tombstone'
      const { ts } = message
      const by = userOf(message)
      await happened(
        channel,
        by,
        isGone ? { kind: 'message deleted', ts } : { kind: 'message changed', ts, at },
      )
    }
    if (event.subtype === 'message_deleted')
      await happened(event.channel, userOf(event.previous_message), {
        kind: 'message deleted',
        ts: event.deleted_ts,
      })
  })

  app.event('member_joined_channel', async ({ event, body, context }) => {
    const { user, channel } = event
    if (user === context.botUserId) return
    const reply = await rooms.joined(channel, user)
    if (reply === undefined) return
    const delivery = body.event_id
    const claim = await edge.deliveries.claim(delivery)
    if (claim === 'unavailable') throw new Error('The store cannot be reached, so nobody was briefed')
    if (claim === 'duplicate') return
    background('brief', () =>
      deliverReply(
        edge,
        reply,
        { id: user, name: user, origin: 'mention', place: { channel } },
        { delivery },
      ),
    )
  })
}

interface Reaction {
  readonly user: string
  readonly reaction: string
  readonly item: { readonly type: string; readonly channel: string; readonly ts: string }
  readonly event_ts: string
}

/** Bolt's own type leaves out the message: https://docs.slack.dev/reference/events/pin_added */
interface Pin {
  readonly user: string
  readonly channel_id: string
  readonly item: { readonly message?: { readonly ts?: string } }
  readonly event_ts: string
}

function userOf(message: object | undefined): string {
  return message !== undefined && 'user' in message && typeof message.user === 'string' ? message.user : ''
}
