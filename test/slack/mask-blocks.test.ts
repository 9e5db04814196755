import type { KnownBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actions,
  button,
  chart,
  context,
  header,
  plainSection,
  section,
  table,
} from '../../src/slack/blocks.js'
import { cutPlain } from '../../src/core/cut.js'
import { maskSecrets } from '../../src/core/mask.js'
import { fitView } from '../../src/slack/limits.js'
import { message } from '../../src/slack/message.js'
import { code, dateToken, escapeMrkdwn, link, mention, untrusted } from '../../src/slack/mrkdwn.js'
import { secretShapes } from '../core/secret-shapes.js'
import { anyBlocks } from './any-blocks.js'

const secret = 'hunter2Rain'
const told = `DB_PASS=${secret}`

/** Everything that a block shows a person, in every kind of block ohmy has. */
const everywhere: Readonly<Record<string, readonly KnownBlock[]>> = {
  header: [header(told)],
  section: [section(`*what* — ${escapeMrkdwn(told)}`)],
  'field of a section': [section('', { fields: [`*why*\n${escapeMrkdwn(told)}`] })],
  'plain section': [plainSection(told)],
  context: [context(`⚠️ ${escapeMrkdwn(told)}`)],
  'block for text from elsewhere': [untrusted(`one\n${told}\nthree`)],
  table: [table([['name'], [told]])],
  'rich cell of a table': [table([['name'], [untrusted(told)]])],
  button: [actions([button({ text: told, actionId: 'a' })])],
  confirmation: [
    actions([
      button({ text: 'x', actionId: 'a', confirm: { title: told, text: told, yes: told, no: told } }),
    ]),
  ],
  link: [section(link('https://example.com/?a=1', told))],
  'address of a link': [section(link(`https://example.com/?token=${secret}`, 'here'))],
  chart: [chart(told, { type: 'pie', segments: [{ label: told, value: 1 }] })],
}

describe('whatever is shown in Slack', () => {
  it.each(Object.entries(everywhere))('has no secret in a %s', (_, blocks) => {
    const shown = message(blocks)
    expect(JSON.stringify(blocks)).toContain(secret)
    expect(JSON.stringify(shown)).not.toContain(secret)
    expect(shown.text === '(empty)' || shown.text).not.toContain(secret)
    const modal = { type: 'modal', title: { type: 'plain_text', text: told }, blocks } as ModalView
    expect(JSON.stringify(fitView(modal))).not.toContain(secret)
  })

  it('has no secret of any shape, as code, as words and as a block', () => {
    for (const { name, text, secret: hidden } of secretShapes) {
      const oneLine = (words: string) => words.replace(/\s+/g, ' ')
      const { text: said, blocks } = message([
        section(`🔒 *backend is locked* — ${code(text)}`),
        section(`Reason: ${escapeMrkdwn(text)}`),
        untrusted(text),
      ])
      expect(oneLine(said), name).not.toContain(oneLine(hidden))
      const texts = JSON.stringify(blocks)
      expect(texts, name).not.toContain(JSON.stringify(hidden).slice(1, -1))
      expect(texts, name).not.toContain(JSON.stringify(escapeMrkdwn(hidden)).slice(1, -1))
    }
  })

  it('is looked at for what it is, though its words were found harmless as something else', () => {
    const text = `<!date^1763899500^{date}|password=${secret}>`
    const shown = (type: 'mrkdwn' | 'plain_text') =>
      JSON.stringify(message([{ type: 'section', text: { type, text } }]).blocks)
    expect(shown('mrkdwn')).toContain(secret)
    expect(shown('plain_text')).not.toContain(secret)
    expect(shown('plain_text')).not.toContain(secret)
    expect(shown('mrkdwn')).toContain(secret)
  })

  it('keeps mentions, dates, ids and what buttons say to ohmy', () => {
    const when = dateToken(1_763_899_500_000, '{date}', 'then')
    const value = 'approve op-7k2m9q --token=abc'
    const blocks = [
      section(`token=${mention('U0ADA0001')} ${when} <https://example.com/a|here>`),
      actions([button({ text: 'Go', actionId: 'go', value })], 'secret=1'),
    ]
    expect(message(blocks).blocks).toEqual(blocks)
  })

  it('changes nothing in blocks without secrets', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const once = message(blocks as KnownBlock[])
        // A chart whose slice is called `PW` is a password, once it is told as `PW: 0`.
        fc.pre(maskSecrets(once.text) === once.text)
        expect(message(once.blocks).blocks).toEqual(once.blocks)
      }),
      { numRuns: 60 },
    )
  })
})

it('half of a secret is never left where a text is cut', () => {
  const key = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
  const text = `${'x '.repeat(95)}${key} and ${'y '.repeat(5_000)}`
  for (let most = 185; most < 240; most += 1) {
    const shown = cutPlain(text, most)
    expect(shown.length).toBeLessThanOrEqual(most)
    expect(shown).not.toContain(key.slice(0, 4))
    expect(shown.endsWith('…')).toBe(true)
  }
})
