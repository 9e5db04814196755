import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Mrkdwn, parseMrkdwn, parsePlainText } from '../../../../sandbox/page/mrkdwn/parse.js'
import { processorTime } from '../../../support/duration.js'

/** The tree in short: `b(…)` is bold, `link(url|label)` a link, anything else is its text. */
function short(nodes: readonly Mrkdwn[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text
        case 'emoji':
          return `emoji(${node.name})`
        case 'link':
          return `link(${node.url}|${node.label})`
        case 'user':
        case 'channel':
        case 'usergroup':
          return `${node.type}(${node.id}${node.label ? `|${node.label}` : ''})`
        case 'broadcast':
          return `broadcast(${node.range})`
        case 'date':
          return `date(${node.timestamp}|${node.format}|${node.fallback}|${node.url ?? ''})`
        default:
          return `${node.type}(${short(node.children)})`
      }
    })
    .join('')
}

const read = (text: string): string => short(parseMrkdwn(text))

describe('formatting', () => {
  test.each([
    ['*bold* and _italic_ and ~gone~', 'bold(bold) and italic(italic) and strike(gone)'],
    ['*_both_*', 'bold(italic(both))'],
    ['(*x*), *y*!', '(bold(x)), bold(y)!'],
    ['`code *not bold*`', 'code(code *not bold*)'],
    ['```\nline 1\n_line 2_\n```\nafter', 'preformatted(line 1\n_line 2_)after'],
    ['&gt; said *it*\n&gt; twice\nanswer', 'quote(said bold(it)\ntwice)answer'],
    [':tada: done :+1:', 'emoji(tada) done emoji(+1)'],
    ['first\n\nsecond', 'first\n\nsecond'],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))

  test.each([
    ['snake_case_name stays'],
    ['2*3*4 stays'],
    ['* not bold *'],
    ['*open only'],
    ['*over\ntwo lines*'],
    ['`open only'],
    ['** nothing **'],
    ['at 10:30:15 sharp'],
  ])('%j is text', (text) => expect(parseMrkdwn(text)).toEqual([{ type: 'text', text }]))
})

describe('references', () => {
  test.each([
    ['<@U1> and <@U2|rita>', 'user(U1) and user(U2|rita)'],
    ['<#C1|devops>', 'channel(C1|devops)'],
    ['<!here> <!channel>', 'broadcast(here) broadcast(channel)'],
    ['<!subteam^S1|@oncall>', 'usergroup(S1|@oncall)'],
    ['<https://a.example/?a=1&amp;b=2|A &amp; B>', 'link(https://a.example/?a=1&b=2|A & B)'],
    ['<mailto:a@b.example>', 'link(mailto:a@b.example|a@b.example)'],
    ['see https://a.example/x, please', 'see link(https://a.example/x|https://a.example/x), please'],
    ['_<https://a_b_.example|x>_', 'italic(link(https://a_b_.example|x))'],
    ['`<https://a.example|x>`', 'code(link(https://a.example|x))'],
    ['<!date^1700000000^{date} at {time}|then>', 'date(1700000000|{date} at {time}|then|)'],
    ['<!date^1^{time}^https://a.example|t>', 'date(1|{time}|t|https://a.example)'],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))
})

describe('hostile text', () => {
  test.each([
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['&lt;!channel&gt;', '<!channel>'],
    ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
    ['<data:text/html,x|y>', '<data:text/html,x|y>'],
    ['<!date^never^{time}|soon>', 'soon'],
    ['<!date^9e99^{time}|soon>', 'soon'],
    ['<!date^1^{time}^javascript:alert(1)|t>', 'date(1|{time}|t|)'],
    ['<>', '<>'],
    ['<<@U1>', '<user(U1)'],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))

  test('no text makes it throw, and no link leaves by another scheme than http, https and mailto', () => {
    const piece = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '```',
      '<',
      '>',
      '|',
      '^',
      ':',
      '\n',
      ' ',
      'a',
      '&lt;',
      '&gt;',
      '!date^1',
      'javascript:',
      'https://x',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
        const visit = (node: Mrkdwn): void => {
          if (node.type === 'link') expect(node.url).toMatch(/^(https?:\/\/|mailto:)/i)
          if ('children' in node) node.children.forEach(visit)
        }
        parseMrkdwn(pieces.join('')).forEach(visit)
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['*a ', '*a_b ', '<', '`', '```', '*_~', ':a', '&gt; ', '*a* _', 'http://', '_*x*'])(
    '40,000 characters of %j are read in a moment',
    (piece) => {
      const text = `${piece.repeat(Math.ceil(40_000 / piece.length))}\nend`
      expect(processorTime(() => parseMrkdwn(text))).toBeLessThan(500)
      expect(parseMrkdwn(text).length).toBeGreaterThan(0)
    },
  )
})

test('plain text knows emoji and nothing else', () => {
  expect(short(parsePlainText('*a* :x: <@U1> &lt;'))).toBe('*a* emoji(x) <@U1> &lt;')
})
