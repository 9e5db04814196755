import type { HomeView, KnownBlock, ModalView, RichTextBlock } from '@slack/types'
import { isChart, type DataVisualizationBlock, unfolded } from './blocks.js'
import { cutPlain } from '../core/cut.js'
import { type Cuts, countCuts } from './limits/cuts.js'
import { maxBlocks, maxCharacters, maxId } from './limits/figures.js'
import { fitNode, isNode, type Node } from './limits/fit-node.js'
import { charactersIn, shortenTo } from './limits/measure.js'
import { maskBlocks } from './mask-blocks.js'
import { readableChart, readableTable } from './plain-text/figures.js'

/** Blocks that Slack takes, and what they no longer show: one sentence each. */
export interface Fitted {
  readonly blocks: KnownBlock[]
  readonly cut: string[]
}

/** Room kept for the note at the end. */
const noteLength = 500

interface Room {
  readonly blocks: number
  readonly characters: number
  readonly surface: 'message' | 'view'
}

/**
 * Fits the blocks of a message to every limit of Slack's: shortens texts, leaves out what is too much (buttons last), and says so in a
 * note at the end. Fitting again changes nothing.
 */
export function fit(blocks: readonly KnownBlock[]): Fitted {
  return fitInto({ blocks: maxBlocks.message, characters: maxCharacters, surface: 'message' }, blocks)
}

/**
 * Fits a modal or home tab: as `fit`, up to 100 blocks; titles are shortened, what looks like a secret is masked.
 * @throws Error when `private_metadata` is over 3,000 or an id over 255 characters: shortened they would be broken, so that is a defect
 */
export function fitView<View extends ModalView | HomeView>(view: View): View {
  const { private_metadata: metadata = '', callback_id: callback = '', external_id: external = '' } = view
  if (metadata.length > 3_000)
    throw new Error(`private_metadata has ${metadata.length} characters; Slack takes 3,000`)
  if (callback.length > maxId || external.length > maxId)
    throw new Error('An id of a view is over 255 characters')
  const room: Room = { blocks: maxBlocks.view, characters: Number.POSITIVE_INFINITY, surface: 'view' }
  const titles: Record<string, unknown> = {}
  for (const name of ['title', 'submit', 'close'] as const) {
    const title = (view as ModalView)[name]
    if (title !== undefined)
      titles[name] = { ...title, text: cutPlain(maskBlocks(title).text, 24).trim() || '–' }
  }
  return { ...view, ...titles, blocks: fitInto(room, maskBlocks(view.blocks) as KnownBlock[]).blocks }
}

function fitInto(room: Room, blocks: readonly KnownBlock[]): Fitted {
  const cuts = countCuts()
  const fitting = fitBlocks(room, blocks, cuts)
  if (fitting.length <= room.blocks && charactersIn(fitting) <= room.characters) {
    const cut = cuts.sentences()
    if (cut.length === 0) return { blocks: fitting, cut }
  }
  const smaller = { ...room, blocks: room.blocks - 1, characters: room.characters - noteLength }
  const kept = choose(smaller, fitting, cuts)
  const cut = cuts.sentences()
  return cut.length === 0 ? { blocks: kept, cut } : { blocks: [...kept, note(cut)], cut }
}

function note(cut: readonly string[]): KnownBlock {
  const text = `To fit Slack: ${cut.join('; ')}.`
  return {
    type: 'context',
    elements: [{ type: 'plain_text', text: cutPlain(text, noteLength), emoji: false }],
  }
}

/** Every block on its own, and what may stand only once in a message. */
function fitBlocks(room: Room, blocks: readonly KnownBlock[], cuts: Cuts): KnownBlock[] {
  const count = { table: 0, chart: 0 }
  const blockIds = new Set<string>()
  // A view takes nothing folded.
  const shown = room.surface === 'view' ? blocks.flatMap(unfolded) : blocks
  return shown.flatMap((original) => {
    const block = shownAs(room, original, count, cuts)
    const fitted = fitNode(block as unknown as Node, cuts) as KnownBlock | undefined
    if (fitted === undefined) return []
    return [withOwnIds(fitted, blockIds, cuts)]
  })
}

