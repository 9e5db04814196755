import type {
  CardBlock,
  ContextBlock,
  InputBlock,
  KnownBlock,
  SectionBlock,
  TaskCardBlock,
} from '@slack/types'
import { isChart } from './blocks.js'
import { printable } from './mrkdwn.js'
import { emojiIn } from './plain-text/emoji.js'
import { readableChart, readableTable } from './plain-text/figures.js'
import { readableMrkdwn } from './plain-text/mrkdwn.js'

import { readableRichText } from './plain-text/rich-text.js'

export { boldOrItalic } from './plain-text/mrkdwn.js'

/**
 * The same message as lines for notifications, screen readers and the terminal. Tells everything the blocks tell. What can only be
 * clicked is left out (a screen reader finds the buttons themselves, a terminal has none), except buttons that are links.
 */
export function plainText(blocks: readonly KnownBlock[]): string {
  const lines = blocks.map((block, index) => {
    const text = readable(block)
    return index > 0 && (block.type === 'header' || block.type === 'divider') ? `\n${text}` : text
  })
  const text = blocks
    .map((block, index) => [block, lines[index] ?? ''] as const)
    .filter(([block, line]) => line !== '' || block.type === 'divider')
    .map(([, line]) => line)
    .join('\n')
  return printable(text)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

function readable(block: KnownBlock): string {
  if (isChart(block)) return readableChart(block)
  switch (block.type) {
    case 'header':
      return textOf(block.text)
    case 'section':
      return readableSection(block)
    case 'context':
      return readableContext(block)
    case 'divider':
    case 'context_actions':
      return ''
    case 'actions':
      return linked(block.elements)
    case 'rich_text':
      return readableRichText(block)
    case 'table':
      return readableTable(block)
    case 'data_table':
      return joined(block.caption, readableTable(block))
    case 'markdown':
      return block.text
    case 'image':
      return `[image: ${[textOf(block.title), block.alt_text].filter((part) => part !== '').join(' – ')}]`
    case 'alert':
      return block.level === undefined || block.level === 'default'
        ? textOf(block.text)
        : `${block.level.toUpperCase()}: ${textOf(block.text)}`
    case 'card':
      return readableCard(block)
    case 'carousel':
      return joined(...block.elements.map(readableCard))
    case 'container':
      return joined(
        block.rich_text_title === undefined ? textOf(block.title) : readableRichText(block.rich_text_title),
        textOf(block.subtitle),
        ...block.child_blocks.map(readable),
      )
    case 'file':
      return `[file: ${block.external_id}]`
    case 'input':
      return readableInput(block)
    case 'task_card':
      return readableTask(block)
    case 'plan':
      return joined(block.title, ...(block.tasks ?? []).map((task) => readableTask(task as TaskCardBlock)))
    case 'video':
      return joined(
        `${textOf(block.title)} (${block.title_url ?? block.video_url})`,
        textOf(block.description),
      )
    default:
      return wordsIn(block)
  }
}

interface AnyText {
  readonly type: string
  readonly text: string
  readonly emoji?: boolean
}

function textOf(text: AnyText | undefined): string {
  if (text === undefined) return ''
  return text.type === 'mrkdwn'
    ? readableMrkdwn(text.text)
    : text.emoji === false
      ? text.text
      : emojiIn(text.text)
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n')
}

function readableSection({ text, fields = [], accessory }: SectionBlock): string {
  return joined(
    textOf(text),
    ...fields.map(readableField),
    accessory === undefined ? '' : linked([accessory]),
  )
}

/** `*Tasks*` above `2 of 2`, as fields are written, becomes `Tasks: 2 of 2`. */
function readableField(field: AnyText): string {
  const labelled = field.type === 'mrkdwn' ? /^\*([^*\n]+?):?\*\n([\s\S]+)$/.exec(field.text) : null
  if (labelled === null) return textOf(field)
  return `${readableMrkdwn(labelled[1] ?? '')}: ${readableMrkdwn(labelled[2] ?? '')}`
}

function readableContext({ elements }: ContextBlock): string {
  return elements
    .map((element) => (element.type === 'image' ? element.alt_text : textOf(element)))
    .filter((text) => text.trim() !== '')
    .join(' · ')
}

/** Images by their description and buttons that lead somewhere by their address. */
function linked(elements: readonly object[]): string {
  return joined(
    ...elements.map((element) => {
      const { type, text, url, alt_text } = element as Record<string, unknown>
      if (type === 'image') return `[image: ${String(alt_text)}]`
      return type === 'button' && typeof url === 'string' ? `${textOf(text as AnyText)}: ${url}` : ''
    }),
  )
}

function readableCard({ title, subtitle, body, actions = [] }: CardBlock): string {
  return joined(textOf(title), textOf(subtitle), textOf(body), linked(actions))
}

function readableInput({ label, hint, element }: InputBlock): string {
  const filled = element as { initial_value?: unknown; initial_option?: { text: AnyText } }
  const value =
    filled.initial_option === undefined ? filled.initial_value : textOf(filled.initial_option.text)
  return joined(
    typeof value === 'string' && value !== '' ? `${textOf(label)}: ${value}` : textOf(label),
    textOf(hint),
  )
}

function readableTask({ title, status, details, output, sources = [] }: TaskCardBlock): string {
  return joined(
    `[${status.replace('_', ' ')}] ${title}`,
    details === undefined ? '' : readableRichText(details),
    output === undefined ? '' : readableRichText(output),
    ...sources.map(({ text, url }) => `${text} (${url})`),
  )
}

/** For a block that Slack adds later: every text in it. */
function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return joined(...value.map(wordsIn))
  if (typeof value !== 'object' || value === null) return ''
  return joined(
    ...Object.entries(value).map(([name, child]) =>
      name === 'text' && typeof child === 'string' ? readableMrkdwn(child) : wordsIn(child),
    ),
  )
}
