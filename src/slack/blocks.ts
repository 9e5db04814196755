import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContainerBlock,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RawTextElement,
  RichTextBlock,
  SectionBlock,
  SectionBlockAccessory,
  TableBlock,
} from '@slack/types'

/** One point of a chart: `label` names the category, at most 20 characters. */
export interface ChartPoint {
  readonly label: string
  readonly value: number
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, which @slack/types 3.2 does not know. */
export interface DataVisualizationBlock {
  type: 'data_visualization'
  block_id?: string
  /** At most 50 characters. */
  title: string
  chart:
    | { type: 'pie'; segments: ChartPoint[] }
    | {
        type: 'line' | 'bar' | 'area'
        /** At most 6; each has one point for each category. */
        series: { name: string; data: ChartPoint[] }[]
        axis_config: { categories: string[]; x_label?: string; y_label?: string }
      }
}

/** A chart as a block of a message. The outbox leaves it out where Slack refuses it. */
export function chart(title: string, content: DataVisualizationBlock['chart']): KnownBlock {
  const block: DataVisualizationBlock = { type: 'data_visualization', title, chart: content }
  return block as unknown as KnownBlock
}

/** Whether a block is a chart, for which @slack/types has no name. */
export function isChart(block: unknown): block is DataVisualizationBlock {
  return (block as { type?: unknown } | null)?.type === 'data_visualization'
}

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true }
}

/** `text` is mrkdwn: escape what comes from elsewhere (mrkdwn.ts). `verbatim`: Slack links nothing by itself. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true }
}

/** @param title plain text, at most 150 characters */
export function header(title: string): HeaderBlock {
  return { type: 'header', text: plain(title) }
}

export interface SectionOptions {
  /** Pairs of columns, in mrkdwn: at most 10 of 2,000 characters. */
  readonly fields?: readonly string[]
  readonly accessory?: SectionBlockAccessory
  readonly blockId?: string
}

/** @param text mrkdwn, at most 3,000 characters; may be empty when there are fields */
export function section(
  text: string,
  { fields = [], accessory, blockId }: SectionOptions = {},
): SectionBlock {
  return {
    type: 'section',
    ...(text === '' ? {} : { text: mrkdwn(text) }),
    ...(fields.length === 0 ? {} : { fields: fields.map(mrkdwn) }),
    ...(accessory === undefined ? {} : { accessory }),
    ...(blockId === undefined ? {} : { block_id: blockId }),
    ...(isLong(text) ? { expand: true } : {}),
  }
}

/** Slack would hide its end behind "see more": https://docs.slack.dev/reference/block-kit/blocks/section-block */
function isLong(text: string): boolean {
  return text.length > 250 || text.split('\n').length > 3
}

/** Words from elsewhere that read like ordinary text: nothing in them is interpreted. @param text at most 3,000 characters */
export function plainSection(text: string): SectionBlock {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false } }
}

/** Small grey lines in mrkdwn, at most 10. */
export function context(...texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) }
}

/** Formatted text of which nothing is interpreted: what comes from elsewhere stands in it letter by letter. */
export function richText(...elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements }
}

/**
 * Details that one line stands for until somebody opens it: https://docs.slack.dev/reference/block-kit/blocks/container-block. The outbox shows them open where
 * Slack does not take such a block, and in the terminal they are open.
 * @param title plain text, at most 150 characters
 * @param blocks at most 10, without charts
 */
export function folded(title: string, blocks: ContainerBlock['child_blocks']): ContainerBlock {
  return {
    type: 'container',
    title: { ...plain(title), emoji: false },
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: blocks,
  }
}

/** What is folded, open: its title and its blocks. */
export function unfolded(block: KnownBlock): readonly KnownBlock[] {
  if (block.type !== 'container') return [block]
  const { title, child_blocks: inside } = block
  return title === undefined ? inside : [{ type: 'section', text: title }, ...inside]
}

export function divider(): DividerBlock {
  return { type: 'divider' }
}

/** @param blockId must be the only one of its name in the message */
export function actions(elements: readonly ActionsBlockElement[], blockId?: string): ActionsBlock {
  return {
    type: 'actions',
    elements: [...elements],
    ...(blockId === undefined ? {} : { block_id: blockId }),
  }
}

export interface ButtonOptions {
  /** Plain text, at most 75 characters. */
  readonly text: string
  readonly actionId: string
  /** An opaque id and a version: what a click claims, never what it may do. At most 2,000 characters. */
  readonly value?: string
  readonly style?: 'primary' | 'danger'
  /** Asks before the click counts. `text` is plain text, at most 300 characters; `title` 100; the answers 30. */
  readonly confirm?: {
    readonly title: string
    readonly text: string
    readonly yes: string
    readonly no: string
  }
  readonly url?: string
}

export function button({ text, actionId, value, style, confirm, url }: ButtonOptions): Button {
  return {
    type: 'button',
    text: plain(text),
    action_id: actionId,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(url === undefined ? {} : { url }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plain(confirm.title),
            text: plain(confirm.text),
            confirm: plain(confirm.yes),
            deny: plain(confirm.no),
          },
        }),
  }
}

export type Cell = string | RichTextBlock

/** @param rows plain text or rich text, the first row is the heading; at most 100 rows of 20 columns, one table a message */
export function table(
  rows: readonly (readonly Cell[])[],
  align: readonly ('left' | 'center' | 'right')[] = [],
): TableBlock {
  const cell = (value: Cell): RawTextElement | RichTextBlock =>
    typeof value === 'string' ? { type: 'raw_text', text: value } : value
  return {
    type: 'table',
    rows: rows.map((row) => row.map(cell)),
    ...(align.length === 0 ? {} : { column_settings: align.map((side) => ({ align: side })) }),
  }
}
