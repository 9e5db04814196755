import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { project, sourcesBelow } from './rooms.js'

/** What ohmy counts in its sentences. */
const nouns =
  'alarm|call|change|check|container|deployment|error|event|figure|image|incident|instance|item|line|lock|metric|record|request|revision|row|runbook|service|tag|target|task|time|version|widget'
/** `${count} tasks`, `${some} of ${all} new tasks`: whatever stands in front may be one. */
const bare = new RegExp(
  `\\$\\{([^{}]*(?:\\([^()]*\\))?[^{}]*)\\} (?:more |new |newer |old |open |other )?(?:${nouns})s\\b`,
  'g',
)

/** Where it is never one: a limit of ours, or more than one is known. */
const neverOne: readonly (string | RegExp)[] = [
  // Guarded beside it, or asked before.
  'autoscaling.maximum',
  'maximum',
  'rangeTo.maximum',
  'range.maximum',
  'scaling.maximum',
  'words(rangeFrom)',
  'quiet.length',
  'images.length',
  'names.length',
  'others.length + 1',
  'members.length',
  "members.length.toLocaleString('en')",
  "ringing.toLocaleString('en')",
  '2 * desired',
  'all',
  'contention',
  'crowded.services.length',
  'holdOf(event.subject)',
  'times.length',
  'which',
  'most',
  /^most[A-Z]/,
  /^limits\./,
]

/** Sentences of a template that say a plural behind a number without asking whether it is one. */
function bareCounts(file: string, source: string): readonly string[] {
  return source.split('\n').flatMap((line, index) => {
    // `count === 1 ? 'once' : `${count} times``
    if (/=== 1\b|> 1\b|< 2\b|=== 2\b|\.length === 0/.test(line) || /^\s*(?:\*|\/\/|\/\*)/.test(line))
      return []
    return [...line.matchAll(bare)]
      .filter(
        ([, count = '']) =>
          !neverOne.some((one) => (typeof one === 'string' ? one === count : one.test(count))),
      )
      .filter(([, count = '']) => !/^(?:name|names|what|where|shown|escapeMrkdwn|code|inCode)\b/.test(count))
      .map(([text]) => `${file}:${index + 1} ${text}`)
  })
}

describe('a number in a sentence', () => {
  it('goes through counted() or countedOf(): none of ours says "1 tasks" or "1 of 1 targets"', () => {
    const files = [...sourcesBelow('src'), ...sourcesBelow('commands')]
    expect(files.flatMap((file) => bareCounts(file, readFileSync(join(project, file), 'utf8')))).toEqual([])
  })

  it('is seen where it does not', () => {
    expect(bareCounts('x.ts', 'const detail = `${running} of ${desired} tasks running`')).toHaveLength(1)
    expect(bareCounts('x.ts', "return `${counted(left, 'more task')}`")).toEqual([])
  })
})
