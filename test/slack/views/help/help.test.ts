import { describe, expect, it } from 'vitest'
import { helpView, verbView } from '../../../../src/slack/views/help/help.js'
import { refusalView } from '../../../../src/slack/views/answers/refusal.js'

describe('the overview', () => {
  const shown = helpView({
    prompt: '/ohmy',
    verbs: [
      {
        name: 'status',
        summary: 'Show how it is',
        example: '/ohmy status staging',
        topic: 'look',
        only: undefined,
      },
      {
        name: 'scale',
        summary: 'Set <the> count',
        example: '/ohmy scale backend 4 staging',
        topic: 'change',
        only: ['staging'],
      },
    ],
    beside: [],
    notes: ['Changes are asked for in `#devops` <!channel>.'],
  })

  it('has a header, an example and a fold for each topic, and what changes after what looks', () => {
    expect(shown.blocks.map((block) => block.type)).toEqual([
      'header',
      'section',
      'container',
      'section',
      'container',
      'context',
      'context',
    ])
    expect(shown.text.indexOf('status')).toBeLessThan(shown.text.indexOf('scale'))
  })

  it('names the verbs of a topic on its fold, whole names only, and counts what is left', () => {
    const many = Array.from({ length: 40 }, (_, at) => `verb-${at}`)
    const { blocks } = helpView({
      ...{ prompt: '/ohmy', beside: [], notes: [] },
      verbs: many.map((name) => ({
        ...{ name, summary: 'Show it', example: `/ohmy ${name}`, topic: 'look', only: undefined },
      })),
    })
    const titles = blocks.flatMap((block) => (block.type === 'container' ? [block.title?.text ?? ''] : []))
    const [, named = '', more] = /^(.*) and (\d+) more$/.exec(titles.join('|')) ?? []
    expect(named.split(', ')).toEqual(many.slice(0, 40 - Number(more)))
    expect(titles.join('|').length).toBeLessThanOrEqual(150)
    expect(
      blocks.every((block) => block.type !== 'section' || !JSON.stringify(block).includes('Show it')),
    ).toBe(true)
  })

  it('tells as text what it tells as blocks', () => {
    for (const words of [
      'What you can do here',
      '/ohmy status staging',
      'Set <the> count',
      '(staging only)',
      '#devops',
    ]) {
      expect(shown.text).toContain(words)
    }
  })

  it('lets nothing become a mention', () => {
    expect(JSON.stringify(shown.blocks)).not.toContain('<!')
  })

  it('leaves out groups nobody may use', () => {
    const nothing = helpView({ prompt: '/ohmy', verbs: [], beside: [], notes: [] })
    expect(nothing.blocks.map((block) => block.type)).toEqual(['header', 'context'])
  })
})

describe('the page of one verb', () => {
  it('keeps usage in angle brackets readable', () => {
    const page = verbView([
      {
        name: 'scale',
        summary: 'Set how many tasks a service runs',
        usage: '/ohmy scale <service> <count>',
        arguments: [{ usage: '<service>', summary: 'short name' }],
        beside: [{ usage: '--confirm <word>', summary: 'the typed word' }],
        examples: ['/ohmy scale backend 4'],
        access: ['Takes the role operator.'],
      },
    ])
    expect(page.text).toContain('/ohmy scale <service> <count>')
    expect(JSON.stringify(page.blocks)).toContain('&lt;service&gt;')
    expect(page.text).toContain('In a terminal\n`--confirm <word>`  the typed word')
    expect(page.text).toContain('Takes the role operator.')
  })
})

describe('a refusal', () => {
  it('says what happened, what to do next, and what to paste', () => {
    const { text } = refusalView({
      code: 'environment-missing',
      what: 'No environment was named.',
      next: 'Pick one:',
      commands: ['/ohmy scale backend 4 staging', '/ohmy scale backend 4 production'],
      usage: '/ohmy scale <service> <count> <environment>',
    })
    expect(text.split('\n').slice(0, 2).join(' ')).toContain('No environment was named.')
    expect(text).toContain('/ohmy scale backend 4 production')
    // Neither our own name for it nor the whole usage, where what to say stands right there.
    expect(text).not.toMatch(/<environment>|environment-missing/)
    expect(text).not.toContain('Run it')
  })

  it('is answered by a button: the line is said as if it had been typed', () => {
    const view = (commands: readonly string[]) =>
      refusalView({ code: 'x', what: 'No.', next: 'Try:', commands }).blocks.at(-1)
    expect(view(['/ohmy scale backend 4 staging'])).toMatchObject({
      elements: [{ text: { text: 'Run it' }, value: 'scale backend 4 staging' }],
    })
    expect(view(['@ohmy scale backend 4 staging', '@ohmy scale backend 4 production'])).toMatchObject({
      elements: [
        { text: { text: 'scale backend 4 staging' }, value: 'scale backend 4 staging' },
        { value: 'scale backend 4 production' },
      ],
    })
    expect(view(['/ohmy help <verb>'])).toMatchObject({ type: 'section' })
  })

  it('lets nothing that was typed become a mention, a link or endless', () => {
    const typed = `<!channel> <https://evil.example|click> ${'x'.repeat(9_000)}`
    const view = refusalView({
      code: 'x',
      what: typed,
      next: typed,
      commands: [typed, '`<@U1>`'],
      usage: typed,
    })
    const shown = JSON.stringify(view.blocks)
    expect(shown).not.toMatch(/<[!@h]/)
    expect(shown.length).toBeLessThan(13_000)
  })

  it('offers no command that it would have to cut', () => {
    const view = refusalView({
      code: 'x',
      what: 'a',
      next: 'b',
      commands: [`/ohmy ${'y'.repeat(300)}`, '/ohmy status'],
    })
    expect(view.text).not.toContain('yyy')
    expect(view.text).toContain('/ohmy status')
  })
})
