import { describe, expect, test } from 'vitest'
import { checkBlocks, type Surface } from '../../../sandbox/workspace/blocks/check.js'
import { checkMessage } from '../../../sandbox/workspace/blocks/message.js'
import { checkView } from '../../../sandbox/workspace/blocks/view.js'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const letters = (count: number): string => 'x'.repeat(count)
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })
const button = (extra: object = {}) => ({ type: 'button', text: plain('Go'), ...extra })
const dialog = (extra: object = {}) => ({
  title: plain('Delete it?'),
  text: plain('It is gone then.'),
  confirm: plain('Delete'),
  deny: plain('Keep'),
  ...extra,
})
const option = (text: string, value = text) => ({ text: plain(text), value })
const select = (count: number, text = 'a') => ({
  type: 'static_select',
  options: times(count, (i) => option(text, `v${i}`)),
})
const folded = (...child_blocks: unknown[]) => ({
  type: 'container',
  title: plain('Details'),
  is_collapsible: true,
  default_collapsed: true,
  child_blocks,
})
const table = (rows: number, columns: number) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: 'a' }))),
})
const dataTable = (rows: number, columns: number, first = 'raw_text') => ({
  type: 'data_table',
  caption: 'Services',
  rows: times(rows, (row) => times(columns, () => ({ type: row === 0 ? first : 'raw_text', text: 'a' }))),
})
const chart = (series: number, categories: number, title = 't', label = 'l') => ({
  type: 'data_visualization',
  title,
  chart: {
    type: 'line',
    series: times(series, (s) => ({
      name: `s${s}`,
      data: times(categories, (i) => ({ label: `${label}${i}`, value: i })),
    })),
    axis_config: { categories: times(categories, (i) => `${label}${i}`) },
  },
})

