import { channelAddress } from '../core/channel-reference.js'
import type { AnchorPlace, AuditAnchor, WrittenAnchors } from '../core/audit-record.js'
import type { Clock } from '../core/clock.js'
import type { Message } from '../core/message.js'
import { createChannelNames } from './outbox/channel-names.js'
import { call, type SlackCalls } from './outbox/slack-calls.js'
import { anchorMessage, anchorWarning } from './views/audit/anchor.js'

export const anchorEvent = 'ohmy_audit_anchor'
/** Three years of anchors in a channel of their own. */
const pageSize = 200
const mostPages = 5

interface Posted {
  readonly ts?: string
  readonly bot_id?: string
  readonly user?: string
  readonly edited?: unknown
  readonly metadata?: {
    readonly event_type?: string
    readonly event_payload?: { readonly number?: unknown; readonly hash?: unknown }
  }
}

/**
 * The channel that keeps the audit's anchors. Not by the outbox: what that sends stands in the store, and whoever can write there could say
 * anything in ohmy's name (docs/adr/0012-anchors-outside-the-store.md).
 * @param channel a name without #, or an id
 */
export function createAuditChannel(options: {
  readonly slack: SlackCalls
  readonly channel: string
  readonly clock: Clock
}): AnchorPlace {
  const { slack, clock } = options
  const named = channelAddress(options.channel)
  const idOf = createChannelNames(slack, clock)

  async function post({ text, blocks }: Message, metadata?: object): Promise<void> {
    const channel = await idOf(named)
    const content = { channel, text, blocks, unfurl_links: false, unfurl_media: false }
    const once = () => call(slack, 'chat.postMessage', { ...content, ...(metadata && { metadata }) })
    let answer = await once()
    if (!answer.ok && answer.failure.kind === 'outside') {
      await call(slack, 'conversations.join', { channel })
      answer = await once()
    }
    if (answer.ok) return
    const { failure } = answer
    throw new Error(
      `Slack did not take a message for ${named}: ${'error' in failure ? failure.error : 'too many calls'}`,
    )
  }

  async function pages(): Promise<readonly Posted[]> {
    const channel = await idOf(named)
    const posted: Posted[] = []
    let cursor = ''
    for (let page = 0; page < mostPages; page += 1) {
      const answer = (await slack.apiCall('conversations.history', {
        channel,
        limit: pageSize,
        include_all_metadata: true,
        ...(cursor === '' ? {} : { cursor }),
      })) as { messages?: readonly Posted[]; response_metadata?: { next_cursor?: string } }
      posted.push(...(answer.messages ?? []))
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') break
    }
    return posted
  }

  return {
    write: (anchor) =>
      post(anchorMessage(anchor), {
        event_type: anchorEvent,
        event_payload: { number: anchor.number, hash: anchor.hash },
      }),
    warn: (anchor) => post(anchorWarning(anchor)),
    async read() {
      try {
        const { user_id: self } = (await slack.apiCall('auth.test')) as { user_id?: string }
        return anchorsIn((await pages()).filter(({ user }) => user !== undefined && user === self))
      } catch (error) {
        return { anchors: [], unread: whyUnread(error, named) }
      }
    },
  }
}

/** A message that was edited says nothing any more: anchors are never changed. */
function anchorsIn(posted: readonly Posted[]): WrittenAnchors {
  const ours = posted.filter(({ metadata }) => metadata?.event_type === anchorEvent)
  const edited = ours.filter((message) => message.edited !== undefined).length
  const anchors = ours
    .filter((message) => message.edited === undefined)
    .flatMap(({ ts, metadata }): AuditAnchor[] => {
      const { number, hash } = metadata?.event_payload ?? {}
      if (typeof number !== 'number' || typeof hash !== 'string') return []
      return [{ number, hash, from: 'channel', at: Math.round(Number(ts) * 1_000) }]
    })
    .toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0))
  if (edited === 0) return { anchors }
  const which = edited === 1 ? 'One anchor was' : `${edited} anchors were`
  return { anchors, unread: `${which} edited in the audit channel, and nobody has a reason to.` }
}

function whyUnread(error: unknown, named: string): string {
  const { data, message } = error as { data?: { error?: string }; message?: string }
  const refusal = data?.error
  if (refusal === 'missing_scope') {
    return 'Slack does not let ohmy read the audit channel: grant it channels:history, or groups:history where the channel is private.'
  }
  if (refusal === 'not_in_channel' || refusal === 'channel_not_found')
    return `ohmy is not in the audit channel ${named}: invite it.`
  return `Slack did not show the audit channel (${refusal ?? message ?? 'no answer'}).`
}
