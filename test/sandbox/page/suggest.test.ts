import { describe, expect, it } from 'vitest'
import { languageOf } from '../../../sandbox/language.js'
import { configOf } from '../../../sandbox/bot.js'
import { inSight } from '../../../sandbox/page/suggest/in-sight.js'
import { suggest, usageFor } from '../../../sandbox/page/suggest/suggest.js'
import type { PostedMessage } from '../../../sandbox/workspace/contract.js'
import { sandboxConfig } from '../../../sandbox/world.js'
import { button } from '../../../src/slack/blocks.js'

const language = languageOf(await configOf({ OHMY_CONFIG: sandboxConfig }))

function message(text: string, value?: string): PostedMessage {
  const elements = value === undefined ? [] : [button({ text: 'Approve', actionId: 'say', value })]
  const blocks = elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]
  return { channel: 'C0DEVOPS', ts: '1.0', author: 'U0BOT', text, blocks, edits: 0 }
}

const messages = [
  message('*Scale frontend*\n`op-0000abc1` done'),
  message('Scale backend\nop-7k2m9qa1 waits', 'approve op-7k2m9qa1 --plan 3fa2c1b0c9d4'),
  message('A form opens', '4'),
  message('SEV-1 checkout is down, inc-2b3c4d5e'),
]

function suggested(typed: string, said: readonly string[] = []): readonly string[] {
  return suggest(typed, language, said, inSight(messages, ['Vera Viewer'])).map(({ text }) => text.trimEnd())
}

describe('what the composer suggests, from the real bot’s help', () => {
  it('begins with verbs, in the words of help', () => {
    expect(suggest('/ohmy rol', language, [], inSight([], []))).toEqual([
      { text: '/ohmy rollback ', hint: 'Bring a service back to the last version that ran well' },
    ])
    expect(usageFor('/ohmy rollback ', language)).toContain('/ohmy rollback <service>')
  })

  it.each([
    ['/ohmy status st', ['/ohmy status staging']],
    ['/ohmy metrics backend p', ['/ohmy metrics backend production']],
    ['/ohmy logs backend staging --le', ['/ohmy logs backend staging --level']],
    ['/ohmy logs backend staging --level w', ['/ohmy logs backend staging --level warning']],
    [
      '/ohmy incident op',
      ['/ohmy incident open "backend is down" --sev 1 production', '/ohmy incident open'],
    ],
    ['/ohmy incident show i', ['/ohmy incident show inc-2b3c4d5e']],
    ['/ohmy undo op-', ['/ohmy undo op-7k2m9qa1', '/ohmy undo op-0000abc1']],
    ['@ohmy undo op-7', ['@ohmy undo op-7k2m9qa1']],
    ['/ohmy incident role lead @v', ['/ohmy incident role lead @Vera Viewer']],
    ['/ohmy runbook show out-', ['/ohmy runbook show out-of-memory']],
    ['/ohmy drill emer', ['/ohmy drill emergency-rollback']],
    ['/ohmy deploy backend sprint-13-7', ['/ohmy deploy backend sprint-13-7ac41be']],
    // Inside quotes, in a second line and in what is said to people nothing is guessed.
    ['/ohmy page "back', []],
    ['/ohmy status\n', []],
    ['Is staging', []],
    ['', []],
  ])('%s', (typed, expected) => {
    expect(suggested(typed)).toEqual(expect.arrayContaining(expected))
    if (expected.length === 0) expect(suggested(typed)).toEqual([])
  })

  it('offers the line of a button in sight, with the plan in it, and nothing that is no line', () => {
    expect(suggested('/ohmy approve ')[0]).toBe('/ohmy approve op-7k2m9qa1 --plan 3fa2c1b0c9d4')
    expect(suggested('/ohmy 4')).toEqual([])
    expect(suggested('/ohmy ').join()).not.toContain('approve op-')
    // Those of the examples are nobody's.
    expect(suggested('/ohmy approve ').join()).not.toContain('op-7k2m9qa ')
  })

  it('offers of buttons that say the same the one that was seen last', () => {
    const twice = [...messages, message('Another', 'approve op-5c6d7e8f --plan 111111111111')]
    const offered = suggest('/ohmy approve op', language, [], inSight(twice, [])).map(({ text }) => text)
    expect(offered.filter((text) => text.includes('--plan'))).toEqual([
      '/ohmy approve op-5c6d7e8f --plan 111111111111',
    ])
  })

  it('asks no more for what has been said, in whatever order', () => {
    expect(suggested('/ohmy scale staging ').some((line) => line.includes('production'))).toBe(false)
    expect(suggested('/ohmy scale staging ')).toContain('/ohmy scale staging backend')
    expect(suggested('/ohmy scale backend 4 staging --reason x ')).not.toContain(
      '/ohmy scale backend 4 staging --reason x --reason',
    )
  })

  it('prefers what was said last, once', () => {
    const said = ['/ohmy status staging', '/ohmy status production', '/ohmy status staging']
    expect(suggested('/ohmy status ', said).slice(0, 2)).toEqual([
      '/ohmy status staging',
      '/ohmy status production',
    ])
    expect(new Set(suggested('/ohmy status ', said)).size).toBe(suggested('/ohmy status ', said).length)
  })
})