/** Slack takes one table and two charts a message and none in a view: others become text in columns. */
function shownAs(
  room: Room,
  block: KnownBlock,
  count: { table: number; chart: number },
  cuts: Cuts,
): KnownBlock {
  if (block.type === 'container') {
    const inside = block.child_blocks.map((child) => shownAs(room, child, count, cuts))
    return { ...block, child_blocks: inside as typeof block.child_blocks }
  }
  if (block.type === 'table') {
    count.table += 1
    if (room.surface === 'message' && count.table === 1) return block
    return block.rows.length === 0 ? block : preformatted(readableTable(block), block.block_id)
  }
  if (!isChart(block)) return block
  count.chart += 1
  if (room.surface === 'message' && count.chart <= 2 && isFittingChart(block)) return block
  cuts.changed('a chart is shown as numbers')
  return preformatted(readableChart(block), (block as DataVisualizationBlock).block_id)
}

function preformatted(text: string, blockId: string | undefined): RichTextBlock {
  return {
    type: 'rich_text',
    ...(blockId === undefined ? {} : { block_id: blockId }),
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  }
}

function isFittingChart({ title, chart }: DataVisualizationBlock): boolean {
  const isShort = (text: string, max = 20) => text !== '' && text.length <= max
  if (!isShort(title, 50)) return false
  if (chart.type === 'pie') {
    return (
      chart.segments.length >= 1 &&
      chart.segments.length <= 6 &&
      chart.segments.every(({ label }) => isShort(label))
    )
  }
  const { categories, x_label: xLabel = '-', y_label: yLabel = '-' } = chart.axis_config
  const names = chart.series.map(({ name }) => name)
  const isMatching = ({ data }: (typeof chart.series)[number]) =>
    data.length === categories.length && data.every(({ label }) => categories.includes(label))
  return (
    [xLabel, yLabel].every((label) => isShort(label, 50)) &&
    [...names, ...categories].every((label) => isShort(label)) &&
    names.length >= 1 &&
    names.length <= 6 &&
    new Set(names).size === names.length &&
    categories.length >= 1 &&
    categories.length <= 20 &&
    chart.series.every(isMatching)
  )
}

/** Ids that repeat would make Slack refuse the message: a later block goes without, a later button is left out. */
function withOwnIds(block: KnownBlock, blockIds: Set<string>, cuts: Cuts): KnownBlock {
  const { block_id: id, ...anonymous } = block
  const own = id !== undefined && blockIds.has(id) ? (anonymous as KnownBlock) : block
  if (id !== undefined) blockIds.add(id)
  if (own.type !== 'actions') return own
  const actionIds = new Set<string>()
  const elements = own.elements.filter((element) => {
    const actionId: unknown = isNode(element) ? element['action_id'] : undefined
    if (typeof actionId !== 'string') return true
    const isNew = !actionIds.has(actionId)
    actionIds.add(actionId)
    return isNew
  })
  cuts.leftOut('button', own.elements.length - elements.length)
  return { ...own, elements }
}

/** The first blocks that have room. What people act on keeps its place before what they read. */
function choose(room: Room, blocks: readonly KnownBlock[], cuts: Cuts): KnownBlock[] {
  const isReserved = (block: KnownBlock) => block.type === 'actions' || block.type === 'input'
  let characters = room.characters
  const reserved = blocks.filter(isReserved).filter((block, index) => {
    if (index >= room.blocks || charactersIn(block) > characters) return false
    characters -= charactersIn(block)
    return true
  })
  let places = room.blocks - reserved.length
  return blocks.flatMap((block) => {
    if (isReserved(block)) {
      if (reserved.includes(block)) return [block]
      cuts.leftOut('part', 1)
      return []
    }
    const kept = places > 0 ? shortenTo(characters, block, cuts) : undefined
    if (kept === undefined) {
      cuts.leftOut('part', 1)
      return []
    }
    places -= 1
    characters -= charactersIn(kept)
    return [kept]
  })
}
