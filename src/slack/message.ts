import type { KnownBlock } from '@slack/types'
import type { Message } from '../core/message.js'
import { fit } from './limits.js'
import { plainText } from './plain-text.js'

/**
 * The only way to a Message. `blocks` are fitted to Slack's limits and say what was left out; `text` is rendered from them before
 * anything is left out, so it tells everything.
 */
export function message(blocks: readonly KnownBlock[]): Message {
  return { text: plainText(blocks) || '(empty)', blocks: fit(blocks).blocks }
}
