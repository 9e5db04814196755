import { describe, expect, it } from 'vitest'
import type { IncidentRecord } from '../../src/core/incident.js'
import { reviewOf } from '../../src/incidents/review.js'
import { minute, opened, start } from './fixtures.js'

const hour = 60 * minute
const rita = { id: 'U1', name: 'Rita' } as const
const aaron = { id: 'U2', name: 'Aaron' } as const

function written(record: Partial<IncidentRecord>, sources: Partial<Parameters<typeof reviewOf>[1]> = {}) {
  const { content } = reviewOf({ ...opened, ...record }, { timeline: [], changes: [], ...sources })
  return String(content)
}

describe('the review of an incident', () => {
  it('tells how long each part took: detecting it from when it began, the rest from when it was opened', () => {
    const review = written({
      affectedSince: start - 12 * minute,
      acknowledgedAt: start + 3 * minute,
      mitigatedAt: start + 40 * minute,
      resolvedAt: start + 65 * minute,
      endedBy: rita,
    })
    expect(review).toContain('| To detect | 12 min (2026-11-28 20:00:00) |')
    expect(review).toContain('| To acknowledge | 3 min (2026-11-28 20:03:00) |')
    expect(review).toContain('| To mitigate | 40 min (2026-11-28 20:40:00) |')
    expect(review).toContain('| To resolve | 1 h 5 min (2026-11-28 21:05:00) |')
    expect(review).toContain('**Resolved after 1 h 17 min** by Rita')
  })

  it('has a list of contributing causes, and of actions with whose they are', () => {
    const review = written({
      cause: 'a bad release; no alarm on the pool\n- the runbook was old',
      tasks: [
        { number: 1, text: 'an alarm on the pool', by: rita, at: start, owner: aaron },
        { number: 2, text: 'review the runbook', by: rita, at: start, done: { by: rita, at: start } },
      ],
    })
    expect(review).toContain(
      '## Contributing causes\n\n- a bad release\n- no alarm on the pool\n- the runbook was old\n',
    )
    expect(review).toContain(
      '- [ ] 1. an alarm on the pool (Aaron)\n- [x] 2. review the runbook (nobody’s yet, done by Rita)',
    )
  })

  it('names the day once, and each day where it spans several', () => {
    const line = (at: number, text: string) => ({ at, text, who: 'Rita' })
    const one = written({}, { timeline: [line(start, 'first'), line(start + hour, 'second')] })
    expect(one).toContain(
      '## Timeline\n\n2026-11-28, UTC\n\n- 20:00:00 **Rita** first\n- 21:00:00 **Rita** second',
    )
    const two = written({}, { timeline: [line(start, 'first'), line(start + 5 * hour, 'second')] })
    expect(two).toContain(
      '### 2026-11-28, UTC\n\n- 20:00:00 **Rita** first\n\n### 2026-11-29, UTC\n\n- 01:00:00 **Rita** second',
    )
  })

  it('has no Markdown in it that people wrote, and no secret', () => {
    const evil = '- [x](https://evil.example) # <img src=x> ![](@U1) | a |\n\n# heading\n---'
    const secret = 'password=hunter2hunter2'
    const review = written(
      {
        title: evil,
        impact: evil,
        cause: `${evil}; ${secret}`,
        services: [evil],
        alert: { id: 'alert-7k2m9qa', words: `${evil} \`\`` },
        caller: { id: 'U1', name: evil, origin: 'command' },
        tasks: [{ number: 1, text: evil, by: rita, at: start, owner: { id: 'U2', name: evil } }],
      },
      {
        timeline: [{ at: start, who: evil, text: `${evil} ${secret}` }],
        changes: [{ at: start - hour, who: evil, text: evil }],
      },
    )
    // Beside code, in which nothing is a mark, each of these has its backslash.
    const withoutCode = review.replace(/(`+)(?!`)[^`].*?(?<!`)\1(?!`)/g, '')
    expect(withoutCode).not.toMatch(/(?<!\\)\]\(|(?<!\\)<img|(?<!\\)\]\(@/)
    expect(review.split('\n').filter((line) => /^#{1,6} heading|^---$|^- \[x\]\(/.test(line))).toEqual([])
    expect(review).not.toContain('hunter2')
    const headings = review.split('\n').filter((line) => line.startsWith('#'))
    expect(headings.slice(1)).toEqual(
      [
        'Customer impact',
        'Times',
        'Contributing causes',
        'What changed in the two hours before',
        'Timeline',
        'Actions',
      ].map((name) => `## ${name}`),
    )
  })
})
