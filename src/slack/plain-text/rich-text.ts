import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types'
import { emoji } from './emoji.js'
import { readableLink, readableTime } from './mrkdwn.js'

/** Formatted text as lines. */
export function readableRichText(block: RichTextBlock): string {
  const counted = new Map<number, number>()
  return block.elements
    .map((element) => {
      if (element.type !== 'rich_text_list') counted.clear()
      switch (element.type) {
        case 'rich_text_list':
          return readableList(element, counted)
        case 'rich_text_quote':
          return inline(element.elements)
            .split('\n')
            .map((line) => `> ${line}`)
            .join('\n')
        default:
          return inline(element.elements)
      }
    })
    .map((text) => text.replace(/\n$/, ''))
    .join('\n')
}

type List = Extract<RichTextBlock['elements'][number], { type: 'rich_text_list' }>

/** Slack splits a list where its depth changes: `counted` lets the numbers go on afterwards. */
function readableList(list: List, counted: Map<number, number>): string {
  const depth = list.indent ?? 0
  for (const deeper of counted.keys()) if (deeper > depth) counted.delete(deeper)
  return list.elements
    .map((item: RichTextSection) => {
      const number = (counted.get(depth) ?? 0) + 1
      counted.set(depth, number)
      return `${'  '.repeat(depth)}${list.style === 'ordered' ? `${number}.` : '•'} ${inline(item.elements)}`
    })
    .join('\n')
}

function inline(elements: readonly RichTextElement[]): string {
  return elements.map(readableElement).join('')
}

function readableElement(element: RichTextElement): string {
  const text = wordsOf(element)
  // Without the mark what is no longer so would read as if it were.
  return element.style?.strike ? `~${text}~` : text
}

function wordsOf(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      return element.text
    case 'link':
      return readableLink(element.url, element.text)
    case 'user':
      return `@${element.user_id}`
    case 'usergroup':
      return `@${element.usergroup_id}`
    case 'team':
      return `@${element.team_id}`
    case 'channel':
      return `#${element.channel_id}`
    case 'broadcast':
      return `@${element.range}`
    case 'date':
      return element.fallback ?? readableTime(element.timestamp)
    case 'emoji':
      return emoji(element.name)
    case 'color':
      return element.value
  }
}