/** What, the size just inside, the size just outside, blocks of that size, and where Slack points. */
const limits: readonly [string, number, number, (size: number) => unknown[], string][] = [
  ['blocks of a message', 50, 51, (n) => times(n, () => ({ type: 'divider' })), '/blocks'],
  ['section text', 3000, 3001, (n) => [section(letters(n))], '/blocks/0/text/text'],
  [
    'section fields',
    10,
    11,
    (n) => [{ type: 'section', fields: times(n, () => plain('a')) }],
    '/blocks/0/fields',
  ],
  [
    'field text',
    2000,
    2001,
    (n) => [{ type: 'section', fields: [mrkdwn(letters(n))] }],
    '/blocks/0/fields/0/text',
  ],
  ['header text', 150, 151, (n) => [{ type: 'header', text: plain(letters(n)) }], '/blocks/0/text/text'],
  [
    'button text',
    75,
    76,
    (n) => [actions(button({ text: plain(letters(n)) }))],
    '/blocks/0/elements/0/text/text',
  ],
  ['button value', 2000, 2001, (n) => [actions(button({ value: letters(n) }))], '/blocks/0/elements/0/value'],
  [
    'action_id',
    255,
    256,
    (n) => [actions(button({ action_id: letters(n) }))],
    '/blocks/0/elements/0/action_id',
  ],
  ['block_id', 255, 256, (n) => [{ type: 'divider', block_id: letters(n) }], '/blocks/0/block_id'],
  ['actions elements', 25, 26, (n) => [actions(...times(n, () => button()))], '/blocks/0/elements'],
  [
    'context elements',
    10,
    11,
    (n) => [{ type: 'context', elements: times(n, () => mrkdwn('a')) }],
    '/blocks/0/elements',
  ],
  ['select options', 100, 101, (n) => [actions(select(n))], '/blocks/0/elements/0/options'],
  [
    'option text',
    75,
    76,
    (n) => [actions(select(1, letters(n)))],
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'overflow options',
    5,
    6,
    (n) => [actions({ type: 'overflow', options: times(n, (i) => option(`${i}`)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'confirm text',
    300,
    301,
    (n) => [actions(button({ confirm: dialog({ text: plain(letters(n)) }) }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  ...(
    [
      ['title', 100],
      ['confirm', 30],
      ['deny', 30],
    ] as const
  ).map(([part, most]): (typeof limits)[number] => [
    `confirm ${part}`,
    most,
    most + 1,
    (n) => [actions(button({ confirm: dialog({ [part]: plain(letters(n)) }) }))],
    `/blocks/0/elements/0/confirm/${part}/text`,
  ]),
  [
    'option value',
    150,
    151,
    (n) => [actions({ type: 'static_select', options: [option('a', letters(n))] })],
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'option groups',
    100,
    101,
    (n) => [
      actions({
        type: 'static_select',
        option_groups: times(n, () => ({ label: plain('a'), options: [option('a')] })),
      }),
    ],
    '/blocks/0/elements/0/option_groups',
  ],
  [
    'the label of an option group',
    75,
    76,
    (n) => [
      actions({
        type: 'static_select',
        option_groups: [{ label: plain(letters(n)), options: [option('a')] }],
      }),
    ],
    '/blocks/0/elements/0/option_groups/0/label/text',
  ],
  [
    'container title',
    150,
    151,
    (n) => [{ ...folded(section('a')), title: plain(letters(n)) }],
    '/blocks/0/title/text',
  ],
  ['container blocks', 10, 11, (n) => [folded(...times(n, () => section('a')))], '/blocks/0/child_blocks'],
  ['data table rows', 101, 102, (n) => [dataTable(n, 1)], '/blocks/0/rows'],
  ['data table columns', 20, 21, (n) => [dataTable(2, n)], '/blocks/0/rows/0'],
  ['data table pages', 100, 101, (n) => [{ ...dataTable(2, 1), page_size: n }], '/blocks/0/page_size'],
  ['markdown', 12_000, 12_001, (n) => [{ type: 'markdown', text: letters(n) }], '/blocks/0/text'],
  [
    'markdown of all blocks',
    6_000,
    6_001,
    (n) => [
      { type: 'markdown', text: letters(n) },
      { type: 'markdown', text: letters(6_000) },
    ],
    '/blocks',
  ],
  ['table rows', 100, 101, (n) => [table(n, 1)], '/blocks/0/rows'],
  ['table columns', 20, 21, (n) => [table(1, n)], '/blocks/0/rows/0'],
  ['tables of a message', 1, 2, (n) => times(n, () => table(1, 1)), '/blocks'],
  ['tables of a message, folded ones too', 1, 2, (n) => [folded(...times(n, () => table(1, 1)))], '/blocks'],
  [
    'blocks of a container',
    10,
    11,
    (n) => [folded(...times(n, () => section('a')))],
    '/blocks/0/child_blocks',
  ],
  [
    'title of a container',
    150,
    151,
    (n) => [{ ...folded(section('a')), title: plain(letters(n)) }],
    '/blocks/0/title/text',
  ],
  ['charts of a message', 2, 3, (n) => times(n, () => chart(1, 1)), '/blocks'],
  ['chart title', 50, 51, (n) => [chart(1, 1, letters(n))], '/blocks/0/title'],
  ['chart series', 6, 7, (n) => [chart(n, 1)], '/blocks/0/chart/series'],
  ['chart categories', 20, 21, (n) => [chart(1, n)], '/blocks/0/chart/axis_config/categories'],
  ['chart labels', 19, 20, (n) => [chart(1, 1, 't', letters(n))], '/blocks/0/chart/axis_config/categories/0'],
  [
    'image alt text',
    2000,
    2001,
    (n) => [{ type: 'image', image_url: 'https://x', alt_text: letters(n) }],
    '/blocks/0/alt_text',
  ],
]

describe('a message at the limits of Slack', () => {
  test.each(limits)('%s: %i is fine, %i is not', (_what, inside, outside, blocks, pointer) => {
    expect(checkBlocks(blocks(inside), 'message')).toEqual([])
    const problems = checkBlocks(blocks(outside), 'message')
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.some((problem) => problem.endsWith(`[json-pointer:${pointer}]`))).toBe(true)
  })

  test('a section that is too long is refused in the words of Slack', () => {
    expect(checkBlocks([section(letters(3001))], 'message')).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ])
  })
})

const broken: readonly [string, Surface, unknown, string][] = [
  ['an unknown block', 'message', { type: 'sparkline' }, 'unsupported type: sparkline'],
  ['an unknown element', 'message', actions({ type: 'slider' }), 'unsupported type: slider'],
  [
    'an element in the wrong place',
    'message',
    actions({ type: 'plain_text_input' }),
    'unsupported type: plain_text_input',
  ],
  ['a block without its text', 'message', { type: 'header' }, 'missing required field: text'],
  [
    'a section without text and fields',
    'message',
    { type: 'section' },
    'missing required field: text or fields',
  ],
  ['a header in mrkdwn', 'message', { type: 'header', text: mrkdwn('a') }, 'unsupported type: mrkdwn'],
  ['an empty text', 'message', section(''), 'must be more than 0 characters'],
  [
    'a property Slack does not know',
    'message',
    { type: 'divider', color: 'red' },
    'invalid additional property: color',
  ],
  ['a button without text', 'message', actions({ type: 'button' }), 'missing required field: text'],
  [
    'a button style that does not exist',
    'message',
    actions(button({ style: 'green' })),
    'must be a valid enum value',
  ],
  [
    'an option without a value',
    'message',
    actions({ type: 'static_select', options: [{ text: plain('a') }] }),
    'missing required field: value',
  ],
  [
    'an option with an empty value',
    'message',
    actions({ type: 'overflow', options: [option('a', '')] }),
    '0/value',
  ],
  ...['title', 'text', 'confirm', 'deny'].map((part): (typeof broken)[number] => [
    `a confirmation without ${part}`,
    'message',
    actions(button({ confirm: dialog({ [part]: undefined }) })),
    `missing required field: ${part}`,
  ]),
  [
    'a confirmation in a colour that does not exist',
    'message',
    actions(button({ confirm: dialog({ style: 'green' }) })),
    'confirm/style',
  ],
  [
    'a first choice that is none of the options',
    'message',
    actions({ ...select(2), initial_option: option('a', 'v2') }),
    'must be one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'a first choice whose text is another than that of the option',
    'message',
    actions({ ...select(2), initial_option: option('b', 'v1') }),
    'must be one of the provided options',
  ],
  [
    'boxes checked at first that are not there',
    'message',
    actions({ type: 'checkboxes', options: [option('a')], initial_options: [option('a'), option('b')] }),
    'must be one of the provided options [json-pointer:/blocks/0/elements/0/initial_options/1]',
  ],
  [
    'a day that is none',
    'message',
    actions({ type: 'datepicker', initial_date: '24.12.2026' }),
    'must be a date: YYYY-MM-DD',
  ],
  [
    'an hour that is none',
    'message',
    actions({ type: 'timepicker', initial_time: '24:00' }),
    'must be a time: HH:mm',
  ],
  [
    'a text that cannot be long enough',
    'modal',
    {
      type: 'input',
      label: plain('a'),
      element: { type: 'plain_text_input', min_length: 5, max_length: 4 },
    },
    'must not be more than max_length',
  ],
  [
    'a filter of conversations that filters nothing',
    'message',
    actions({ type: 'conversations_select', filter: {} }),
    'missing required field: include',
  ],
  ['an empty block_id', 'message', { type: 'divider', block_id: '' }, 'must be more than 0 characters'],
  ['a data table of a header alone', 'message', dataTable(1, 1), 'no fewer than 2 items allowed'],
  ['a data table with formatted header cells', 'message', dataTable(2, 1, 'rich_text'), 'rows/0/0'],
  [
    'a data table whose rows differ',
    'message',
    { ...dataTable(2, 2), rows: [...dataTable(2, 2).rows, ...dataTable(1, 1).rows] },
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows/2]',
  ],
  [
    'a data table whose rows are named by a column it does not have',
    'message',
    { ...dataTable(2, 2), row_header_column_index: 2 },
    'must be between 0 and 1',
  ],
  ['no elements', 'message', actions(), 'no fewer than 1 items allowed'],
  [
    'a text that is a number',
    'message',
    { type: 'section', text: { type: 'mrkdwn', text: 7 } },
    'must provide a string',
  ],
  [
    'an empty piece of rich text',
    'message',
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '' }] }],
    },
    'must be more than 0 characters',
  ],
  [
    'a mention in preformatted text',
    'message',
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
    },
    'unsupported type: user',
  ],
  ['a container in a modal', 'modal', folded(section('a')), 'unsupported type: container'],
  ['a chart in a container', 'message', folded(chart(1, 1)), 'unsupported type: data_visualization'],
  [
    'an alert in a container',
    'message',
    folded({ type: 'alert', text: plain('a') }),
    'unsupported type: alert',
  ],
  [
    'a container that is collapsed and cannot be opened',
    'message',
    { ...folded(section('a')), is_collapsible: false },
    'requires is_collapsible',
  ],
  ['a table in a modal', 'modal', table(1, 1), 'unsupported type: table'],
  ['a chart on the home tab', 'home', chart(1, 1), 'unsupported type: data_visualization'],
  [
    'a chart whose points miss a category',
    'message',
    { ...chart(1, 2), chart: { ...chart(1, 2).chart, axis_config: { categories: ['l0'] } } },
    'labels must match the categories',
  ],
]

