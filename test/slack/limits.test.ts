import type { KnownBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMessage } from '../../sandbox/workspace/blocks/message.js'
import { checkView } from '../../sandbox/workspace/blocks/view.js'
import { actions, button, chart, context, folded, header, section, table } from '../../src/slack/blocks.js'
import { fit, fitView } from '../../src/slack/limits.js'
import { escapeMrkdwn, untrusted } from '../../src/slack/mrkdwn.js'
import { anyBlocks } from './any-blocks.js'

test('Slack takes any blocks once they are fitted, and fitting again changes nothing', () => {
  fc.assert(
    fc.property(anyBlocks, (blocks) => {
      const fitted = fit(blocks)
      expect(checkMessage({ text: 'x', blocks: fitted.blocks }, 'post')).toBeUndefined()
      expect(fit(fitted.blocks)).toEqual({ blocks: fitted.blocks, cut: [] })
    }),
    { numRuns: 150 },
  )
})

test('Slack takes any modal once it is fitted', () => {
  fc.assert(
    fc.property(anyBlocks, fc.string({ minLength: 0, maxLength: 60 }), (blocks, title) => {
      const view = fitView({ type: 'modal', title: { type: 'plain_text', text: title }, blocks } as ModalView)
      const unknown = (problem: string) => /unsupported type: markdown/.test(problem)
      expect(checkView(view, 'modal').filter((problem) => !unknown(problem))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('blocks within the limits stay exactly as they are', () => {
  const blocks = [
    header('Services'),
    section('*backend*', { fields: ['*Tasks*\n2 of 2', '*Image*\n`sprint-41`'] }),
    table([
      ['Service', 'Tasks'],
      ['backend', '2'],
    ]),
    actions([button({ text: 'Refresh', actionId: 'refresh', value: 'v1' })], 'buttons'),
    context('as of 12:04'),
  ]
  expect(fit(blocks)).toEqual({ blocks, cut: [] })
})

test('a message with 67 sections shows 48, its buttons and how many are missing', () => {
  const many = Array.from({ length: 67 }, (_, index) => section(`service ${index}`))
  const buttons = actions([button({ text: 'Approve', actionId: 'approve' })])
  const { blocks, cut } = fit([...many, buttons])
  expect(blocks).toHaveLength(50)
  expect(blocks[48]).toEqual(buttons)
  expect(cut).toEqual(['19 more parts are not shown'])
  expect(JSON.stringify(blocks[49])).toContain('19 more parts are not shown')
})

test('a table of 180 rows keeps its heading and says how many rows are missing', () => {
  const rows = Array.from({ length: 180 }, (_, index) => [`service-${index}`, 'running'])
  const { blocks, cut } = fit([table([['Service', 'State'], ...rows])])
  expect((blocks[0] as { rows: unknown[] }).rows).toHaveLength(100)
  expect(cut).toEqual(['81 more rows are not shown'])
})

test('a long log is shortened at the end, with the number of characters that are missing', () => {
  const { blocks, cut } = fit([header('Log'), untrusted('line of a log\n'.repeat(2_000))])
  expect(checkMessage({ text: 'x', blocks }, 'post')).toBeUndefined()
  expect(JSON.stringify(blocks[1])).toContain('line of a log')
  expect(cut).toHaveLength(1)
  expect(cut[0]).toMatch(/^1[5-9],\d{3} characters are not shown$/)
})

test('text is never cut inside an entity, a mention or a character', () => {
  for (let padding = 2_970; padding < 3_000; padding += 1) {
    const text = `${'x'.repeat(padding)}${escapeMrkdwn('<&>')}<@U0AAAAAAA|ada>👍🏽👍`
    const cut = (fit([section(text)]).blocks[0] as { text: { text: string } }).text.text
    expect(cut.length).toBeLessThanOrEqual(3_000)
    expect(cut).toMatch(
      /^x+(&lt;(&amp;(&gt;(<@U0AAAAAAA\|ada>\p{Emoji_Presentation}*\p{Emoji_Modifier}?)?)?)?)?…?$/u,
    )
  }
})

test('code that is open where text is cut is closed', () => {
  const { blocks } = fit([section(`\`\`\`\n${'x'.repeat(4_000)}\n\`\`\``)])
  expect((blocks[0] as { text: { text: string } }).text.text).toMatch(/^```\nx+…\n```$/)
})

test('empty texts, which Slack refuses, leave no trace', () => {
  const empty: KnownBlock[] = [
    header(''),
    section(' '),
    context('', ''),
    actions([]),
    { type: 'rich_text', elements: [] },
  ]
  expect(fit([...empty, section('here')])).toEqual({ blocks: [section('here')], cut: [] })
  expect(fit(empty)).toEqual({ blocks: [], cut: [] })
})

test('a second table and a chart that Slack would refuse are shown as text', () => {
  const second = table([
    ['Service', 'Tasks'],
    ['backend', '2'],
  ])
  const slices = Array.from({ length: 9 }, (_, index) => ({ label: `service ${index}`, value: index }))
  const { blocks, cut } = fit([second, second, chart('Cost', { type: 'pie', segments: slices })])
  expect(blocks.map(({ type }) => type)).toEqual(['table', 'rich_text', 'rich_text', 'context'])
  expect(JSON.stringify(blocks[1])).toContain('backend  2')
  expect(cut).toEqual(['a chart is shown as numbers'])
})

test('what is folded keeps to the limits, too: one table in the whole message, and open in a view', () => {
  const rows = table([
    ['Service', 'Tasks'],
    ['backend', '2'],
  ])
  const inside = folded('14 more are fine', [rows, section('and that is all')])
  const [, second] = fit([rows, inside]).blocks
  expect(second).toMatchObject({
    type: 'container',
    child_blocks: [{ type: 'rich_text' }, { type: 'section' }],
  })
  expect(fit([inside]).blocks).toEqual([inside])
  const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Look' }, blocks: [inside] }
  const shown = fitView(view)
  expect(shown.blocks.map(({ type }) => type)).toEqual(['section', 'rich_text', 'section'])
  expect(JSON.stringify(shown.blocks[0])).toContain('14 more are fine')
  expect(checkView(shown, 'modal')).toEqual([])
})

test('of what is folded and too long, as many parts as have room are kept, and the others are counted', () => {
  const part = section('x'.repeat(2_900))
  const { blocks, cut } = fit([section('first'), folded('More', [part, part, part, part, part])])
  expect(blocks[1]).toMatchObject({ type: 'container', child_blocks: [part, part, part, part] })
  expect(cut).toEqual(['1 more part is not shown'])
})

test('a button whose value would be broken by cutting is left out and counted', () => {
  const { blocks, cut } = fit([
    actions([
      button({ text: 'Go', actionId: 'go', value: 'x'.repeat(2_001) }),
      button({ text: 'Stay', actionId: 'stay' }),
    ]),
  ])
  expect(JSON.stringify(blocks[0])).not.toContain('"go"')
  expect(cut).toEqual(['1 more button is not shown'])
})

test('a modal with too much private metadata is a defect', () => {
  const view: ModalView = {
    type: 'modal',
    title: { type: 'plain_text', text: 'x' },
    blocks: [],
    private_metadata: 'x'.repeat(3_001),
  }
  expect(() => fitView(view)).toThrow('3001')
})
