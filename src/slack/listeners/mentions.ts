import type { AppMentionEvent } from '@slack/types'
import type { App } from '@slack/bolt'
import type { Caller, Place } from '../../core/caller.js'
import type { Background } from '../background.js'
import { deliverReply } from '../deliver-reply.js'
import { saidLine } from '../deliveries/said.js'
import type { Edge } from '../edge.js'
import { storeUnavailable } from '../unavailable.js'
import { type Waiting, whileWaiting } from '../waiting.js'
import { editedMessage } from '../views/answers/edited-message.js'

/** A message can be edited for as long as it stands there; it is remembered for so long (ms), and an edit of an older one is not taken at all. */
const rememberMessagesFor = 24 * 3_600_000

/**
 * `@ohmy status`, also in threads, where slash commands cannot be typed. Answers go to the thread. One message is one request: Slack sends the event
 * once more, under another id, when a message is edited, and neither `please` nor a mended word is to scale a service twice.
 */
export function listenToMentions(app: App, edge: Edge, background: Background): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const { user } = event
    // Other bots, and ourselves when we are quoted: a bot that answers bots never stops.
    if (user === undefined || event.bot_id !== undefined) return
    const said = withoutMention(event.text ?? '', context.botUserId)
    const delivery = `message:${event.channel}:${event.ts}`
    const place = { channel: event.channel, threadTs: event.thread_ts ?? event.ts }
    const about = { kind: 'mention' as const, said: saidLine(`@ohmy ${said}`), person: user, place }
    const claim = isForgotten(event, edge.clock.now())
      ? 'duplicate'
      : await edge.deliveries.claim(delivery, { remember: rememberMessagesFor, about })
    // Slack delivers the event again when it is not acknowledged; by then the store may be back. Who waits is told once.
    if (claim === 'unavailable' && context.retryNum === undefined) {
      background('mention', () => sayUnavailable(edge, user, place))
    }
    if (claim === 'unavailable') throw new Error('The store cannot be reached, so a mention was not taken')
    if (claim === 'duplicate') {
      if (isEdited(event) && (await edge.deliveries.claim(body.event_id)) === 'first') {
        background('edited mention', async () => {
          const caller = await callerOf(edge, event, user)
          await deliverReply(edge, editedMessage(), caller, { delivery: body.event_id })
        })
      }
      return
    }
    const answer = async (waiting: Waiting) => {
      const caller = { ...(await callerOf(edge, event, user)), request: delivery }
      const reply = await waiting(edge.inside.run(said, caller))
      await deliverReply(edge, reply, caller, { delivery })
    }
    background('mention', () =>
      edge.deliveries.during(delivery, () => whileWaiting(edge, { delivery, ...about }, answer)),
    )
  })
}

/** An event has no body to answer in; what one person alone sees needs no store. */
async function sayUnavailable({ web, deliveries }: Edge, user: string, place: Place): Promise<void> {
  const text = `${storeUnavailable(deliveries.fault())} Slack delivers this once more within some minutes: what is answered by then need not be said again.`
  await web.chat.postEphemeral({
    channel: place.channel,
    user,
    text,
    ...(place.threadTs === undefined ? {} : { thread_ts: place.threadTs }),
  })
}

async function callerOf(edge: Edge, event: AppMentionEvent, user: string): Promise<Caller> {
  const channelName = await edge.directory.channelName(event.channel)
  return {
    id: user,
    name: await edge.directory.nameOf(user),
    origin: 'mention',
    place: {
      channel: event.channel,
      threadTs: event.thread_ts ?? event.ts,
      ...(channelName === undefined ? {} : { channelName }),
    },
  }
}

/** Slack says so in `edited`, which its types leave out: https://github.com/slackapi/bolt-js/issues/960. */
function isEdited(event: AppMentionEvent): boolean {
  return 'edited' in event && event.edited !== undefined
}

/** Whether it may have been taken so long ago that nobody remembers. */
function isForgotten(event: AppMentionEvent, now: number): boolean {
  // Half of the time, so that no clock has to agree with Slack's.
  return isEdited(event) && now - Number(event.ts) * 1_000 > rememberMessagesFor / 2
}

/** What people write behind a name they address, and how the composer writes quotes and lists. */
const lead = /^(?:(?:[:,;]|&gt;|[•◦▪])\s*)+/

/** What was said to the bot: everything but its own name, wherever that stands; marks that open before the name stay for the words behind it. */
function withoutMention(text: string, botUserId: string | undefined): string {
  const name = botUserId === undefined ? '[UW][A-Z0-9]+' : botUserId
  const mention = new RegExp(
    `([*_~\`]*)<@${name}(?:\\|[^>]*)?>([*_~\`]*)\\s*`,
    botUserId === undefined ? '' : 'g',
  )
  return text
    .replace(mention, (_, before: string, behind: string) =>
      before.length > behind.length
        ? ` ${before.slice(0, before.length - behind.length)}`
        : ` ${behind.slice(before.length)}`,
    )
    .trim()
    .replace(lead, '')
}
