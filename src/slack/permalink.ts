import type { WebClient } from '@slack/web-api'
import type { Outbox } from './outbox/contract.js'

/** Where a message of the outbox is read in Slack; undefined: it is not there yet, or Slack does not say. */
export type LinkTo = (key: string) => Promise<string | undefined>

export function createLinkTo(web: WebClient, outbox: Pick<Outbox, 'placeOf'>): LinkTo {
  return async (key) => {
    const posted = await outbox.placeOf(key)
    if (posted === undefined) return undefined
    const { channel, ts } = posted
    try {
      return (await web.chat.getPermalink({ channel, message_ts: ts })).permalink
    } catch {
      // A link is a convenience: nothing waits for it.
      return undefined
    }
  }
}
