import { type BlockRules, checkBlocks } from './check.js'
import { isNode } from './rules.js'

const POST_TEXT = 40_000
const UPDATE_TEXT = 4_000
const ALL_BLOCK_TEXT = 13_000

export interface ContentProblem {
  readonly error: string
  readonly messages?: readonly string[]
}

interface Content {
  readonly text?: unknown
  readonly blocks?: unknown
  readonly attachments?: unknown
}

/** What Slack would answer to a message with this content; nothing when it takes it. */
export function checkMessage(
  content: Content,
  kind: 'post' | 'update',
  rules: BlockRules = {},
): ContentProblem | undefined {
  const { text, blocks, attachments } = content
  if (blocks !== undefined && blocks !== '' && !Array.isArray(blocks))
    return { error: 'invalid_blocks_format' }
  const list = Array.isArray(blocks) ? blocks : []
  const hasAttachments = Array.isArray(attachments) && attachments.length > 0
  if ((text === undefined || text === '') && list.length === 0 && !hasAttachments) return { error: 'no_text' }
  if (typeof text === 'string' && text.length > (kind === 'post' ? POST_TEXT : UPDATE_TEXT)) {
    return { error: 'msg_too_long' }
  }
  const messages = checkBlocks(list, 'message', rules)
  if (messages.length > 0) return { error: 'invalid_blocks', messages }
  const inAttachments = hasAttachments ? checkAttachments(attachments, rules) : []
  if (inAttachments.length > 0) return { error: 'invalid_attachments', messages: inAttachments }
  if (textLength(list) > ALL_BLOCK_TEXT) return { error: 'msg_blocks_too_long' }
  return undefined
}

function checkAttachments(attachments: readonly unknown[], rules: BlockRules): string[] {
  return attachments.flatMap((attachment, index) => {
    const blocks = isNode(attachment) ? attachment['blocks'] : undefined
    if (!Array.isArray(blocks)) return []
    return checkBlocks(blocks, 'message', { ...rules, pointer: `/attachments/${index}/blocks` })
  })
}

/** Characters of everything a person reads in these blocks. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const [key, child] of Object.entries(value)) {
    if (key === 'text' && typeof child === 'string') sum += child.length
    else sum += textLength(child)
  }
  return sum
}
