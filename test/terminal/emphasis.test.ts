import { expect, it } from 'vitest'
import { context, folded, section } from '../../src/slack/blocks.js'
import { plainText } from '../../src/slack/plain-text.js'
import { answerText } from '../../src/terminal/answer.js'

const blocks = [
  section('🔴 *production is degraded* — 1 alarm rings: `alb-5xx`'),
  context('Asked by Rita · *now*'),
]
const message = { text: plainText(blocks), blocks }
const escape = '\u001b['

it('says bold, code and what is said in passing by colours', () => {
  expect(answerText(message, { colours: true })).toBe(
    [
      `🔴 ${escape}1mproduction is degraded${escape}22m — 1 alarm rings: ${escape}36m\`alb-5xx\`${escape}39m`,
      `${escape}2mAsked by Rita · ${escape}22m${escape}2m${escape}1mnow${escape}22m${escape}22m`,
    ].join('\n'),
  )
})

it('has the words alone where nobody wants colours', () => {
  expect(answerText(message, {})).toBe(message.text)
  expect(answerText(message, { colours: false })).not.toContain(escape)
})

it('lets nothing that others wrote colour the screen', () => {
  const hostile = [section('\ue001red \u001b[31mthings\ue000 *\ue002x*')]
  const shown = answerText({ text: plainText(hostile), blocks: hostile }, { colours: true })
  expect(shown).toBe(`red things ${escape}1mx${escape}22m`)
})

it('shows what is folded open, under its title', () => {
  const inside = [folded('What it wrote last', [section('exit code *1*')])]
  expect(answerText({ text: plainText(inside), blocks: inside }, { colours: true })).toBe(
    `${escape}1mWhat it wrote last${escape}22m\nexit code ${escape}1m1${escape}22m`,
  )
  expect(answerText({ text: plainText(inside), blocks: inside }, {})).toBe('What it wrote last\nexit code 1')
})
