import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  code,
  dateToken,
  escapeMrkdwn,
  link,
  mention,
  printable,
  untrusted,
  withAges,
} from '../../src/slack/mrkdwn.js'
import { utcTime } from '../../src/core/utc-time.js'
import { plainText } from '../../src/slack/plain-text.js'

const mrkdwnSection = (text: string) => plainText([{ type: 'section', text: { type: 'mrkdwn', text } }])

test('only &, < and > are escaped', () => {
  expect(escapeMrkdwn('<!channel> & *bold* "q" \'s\' `c`')).toBe(
    '&lt;!channel&gt; &amp; *bold* "q" \'s\' `c`',
  )
})

test('moments of a plan are ages that stay true, and times where a word before them wants one', () => {
  const at = Date.UTC(2026, 10, 28, 13, 36)
  const written = utcTime(at)
  expect(withAges(`<pushed> ${written}.`)).toBe(`&lt;pushed&gt; <!date^${at / 1_000}^{ago}|${written}>.`)
  expect(withAges(`running since ${written}`)).toBe(
    `running since <!date^${at / 1_000}^{date_short_pretty} at {time}|${written}>`,
  )
  expect(mrkdwnSection(withAges(`pushed ${written}`))).toBe(`pushed ${written}`)
  expect(withAges('9999-99-99 99:99 UTC and 2026-11-28')).toBe('9999-99-99 99:99 UTC and 2026-11-28')
})

test('inline code cannot be left, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const inner = code(text).slice(1, -1)
      expect(inner).not.toMatch(/[`<>\n]/)
      expect(inner).not.toBe('')
    }),
  )
  expect(code('a`b')).toBe('`aˋb`')
})

test('a log line is shown letter by letter: no colours, no hidden characters, no turned text', () => {
  const line =
    '\u001b[31mERROR\u001b[0m pay\u200bload \u202egnp.exe\u0007\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007'
  expect(printable(line)).toBe('ERROR payload [U+202E]gnp.execlick')
  expect(printable('a\r\nb\tc')).toBe('a\nb\tc')
})

test('whatever a log line holds, nothing unseen is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(printable(text)).not.toMatch(
        /[^\P{Cc}\n\t]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u,
      )
    }),
  )
})

test('an untrusted text that is empty still makes a block that Slack takes', () => {
  expect(untrusted('\u200b').elements[0]?.elements).toEqual([{ type: 'text', text: '(empty)' }])
})

test('a date is a token with a fallback that cannot break it', () => {
  expect(dateToken(1_763_899_500_999, '{date_short} {time}', '2025-11-23 | <now>')).toBe(
    '<!date^1763899500^{date_short} {time}|2025-11-23   &lt;now&gt;>',
  )
})

test('links lead only to the web, and their label cannot break them', () => {
  expect(mrkdwnSection(link('https://example.com/a|b?c=1&d=2', 'the <page> | here'))).toBe(
    'the <page> ¦ here (https://example.com/a%7Cb?c=1&d=2)',
  )
  expect(link('javascript:alert(1)', 'x')).toBe('x (javascript:alert(1))')
})

test('only a Slack id becomes a mention', () => {
  expect(mention('U0ADA0001')).toBe('<@U0ADA0001>')
  expect(mention('!channel> <x')).toBe('!channel&gt; &lt;x')
})
