import {
  boolean,
  byType,
  choice,
  list,
  number,
  object,
  optional,
  required,
  type Rule,
  string,
} from './rules.js'

const TEXT = 12_000
const style = optional(
  object({
    bold: optional(boolean),
    italic: optional(boolean),
    strike: optional(boolean),
    underline: optional(boolean),
    code: optional(boolean),
    highlight: optional(boolean),
    client_highlight: optional(boolean),
    unlink: optional(boolean),
  }),
)

function inline(type: string, fields: Parameters<typeof object>[0]): Rule {
  return object({ type: required(choice(type)), style, ...fields })
}

const textElement = inline('text', { text: required(string(TEXT, 1)) })
const linkElement = inline('link', {
  url: required(string(3_000, 1)),
  text: optional(string(TEXT)),
  unsafe: optional(boolean),
})

const inlineElement = byType({
  text: textElement,
  link: linkElement,
  broadcast: inline('broadcast', { range: required(choice('here', 'channel', 'everyone')) }),
  color: inline('color', { value: required(string(9, 1)) }),
  channel: inline('channel', { channel_id: required(string(255, 1)) }),
  date: inline('date', {
    timestamp: required(number()),
    format: required(string(255, 1)),
    url: optional(string(3_000)),
    fallback: optional(string(TEXT)),
  }),
  emoji: inline('emoji', {
    name: required(string(255, 1)),
    unicode: optional(string(255)),
    url: optional(string(3_000)),
  }),
  team: inline('team', { team_id: required(string(255, 1)) }),
  user: inline('user', { user_id: required(string(255, 1)) }),
  usergroup: inline('usergroup', { usergroup_id: required(string(255, 1)) }),
})

const border = { border: optional(choice(0, 1)) }
const section = object({
  type: required(choice('rich_text_section')),
  elements: required(list(inlineElement)),
})

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richText: Rule = object({
  type: required(choice('rich_text')),
  block_id: optional(string(255)),
  elements: required(
    list(
      byType({
        rich_text_section: section,
        rich_text_list: object({
          type: required(choice('rich_text_list')),
          style: required(choice('bullet', 'ordered')),
          elements: required(list(byType({ rich_text_section: section }))),
          indent: optional(number(0, 8)),
          offset: optional(number(0)),
          ...border,
        }),
        rich_text_quote: object({
          type: required(choice('rich_text_quote')),
          elements: required(list(inlineElement)),
          ...border,
        }),
        rich_text_preformatted: object({
          type: required(choice('rich_text_preformatted')),
          elements: required(list(byType({ text: textElement, link: linkElement }))),
          language: optional(string(50)),
          ...border,
        }),
      }),
    ),
  ),
})
