import { createHash } from 'node:crypto'
import { maskSecrets } from '../core/mask.js'

/** Where people read something in blocks and views; ids, values of buttons and addresses of pictures are read by machines. */
const readFields = new Set([
  'text',
  'title',
  'alt_text',
  'caption',
  'subtitle',
  'label',
  'name',
  'description',
  'x_label',
  'y_label',
  'categories',
])
/** A mention, a date or a link in mrkdwn. */
const token = /<[^<>\n]*>/g

/**
 * Blocks without what looks like a secret in anything a person reads. Whatever is shown in Slack passes here, in `message()` and `fitView()`, so
 * that no view can forget it. Mentions, dates, ids and the values of buttons stay as they are.
 */
export function maskBlocks<Blocks>(blocks: Blocks): Blocks {
  return walk(blocks, false, '') as Blocks
}

/** @param field where it stands: of a list, where the list stands */
function walk(node: unknown, isMrkdwn: boolean, field: string): unknown {
  if (typeof node === 'string') {
    if (!readFields.has(field)) return node
    return maskText(node, isMrkdwn)
  }
  if (Array.isArray(node)) return node.map((item) => walk(item, isMrkdwn, field))
  if (typeof node !== 'object' || node === null) return node
  const { type } = node as { readonly type?: unknown }
  const inMrkdwn = type === 'mrkdwn' || type === 'markdown'
  // The address of a link in rich text is read like its label.
  const isLink = type === 'link'
  return Object.fromEntries(
    Object.entries(node).map(([name, inner]) => [
      name,
      walk(inner, inMrkdwn, isLink && name === 'url' ? 'text' : name),
    ]),
  )
}

/**
 * Digests of texts in which nothing was found. A help is the same each time, and a card says most of its words again at each change: looking for
 * every kind of secret in them took more than half of the time of a help. Digests, because a text kept may hold the long one it was cut from.
 */
const harmless = new Set<string>()
const mostHarmless = 2_000

function maskText(text: string, isMrkdwn: boolean): string {
  // By its units as they are: UTF-8 has one letter for all that are broken.
  const digest = createHash('sha256')
    .update(isMrkdwn ? 'mrkdwn' : 'plain')
    .update(text, 'utf16le')
    .digest('base64')
  if (harmless.has(digest)) return text
  const shown = isMrkdwn ? maskMrkdwn(text) : maskSecrets(text)
  if (shown === text) {
    if (harmless.size >= mostHarmless) harmless.clear()
    harmless.add(digest)
  }
  return shown
}

function maskMrkdwn(text: string): string {
  let shown = ''
  let rest = 0
  for (const { index, 0: found } of text.matchAll(token)) {
    shown += maskSecrets(text.slice(rest, index)) + maskToken(found)
    rest = index + found.length
  }
  return shown + maskSecrets(text.slice(rest))
}

function maskToken(found: string): string {
  if (/^<[@#!]/.test(found)) return found
  const [address = '', ...label] = found.slice(1, -1).split('|')
  return `<${[address, ...label].map((part) => maskSecrets(part)).join('|')}>`
}
