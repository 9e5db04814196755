import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'

const words = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '<@U0AAA|ada>',
    '&amp;',
    '`code`',
    '```\nfence',
    '*bold*',
    '<!date^1700000000^{time}|then>',
    '👩‍💻',
  ),
)

/** A text that is often short and sometimes far too long. */
const text = fc.oneof(
  { weight: 12, arbitrary: words },
  {
    weight: 1,
    arbitrary: fc
      .tuple(words, fc.integer({ min: 1, max: 13_000 }))
      .map(([word, length]) => `${word} `.repeat(Math.ceil(length / (word.length + 1)))),
  },
)

const plain = text.map((value) => ({ type: 'plain_text', text: value }))
const anyText = fc.oneof(
  plain,
  text.map((value) => ({ type: 'mrkdwn', text: value })),
)
const option = fc.record({ text: plain, value: fc.string({ maxLength: 200 }) })
const id = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.uuid(), fc.constant('x'.repeat(300)))
const button = fc.record({ type: fc.constant('button'), text: plain, action_id: fc.uuid(), value: text })
const menu = fc
  .tuple(
    fc
      .tuple(fc.array(option, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }))
      .map(([options, times]) => Array.from({ length: times }, () => options).flat()),
    fc.boolean(),
  )
  .map(([options, chosen]) => ({
    type: 'static_select',
    action_id: 'menu',
    options,
    ...(chosen && options.length > 0 ? { initial_option: options.at(-1) } : {}),
  }))
const overflow = fc
  .array(option, { maxLength: 8 })
  .map((options) => ({ type: 'overflow', action_id: 'more', options }))
const image = text.map((alt) => ({ type: 'image', image_url: 'https://example.com/a.png', alt_text: alt }))
const withId = <T extends object>(block: fc.Arbitrary<T>) =>
  fc
    .tuple(block, fc.option(id, { nil: undefined }))
    .map(([value, blockId]) => (blockId === undefined ? value : { ...value, block_id: blockId }))

const inline = fc.oneof(
  text.map((value) => ({ type: 'text', text: value })),
  text.map((value) => ({ type: 'link', url: 'https://example.com', text: value })),
  fc.constant({ type: 'user', user_id: 'U0AAA' }),
  fc.constant({ type: 'emoji', name: 'warning' }),
)
const richSection = fc
  .array(inline, { maxLength: 5 })
  .map((elements) => ({ type: 'rich_text_section', elements }))
const richText = fc
  .array(
    fc.oneof(
      richSection,
      fc
        .array(richSection, { maxLength: 5 })
        .map((elements) => ({ type: 'rich_text_list', style: 'bullet', elements })),
      fc.array(inline, { maxLength: 5 }).map((elements) => ({ type: 'rich_text_quote', elements })),
      text.map((value) => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: value }] })),
    ),
    { maxLength: 4 },
  )
  .map((elements) => ({ type: 'rich_text', elements }))

const cell = fc.oneof(
  words.map((value) => ({ type: 'raw_text', text: value })),
  words.map((value) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: value }] }],
  })),
)
const table = fc
  .tuple(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 1, max: 24 }), cell)
  .map(([rows, columns, value]) => ({
    type: 'table',
    rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => value)),
  }))
const point = fc.record({ label: fc.string({ maxLength: 25 }), value: fc.integer() })
const chart = fc.oneof(
  fc.record({ type: fc.constant('pie'), segments: fc.array(point, { maxLength: 8 }) }),
  fc
    .tuple(fc.array(fc.string({ maxLength: 25 }), { maxLength: 22 }), fc.array(words, { maxLength: 8 }))
    .map(([categories, names]) => ({
      type: 'line',
      series: names.map((name) => ({ name, data: categories.map((label) => ({ label, value: 1 })) })),
      axis_config: { categories },
    })),
)

const block = withId(
  fc.oneof(
    fc
      .array(
        fc.oneof(
          fc.record({ type: fc.constant('section'), text: anyText }),
          richText,
          table,
          fc.constant({ type: 'divider' }),
        ),
        { maxLength: 12 },
      )
      .chain((inside) =>
        plain.map((title) => ({
          type: 'container',
          title,
          is_collapsible: true,
          default_collapsed: true,
          child_blocks: inside,
        })),
      ),
    plain.map((value) => ({ type: 'header', text: value })),
    fc.record({ type: fc.constant('section'), text: anyText }),
    fc.record({ type: fc.constant('section'), fields: fc.array(anyText, { maxLength: 14 }) }),
    fc.record({
      type: fc.constant('section'),
      text: anyText,
      accessory: fc.oneof(button, menu, overflow, image),
    }),
    fc.array(fc.oneof(anyText, image), { maxLength: 14 }).map((elements) => ({ type: 'context', elements })),
    fc.array(fc.oneof(button, menu), { maxLength: 30 }).map((elements) => ({ type: 'actions', elements })),
    fc.constant({ type: 'divider' }),
    richText,
    image,
    text.map((value) => ({ type: 'markdown', text: value })),
    anyText.map((value) => ({ type: 'alert', level: 'warning', text: value })),
    table,
    fc.record({ type: fc.constant('data_visualization'), title: words, chart }),
  ),
)

/** Messages of any blocks, within Slack's limits or far beyond. */
export const anyBlocks = fc
  .tuple(fc.array(block, { maxLength: 8 }), fc.constantFrom(1, 1, 1, 9))
  .map(([blocks, times]) => Array.from({ length: times }, () => blocks).flat() as unknown as KnownBlock[])
