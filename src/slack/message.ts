import type { KnownBlock } from '@slack/types'
import type { Message } from '../core/message.js'
import { fit } from './limits.js'
import { maskBlocks } from './mask-blocks.js'
import { plainText } from './plain-text.js'

/**
 * The only way to a Message. `blocks` are fitted to Slack's limits and say what was left out; `text` is rendered from them before
 * anything is left out, so it tells everything. What looks like a secret is masked in both, before anything is cut.
 */
export function message(blocks: readonly KnownBlock[]): Message {
  const shown = maskBlocks(blocks)
  return { text: plainText(shown) || '(empty)', blocks: fit(shown).blocks }
}
