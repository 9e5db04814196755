import { describe, expect, it } from 'vitest'
import { codeMarkdown, plainMarkdown } from '../../src/core/markdown.js'

describe('text in Markdown', () => {
  it.each([
    ['# a heading', '\\# a heading'],
    ['- a list', '\\- a list'],
    ['+ a list', '\\+ a list'],
    ['* a list', '\\* a list'],
    ['1. a list', '1\\. a list'],
    ['12) a list', '12\\) a list'],
    ['---', '\\---'],
    ['===', '\\==='],
    ['    code', 'code'],
    ['> a quote', '\\> a quote'],
    ['[x](https://evil.example)', '\\[x\\](https://evil.example)'],
    ['![](@U123) ![](#C123)', '!\\[\\](@U123) !\\[\\](\\#C123)'],
    ['<b onclick=x>&lt;&copy;', '\\<b onclick=x\\>\\&lt;\\&copy;'],
    ['a | b', 'a \\| b'],
    ['```\nfence', '\\`\\`\\` fence'],
    ['one\n# two\n- three', 'one \\# two - three'],
    ['~~gone~~ **bold** _slanted_', '\\~\\~gone\\~\\~ \\*\\*bold\\*\\* \\_slanted\\_'],
    ['a \\* b', 'a \\\\\\* b'],
  ])('%j stands as itself', (text, written) => {
    expect(plainMarkdown(text)).toBe(written)
  })

  it('has no secret in it, also where marks stand around one', () => {
    const secret = 'AWS_SECRET_ACCESS_KEY=abcdEFGH1234abcdEFGH1234abcdEFGH1234abcd'
    expect(plainMarkdown(`**${secret}**`)).not.toContain('abcdEFGH1234')
    expect(codeMarkdown(`\`${secret}\``)).not.toContain('abcdEFGH1234')
  })
})
