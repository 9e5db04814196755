import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Runbook } from '../../../src/core/runbook.js'
import { readMarkdown } from '../../../src/runbooks/language/markdown/read-markdown.js'
import { fill } from '../../../src/runbooks/language/template.js'
import { project } from '../../house/rooms.js'
import { processorTime } from '../../support/duration.js'

function read(text: string): Runbook {
  const found = readMarkdown({ id: 'guide', file: 'guide.md', text })
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return Runbook.parse(found.runbook)
}

/** Titles and texts as they are shown. */
function shown(runbook: Runbook): readonly (readonly [string, string])[] {
  const scope = { inputs: {}, steps: [], runbook }
  const plainly = (text: string) => fill(text, scope, (value) => value ?? '???')
  return runbook.steps.map((step) => [
    plainly(step.title),
    step.kind === 'instruction' ? plainly(step.text) : '',
  ])
}

describe('a page of Markdown', () => {
  it('is walked by its lists; what stands behind an entry belongs to it', () => {
    const runbook = read(
      [
        '# State lock held',
        '',
        'A run died.',
        '',
        '## Find out',
        'As whoever is on call:',
        '',
        '1. Look **who** holds it:',
        '   ```bash',
        '   terraform plan # {{ not }} ours',
        '   ```',
        '2. Ask them',
        '   - [ ] in Slack',
        '   - by [phone](https://example.com/phones)',
        '',
        '   and wait.',
        '',
        '## Unlock',
        '* [ ] `terraform force-unlock`',
        '* [x] Tell `#devops`',
        '',
      ].join('\r\n'),
    )
    expect(runbook).toMatchObject({
      title: 'State lock held',
      about: { meaning: 'A run died.' },
      runBy: 'viewer',
      inputs: [],
    })
    expect(shown(runbook)).toEqual([
      [
        'Find out: Look who holds it:',
        'As whoever is on call:\n\nLook who holds it:\n```\nterraform plan # {{ not }} ours\n```',
      ],
      [
        'Find out: Ask them',
        'Ask them\n   ☐ in Slack\n   • by phone (https://example.com/phones)\n\nand wait.',
      ],
      ['Unlock: `terraform force-unlock`', '`terraform force-unlock`'],
      ['Unlock: Tell `#devops`', 'Tell `#devops`'],
    ])
    expect(runbook.steps.map(({ line }) => line)).toEqual([8, 12, 19, 20])
    expect(runbook.steps.every(({ kind }) => kind === 'instruction')).toBe(true)
  })

  it('without lists is walked by its sections, tables and pictures as text', () => {
    const runbook = read(
      'Guide\n=====\n\nFirst\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Second ##\n![the graph](graph.png)\n\n## Empty\n',
    )
    expect(runbook.title).toBe('Guide')
    expect(shown(runbook)).toEqual([
      ['First', '| a | b |\n|---|---|\n| 1 | 2 |'],
      ['Second', 'the graph (picture: graph.png)'],
    ])
  })

  it('tells meaning, impact, diagnosis and mitigation before a run', () => {
    const runbook = read(
      '# A\n## Meaning\nm\n## Impact:\ni\n## Diagnosis\n- d1\n- d2\n## Mitigation\nx\n## Steps\n- go\n',
    )
    expect(runbook.about).toEqual({ meaning: 'm', impact: 'i', diagnosis: '• d1\n• d2', mitigation: 'x' })
    expect(shown(runbook)).toEqual([['Steps: go', 'go']])
  })

  it('of these sections only is walked by what they say to look at and to do', () => {
    const runbook = read('# A\n## Meaning\nm\n## Diagnosis\n- d1\n- d2\n## Mitigation\nx\n')
    expect(shown(runbook).map(([title]) => title)).toEqual(['Diagnosis: d1', 'Diagnosis: d2', 'Mitigation'])
  })

  it('takes title, owner, tags, match and review from its front matter, and leaves the keys of others alone', () => {
    const text =
      '---\ntitle: Locked\nowner: platform\ntags: terraform, state\nreview_by: 2027-01-01\nlayout: [page]\nmatch: { alarms: ["*-lock"], causes: [permission] }\n---\n# Other\n- a\n'
    expect(read(text)).toMatchObject({
      title: 'Locked',
      owner: 'platform',
      tags: ['terraform', 'state'],
      reviewBy: '2027-01-01',
      match: { alarms: ['*-lock'], causes: ['permission'] },
    })
    expect(read('+++\ntitle = "x"\n+++\n# Other\n- a\n').title).toBe('Other')
    expect(read('---\ntitle: [\n---\n# Other\n- a\n').title).toBe('Other')
    expect(read('---\n- a\n').steps).toHaveLength(1)
  })

  it.each([
    ['---\nmatch: { alarms: 5 }\n---\n', '2:18: Found 5. Allowed: a list.'],
    ['---\nmatch: { causes: [oom] }\n---\n', /^2:19: “oom” is not allowed/],
    ['---\ntitle: a\nreview_by: soon\n---\n', /^3:12: “soon” is not allowed/],
  ])('is only wrong in what is said to ohmy: %s', (text, expected) => {
    const found = readMarkdown({ id: 'guide', file: 'guide.md', text })
    const [only] = found.ok ? [] : found.problems
    const told = `${only?.line}:${only?.column}: ${only?.what}`
    if (typeof expected === 'string') expect(told).toBe(expected)
    else expect(told).toMatch(expected)
  })

  it.each([
    ['nothing', ''],
    ['an open fence', '```\nrm -rf /\n'],
    ['an open comment', '<!-- a\n- b\n'],
    ['an open front matter', '---\ntitle: a\n- b\n'],
    ['only headings', '# a\n## b\n### c\n'],
    ['brackets', '['.repeat(100_000)],
    ['stars and quotes', '*'.repeat(50_000) + '>'.repeat(50_000)],
    ['backticks', '`'.repeat(100_000)],
    ['a table of contents', '# a\n- [x](#x)\n- [y](#y)\n'],
    ['one long line', `- ${'word '.repeat(20_000)}`],
    ['ten thousand entries', '- a\n'.repeat(10_000)],
    ['ten thousand sections', '## a\nb\n'.repeat(10_000)],
    ['moved in ever further', Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}- a`).join('\n')],
    ['mentions', '- <!channel> {{ inputs.token }} &amp; <@U1>\n'],
  ])('loads whatever it is, soon, in steps that fit Slack: %s', (_name, text) => {
    let runbook: Runbook | undefined
    expect(processorTime(() => (runbook = read(text)))).toBeLessThan(1_000)
    expect(runbook?.steps.length).toBeGreaterThan(0)
    expect(runbook?.steps.length).toBeLessThanOrEqual(200)
    for (const [title, words] of shown(read(text))) {
      expect(title.length).toBeLessThanOrEqual(160)
      expect(words.length).toBeLessThanOrEqual(2_500)
      expect(words.split('```').length % 2).toBe(1)
    }
    expect(new Set(runbook?.steps.map(({ id }) => id)).size).toBe(runbook?.steps.length)
  })

  it('loses nothing of a long entry', () => {
    const words = Array.from({ length: 2_000 }, (_, at) => `word${at}`)
    const code = words.slice(0, 1_000).join('\n')
    const all = shown(read(`- ${words.join(' ')}\n\`\`\`\n${code}\n\`\`\`\n`)).map(([, text]) => text)
    expect(all.length).toBeGreaterThan(5)
    const joined = all.join('')
    expect(words.filter((word) => !joined.includes(word))).toEqual([])
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '  ',
      '\n',
      '```',
      '---\n',
      '| a |',
      '[x](y)',
      '{{',
      '<!--',
      '-->',
      'word',
      '===',
      '\t',
      '**',
      '\r',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (all) => {
        const found = readMarkdown({ id: 'guide', file: 'guide.md', text: all.join('') })
        if (found.ok) expect(Runbook.parse(found.runbook)).toEqual(found.runbook)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(readdirSync(join(project, 'docs')).filter((name) => name.endsWith('.md')))(
    'docs/%s loads',
    (name) => {
      const runbook = read(readFileSync(join(project, 'docs', name), 'utf8'))
      expect(runbook.steps.length).toBeGreaterThan(0)
      for (const [, text] of shown(runbook)) expect(text).not.toContain('???')
    },
  )
})