describe('blocks that Slack does not take', () => {
  test.each(broken)('%s', (_what, surface, block, problem) => {
    expect(checkBlocks([block], surface).join()).toContain(problem)
  })

  test('two blocks with the same block_id', () => {
    const blocks = [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ]
    expect(checkBlocks(blocks, 'message')).toEqual([
      '[ERROR] `block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ])
  })

  test('two buttons with the same action_id in one block; in two blocks they are fine', () => {
    const twin = button({ action_id: 'go' })
    expect(checkBlocks([actions(twin, twin)], 'message').join()).toContain('`action_id` "go" already exists')
    expect(checkBlocks([actions(twin), actions(twin)], 'message')).toEqual([])
  })

  test('charts, where the workspace does not have them yet', () => {
    expect(checkBlocks([chart(1, 1)], 'message')).toEqual([])
    expect(checkBlocks([chart(1, 1)], 'message', { charts: false })).toEqual([
      '[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]',
    ])
  })
})

describe('the text of a message', () => {
  test('40,000 characters may be posted, 4,000 updated', () => {
    expect(checkMessage({ text: letters(40_000) }, 'post')).toBeUndefined()
    expect(checkMessage({ text: letters(40_001) }, 'post')).toEqual({ error: 'msg_too_long' })
    expect(checkMessage({ text: letters(4_000) }, 'update')).toBeUndefined()
    expect(checkMessage({ text: letters(4_001) }, 'update')).toEqual({ error: 'msg_too_long' })
  })

  test('all blocks together hold 13,000 characters', () => {
    const blocks = (last: number) => [...times(4, () => section(letters(3_000))), section(letters(last))]
    expect(checkMessage({ blocks: blocks(1_000) }, 'post')).toBeUndefined()
    expect(checkMessage({ blocks: blocks(1_001) }, 'post')).toEqual({ error: 'msg_blocks_too_long' })
  })

  test('blocks in attachments are checked as well', () => {
    const attachments = [{ blocks: [section('a')] }, { blocks: [section(letters(3_001))] }]
    expect(checkMessage({ text: 'a', attachments }, 'post')).toEqual({
      error: 'invalid_attachments',
      messages: [
        '[ERROR] must be less than 3001 characters [json-pointer:/attachments/1/blocks/0/text/text]',
      ],
    })
  })

  test('a message says something', () => {
    expect(checkMessage({ text: '', blocks: [] }, 'post')).toEqual({ error: 'no_text' })
    expect(checkMessage({ blocks: '{broken' }, 'post')).toEqual({ error: 'invalid_blocks_format' })
  })
})

describe('a view', () => {
  const modal = (extra: object = {}) => ({
    type: 'modal',
    title: plain('Scale'),
    blocks: [section('a')],
    ...extra,
  })

  test.each([
    ['title', 24, (n: number) => modal({ title: plain(letters(n)) }), '/view/title/text'],
    ['submit', 24, (n: number) => modal({ submit: plain(letters(n)) }), '/view/submit/text'],
    [
      'private_metadata',
      3000,
      (n: number) => modal({ private_metadata: letters(n) }),
      '/view/private_metadata',
    ],
    ['callback_id', 255, (n: number) => modal({ callback_id: letters(n) }), '/view/callback_id'],
    ['blocks', 100, (n: number) => modal({ blocks: times(n, () => ({ type: 'divider' })) }), '/view/blocks'],
  ] as const)('%s holds %i', (_what, most, view, pointer) => {
    expect(checkView(view(most), 'modal')).toEqual([])
    expect(checkView(view(most + 1), 'modal').join()).toContain(`[json-pointer:${pointer}]`)
  })

  test('inputs need a submit button', () => {
    const input = { type: 'input', label: plain('Count'), element: { type: 'plain_text_input' } }
    expect(checkView(modal({ blocks: [input] }), 'modal').join()).toContain('[json-pointer:/view/submit]')
    expect(checkView(modal({ blocks: [input], submit: plain('Go') }), 'modal')).toEqual([])
  })

  test('the cursor stands in one element', () => {
    const input = (focus_on_load: boolean) => ({
      type: 'input',
      label: plain('Count'),
      element: { type: 'plain_text_input', focus_on_load },
    })
    const view = (...blocks: unknown[]) => modal({ blocks, submit: plain('Go') })
    expect(checkView(view(input(true), input(false)), 'modal')).toEqual([])
    expect(checkView(view(input(true), input(true)), 'modal').join()).toContain('focus_on_load')
  })

  test('a home tab has no title, and no modal is a home tab', () => {
    expect(checkView({ type: 'home', blocks: [] }, 'home')).toEqual([])
    expect(checkView({ type: 'home', title: plain('a'), blocks: [] }, 'home').join()).toContain(
      'invalid additional',
    )
    expect(checkView(modal(), 'home').join()).toContain('unsupported type: modal')
  })
})
