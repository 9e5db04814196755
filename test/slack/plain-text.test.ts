import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actions, button, chart, context, divider, header, section, table } from '../../src/slack/blocks.js'
import { message } from '../../src/slack/message.js'
import { escapeMrkdwn, untrusted } from '../../src/slack/mrkdwn.js'
import { plainText } from '../../src/slack/plain-text.js'
import { anyBlocks } from './any-blocks.js'

test('a card reads like a page: title, facts and notes, without buttons', () => {
  const text = plainText([
    header('Scale backend in staging'),
    section('*backend* runs `sprint-41` :white_check_mark:', {
      fields: ['*Tasks*\n2 → 4', '*Asked by*\n<@U0ADA0001|ada>'],
    }),
    divider(),
    actions([
      button({ text: 'Approve', actionId: 'approve', value: 'x' }),
      button({ text: 'Dashboard', actionId: 'open', url: 'https://example.com/d' }),
    ]),
    context('as of <!date^1763899500^{date_short}|23 Nov 12:05>', '<https://example.com|the log>'),
  ])
  expect(text.split('\n')).toEqual([
    'Scale backend in staging',
    'backend runs `sprint-41` ✅',
    'Tasks: 2 → 4',
    'Asked by: @ada',
    '',
    'Dashboard: https://example.com/d',
    'as of 23 Nov 12:05 · the log (https://example.com)',
  ])
})

test.each([
  ['<!here> <!subteam^S1|@oncall> <#C1|devops> <@U1>', '@here @oncall #devops @U1'],
  ['<!date^1763899500^{date}>', '2025-11-23 12:05 UTC'],
  ['<mailto:a@example.com|a@example.com> <https://example.com>', 'a@example.com https://example.com'],
  ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ['*bold* _soft_ ~old~ 2*3*4 snake_case_name', 'bold soft ~old~ 2*3*4 snake_case_name'],
  ['`*not bold*` and ```\n*nor here*\n```', '`*not bold*` and *nor here*'],
])('mrkdwn %s reads %s', (mrkdwn, text) => {
  expect(plainText([section(mrkdwn)])).toBe(text)
})

test('rich text keeps its lists, quotes and strokes', () => {
  const block: KnownBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'See ' },
          { type: 'link', url: 'https://example.com', text: 'this' },
          { type: 'emoji', name: 'warning' },
          { type: 'text', text: 'old', style: { strike: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'broadcast', range: 'here' },
          { type: 'date', timestamp: 1_763_899_500, format: '{time}' },
        ],
      },
      list(0, 'one', 'two'),
      list(1, 'deeper'),
      list(0, 'three'),
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a\nb' }] },
    ],
  }
  expect(plainText([block]).split('\n')).toEqual([
    'See this (https://example.com)⚠️~old~@U1@here2025-11-23 12:05 UTC',
    '1. one',
    '2. two',
    '  1. deeper',
    '3. three',
    '> a',
    '> b',
  ])
})

function list(indent: number, ...items: string[]) {
  const elements = items.map((text) => ({
    type: 'rich_text_section' as const,
    elements: [{ type: 'text' as const, text }],
  }))
  return { type: 'rich_text_list' as const, style: 'ordered' as const, indent, elements }
}

test('a table stands in columns', () => {
  const rows = [
    ['Service', 'Tasks'],
    ['ohmycoins-prod-backend', '2'],
    ['frontend', '10'],
  ]
  expect(plainText([table(rows, ['left', 'right'])]).split('\n')).toEqual([
    'Service                 Tasks',
    '──────────────────────  ─────',
    'ohmycoins-prod-backend      2',
    'frontend                   10',
  ])
})

test('charts read as their numbers', () => {
  const data = [
    { label: '12:00', value: 31.256 },
    { label: '12:05', value: 40 },
  ]
  const line = chart('CPU', {
    type: 'line',
    series: [{ name: 'backend', data }],
    axis_config: { categories: ['12:00', '12:05'], y_label: '%' },
  })
  const pie = chart('Cost', {
    type: 'pie',
    segments: [
      { label: 'RDS', value: 60 },
      { label: 'NAT', value: 20 },
    ],
  })
  expect(plainText([line, pie]).split('\n')).toEqual([
    'CPU (%)',
    '  backend: 12:00 31.26, 12:05 40',
    'Cost',
    '  RDS: 60 (75 %)',
    '  NAT: 20 (25 %)',
  ])
})

test('what does not fit the blocks is still in the text', () => {
  const many = Array.from({ length: 80 }, (_, index) => section(`service ${index}`))
  const { text, blocks } = message(many)
  expect(blocks).toHaveLength(50)
  expect(text).toContain('service 79')
})

test('untrusted text comes through letter by letter', () => {
  expect(plainText([untrusted('<!channel> &amp; *x* :fire:')])).toBe('<!channel> &amp; *x* :fire:')
  expect(plainText([section(escapeMrkdwn('<!channel> &amp;'))])).toBe('<!channel> &amp;')
})

test('any blocks become text that a terminal can show', () => {
  fc.assert(
    fc.property(anyBlocks, (blocks) => {
      // Tab and newline are the only control characters.
      expect(plainText(blocks)).not.toMatch(/[^\P{Cc}\n\t]/u)
    }),
    { numRuns: 100 },
  )
})

test('a block that Slack adds later is not lost', () => {
  const later = { type: 'hologram', parts: [{ text: { type: 'mrkdwn', text: '*hello* &amp; welcome' } }] }
  expect(plainText([later as unknown as KnownBlock])).toBe('hello & welcome')
})
