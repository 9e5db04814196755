import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { quoteWord, readArgv } from '../../src/terminal/argv.js'

function line(...argv: string[]) {
  const read = readArgv(argv)
  if (!read.ok) throw new Error(read.what)
  return read.line
}

describe('what the shell hands over', () => {
  it('is the command, without what is meant for the terminal', () => {
    expect(line('scale', 'backend', '--json', '4', '--as', 'rita', 'staging', '--confirm=backend')).toEqual({
      json: true,
      watch: false,
      exitCode: false,
      as: 'rita',
      confirm: 'backend',
      text: 'scale backend 4 staging',
    })
  })

  it('is nothing where nothing was typed', () => {
    expect(line()).toEqual({ json: false, watch: false, exitCode: false, text: '' })
  })

  it('is the command alone behind --', () => {
    expect(line('--as', 'rita', '--', 'explain', '--json')).toEqual({
      json: false,
      watch: false,
      exitCode: false,
      as: 'rita',
      text: 'explain --json',
    })
  })

  it.each([[['--as']], [['status', '--as=']], [['status', '--confirm', '']], [['--as', 'a', '--as', 'b']]])(
    'is not understood: %j',
    (argv) => {
      expect(readArgv(argv)).toMatchObject({ ok: false, what: expect.stringMatching(/^--(as|confirm) /) })
    },
  )

  it('keeps together what the shell kept together', () => {
    const tokens = tokenize(line('scale', '--reason', 'it’s a "sale"', '--note=a b', '-1').text)
    expect(tokens.map((token) => token.text)).toEqual([
      'scale',
      '--reason',
      'it’s a "sale"',
      '--note=a b',
      '-1',
    ])
    expect(tokens[3]?.option).toEqual({ name: 'note', dashed: true, value: 'a b' })
  })

  it('comes out of the tokenizer as it went in, whatever it is', () => {
    const word = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => !/^[-\u2010-\u2015\u2212\uff0d]/.test(text))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        expect(tokenize(argv.map(quoteWord).join(' ')).map((token) => token.text)).toEqual(argv)
      }),
    )
  })
})
