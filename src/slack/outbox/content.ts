import type { KnownBlock } from '@slack/types'
import type { Message } from '../../core/message.js'
import { isChart, unfolded } from '../blocks.js'
import { fit } from '../limits.js'
import { cutMrkdwn } from '../../core/cut.js'
import { escapeMrkdwn, untrusted } from '../mrkdwn.js'
import { plainText } from '../plain-text.js'

export interface Content {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

/** `text` of a post and of an update: https://docs.slack.dev/reference/methods/chat.update#arg_text */
const maxLength = { post: 40_000, update: 4_000 } as const

/**
 * What to send, best first: everything; without charts, tables and what is folded, which not every workspace takes; the text alone,
 * which tells everything.
 */
export function contentsOf({ text, blocks }: Message, kind: 'post' | 'update'): readonly Content[] {
  const sent = fitText(text, maxLength[kind])
  const simpler = inSimpleBlocks(blocks)
  return [
    { text: sent, blocks },
    ...(simpler === undefined ? [] : [{ text: sent, blocks: simpler }]),
    ...(blocks.length === 0 ? [] : [{ text: sent, blocks: [] }]),
    ...(kind === 'post' && sent.length > 4_000 ? [{ text: fitText(text, 3_000), blocks: [] }] : []),
  ]
}

/** The text as Slack takes it: nothing in it links or mentions. Says how much is missing. */
function fitText(text: string, max: number): string {
  const escaped = escapeMrkdwn(text)
  if (escaped.trim() === '') return '(empty)'
  if (escaped.length <= max) return escaped
  const kept = cutMrkdwn(escaped, max - 60)
  return `${kept}\n(${(escaped.length - kept.length).toLocaleString('en-US')} more characters are not shown)`
}

function inSimpleBlocks(blocks: readonly KnownBlock[]): KnownBlock[] | undefined {
  const open = blocks.flatMap(unfolded)
  const isFigure = (block: KnownBlock) =>
    isChart(block) || block.type === 'table' || block.type === 'data_table'
  if (open.length === blocks.length && !open.some(isFigure)) return undefined
  return fit(open.map((block) => (isFigure(block) ? untrusted(plainText([block])) : block))).blocks
}
