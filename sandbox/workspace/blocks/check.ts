import { everywhere, inMessages } from './layout.js'
import { byType, isNode, type Node, type Report } from './rules.js'

export type Surface = 'message' | 'modal' | 'home'

export interface BlockRules {
  /** Whether `data_visualization` blocks are accepted; true unless told otherwise. */
  readonly charts?: boolean
  /** Block types refused for now. */
  readonly refused?: ReadonlySet<string>
  /** JSON pointer of the list; `/blocks` unless told otherwise. */
  readonly pointer?: string
}

const MAX_BLOCKS = { message: 50, modal: 100, home: 100 } as const
const MARKDOWN = 12_000
/** How many blocks of a type one message may have. */
const MOST: Readonly<Record<string, number>> = { table: 1, data_visualization: 2 }

const rules = {
  message: byType({ ...everywhere, ...inMessages }),
  modal: byType(everywhere),
  home: byType(everywhere),
}

/**
 * Everything Slack would refuse in a list of blocks, in the form of its `response_metadata.messages`:
 * `[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. Empty when all is well.
 */
export function checkBlocks(
  blocks: readonly unknown[],
  surface: Surface,
  options: BlockRules = {},
): string[] {
  const { charts = true, refused = new Set<string>(), pointer = '/blocks' } = options
  const problems: string[] = []
  const report: Report = (at, problem) => problems.push(`[ERROR] ${problem} [json-pointer:${at}]`)

  if (blocks.length > MAX_BLOCKS[surface])
    report(pointer, `no more than ${MAX_BLOCKS[surface]} items allowed`)
  for (const [index, block] of blocks.entries()) {
    const at = `${pointer}/${index}`
    const type = isNode(block) ? block['type'] : undefined
    if (typeof type === 'string' && (refused.has(type) || (!charts && type === 'data_visualization'))) {
      report(`${at}/type`, `unsupported type: ${type}`)
    } else {
      rules[surface](block, at, report)
    }
  }
  reportTooMany(blocks, pointer, report)
  reportRepeatedIds(blocks, pointer, report)
  if (surface !== 'modal') reportFileInputs(blocks, pointer, report)
  if (surface === 'message') reportLongMarkdown(blocks, pointer, report)
  else reportFocus(blocks, pointer, report)
  return problems
}

function reportTooMany(blocks: readonly unknown[], pointer: string, report: Report): void {
  for (const [type, most] of Object.entries(MOST)) {
    const found = withInner(blocks).filter((block) => isNode(block) && block['type'] === type).length
    if (found <= most) continue
    report(pointer, most === 1 ? `only_one_${type}_allowed` : `no more than ${most} ${type} blocks allowed`)
  }
}

function reportRepeatedIds(blocks: readonly unknown[], pointer: string, report: Report): void {
  const blockIds = new Set<unknown>()
  for (const [index, block] of blocks.entries()) {
    if (!isNode(block)) continue
    const id = block['block_id']
    if (id !== undefined && blockIds.has(id)) {
      report(`${pointer}/${index}/block_id`, `\`block_id\` ${JSON.stringify(id)} already exists`)
    }
    blockIds.add(id)
    const actionIds = new Set<unknown>()
    for (const actionId of interactiveIn(block).flatMap((element) => element['action_id'] ?? [])) {
      if (actionIds.has(actionId)) {
        report(
          `${pointer}/${index}`,
          `\`action_id\` ${JSON.stringify(actionId)} already exists for \`block_id\``,
        )
      }
      actionIds.add(actionId)
    }
  }
}

/** All `markdown` blocks of one message together: https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
function reportLongMarkdown(blocks: readonly unknown[], pointer: string, report: Report): void {
  const texts = blocks
    .filter(isNode)
    .filter(({ type }) => type === 'markdown')
    .map(({ text }) => text)
  const length = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0)
  if (length > MARKDOWN)
    report(pointer, `markdown blocks must be less than ${MARKDOWN + 1} characters together`)
}

/** One element of a view may have the cursor: https://docs.slack.dev/reference/block-kit/block-elements */
function reportFocus(blocks: readonly unknown[], pointer: string, report: Report): void {
  const focused = blocks
    .filter(isNode)
    .flatMap(interactiveIn)
    .filter((element) => element['focus_on_load'] === true)
  if (focused.length > 1) report(pointer, 'only one element may set focus_on_load')
}

function reportFileInputs(blocks: readonly unknown[], pointer: string, report: Report): void {
  for (const [index, block] of blocks.entries()) {
    if (isNode(block) && interactiveIn(block).some(({ type }) => type === 'file_input')) {
      report(`${pointer}/${index}/element/type`, 'unsupported type: file_input')
    }
  }
}

/** These blocks and those inside of them: nobody says that Slack counts them apart. */
function withInner(blocks: readonly unknown[]): readonly unknown[] {
  return blocks.flatMap((block) => {
    const inner = isNode(block) ? block['child_blocks'] : undefined
    return Array.isArray(inner) ? [block, ...inner] : [block]
  })
}

/** The elements of one block, wherever a block holds them. */
export function interactiveIn(block: Node): readonly Node[] {
  const many = Array.isArray(block['elements']) ? block['elements'] : []
  const actions = Array.isArray(block['actions']) ? block['actions'] : []
  return [...many, ...actions, block['element'], block['accessory']].filter(isNode)
}
