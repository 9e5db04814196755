import type { KnownBlock } from '@slack/types'
import { cutMrkdwn, cutPlain } from '../../core/cut.js'
import type { Cuts } from './cuts.js'
import { isNode } from './fit-node.js'

const shown = new Set([
  'text',
  'title',
  'subtitle',
  'alt_text',
  'caption',
  'label',
  'name',
  'description',
  'fallback',
])

/** Characters of everything a person reads in these blocks, a little more than Slack counts. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0)
  if (!isNode(value)) return 0
  let sum = 0
  for (const [name, child] of Object.entries(value)) {
    sum += typeof child === 'string' ? (shown.has(name) ? child.length : 0) : charactersIn(child)
  }
  return sum
}

/** Below this a rest of a text says nothing worth its room. */
const worthShowing = 200

/** As much of a block as has room, or nothing. Sections, tables and formatted text can be shown in part, others not. */
export function shortenTo(room: number, block: KnownBlock, cuts: Cuts): KnownBlock | undefined {
  const length = charactersIn(block)
  if (length <= room) return block
  if (room < worthShowing) return undefined
  switch (block.type) {
    case 'section': {
      const { text, fields: _fields, ...rest } = block
      const others = charactersIn(rest)
      if (text === undefined || room - others < worthShowing) return undefined
      const kept =
        text.type === 'mrkdwn' ? cutMrkdwn(text.text, room - others) : cutPlain(text.text, room - others)
      cuts.shortened(length - others - kept.length)
      return { ...rest, text: { ...text, text: kept } }
    }
    case 'markdown': {
      const kept = cutPlain(block.text, room)
      cuts.shortened(length - kept.length)
      return { ...block, text: kept }
    }
    case 'table':
    case 'data_table': {
      const rows = prefix(block.rows, room, charactersIn)
      if (rows.length < 2) return undefined
      cuts.leftOut('row of the table', block.rows.length - rows.length)
      return { ...block, rows } as KnownBlock
    }
    case 'rich_text':
      return shortenRichText(room, block, cuts)
    case 'container': {
      const { child_blocks: inside, ...rest } = block
      const kept = prefix(inside, room - charactersIn(rest), charactersIn)
      if (kept.length === 0) return undefined
      cuts.leftOut('part', inside.length - kept.length)
      return { ...block, child_blocks: kept }
    }
    default:
      return undefined
  }
}

type RichText = Extract<KnownBlock, { type: 'rich_text' }>

function shortenRichText(room: number, block: RichText, cuts: Cuts): KnownBlock | undefined {
  const elements = prefix(block.elements, room, charactersIn)
  const next = block.elements[elements.length]
  const left = room - charactersIn(elements)
  const part = next === undefined || left < worthShowing ? undefined : partOf(left, next)
  const kept = part === undefined ? elements : [...elements, part]
  if (kept.length === 0) return undefined
  cuts.shortened(charactersIn(block) - charactersIn(kept))
  return { ...block, elements: kept }
}

type RichTextPart = RichText['elements'][number]

function partOf(room: number, element: RichTextPart): RichTextPart | undefined {
  const kept: RichTextPart['elements'] = prefix<RichTextPart['elements'][number]>(
    element.elements,
    room,
    charactersIn,
  ) as RichTextPart['elements']
  const next = element.elements[kept.length]
  const left = room - charactersIn(kept)
  const cut =
    next?.type === 'text' && left > 1 ? [...kept, { ...next, text: cutPlain(next.text, left) }] : kept
  return cut.length === 0 ? undefined : ({ ...element, elements: cut } as RichTextPart)
}

function prefix<T>(items: readonly T[], room: number, size: (item: T) => number): T[] {
  const kept: T[] = []
  let used = 0
  for (const item of items) {
    used += size(item)
    if (used > room) break
    kept.push(item)
  }
  return kept
}
