import type { App } from '@slack/bolt'
import type { Background } from '../bolt-app.js'
import { deliverReply } from '../deliver-reply.js'
import type { Edge } from '../edge.js'

/** `@ohmy status`, also in threads, where slash commands cannot be typed. Answers go to the thread. */
export function listenToMentions(app: App, edge: Edge, background: Background): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const { user } = event
    // Other bots, and ourselves when we are quoted: a bot that answers bots never stops.
    if (user === undefined || event.bot_id !== undefined) return
    const claim = await edge.deliveries.claim(body.event_id)
    if (claim === 'duplicate') return
    // Slack delivers the event again when it is not acknowledged; by then the store may be back.
    if (claim === 'unavailable') throw new Error('The store cannot be reached, so a mention was not taken')
    background('mention', async () => {
      const channelName = await edge.directory.channelName(event.channel)
      const caller = {
        id: user,
        name: await edge.directory.nameOf(user),
        origin: 'mention' as const,
        place: {
          channel: event.channel,
          threadTs: event.thread_ts ?? event.ts,
          ...(channelName === undefined ? {} : { channelName }),
        },
      }
      const reply = await edge.inside.run(withoutMention(event.text, context.botUserId), caller)
      await deliverReply(edge, reply, caller, { delivery: body.event_id })
    })
  })
}

/** What was said to the bot: everything but its own name, wherever that stands. */
function withoutMention(text: string, botUserId: string | undefined): string {
  if (botUserId === undefined) return text.replace(/<@[UW][A-Z0-9]+(\|[^>]*)?>/, ' ').trim()
  return text.replaceAll(new RegExp(`<@${botUserId}(\\|[^>]*)?>`, 'g'), ' ').trim()
}
