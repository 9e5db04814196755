import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyNames } from './names.js'
import { project, sourcesBelow } from './rooms.js'

const files = ['src', 'commands', 'sandbox', 'test'].flatMap(sourcesBelow)

describe('names', () => {
  it('say what a thing is', () => {
    // The rule's own files name what they refuse.
    const looked = files.filter((file) => !file.startsWith('test/house/names.'))
    expect(looked.flatMap((file) => emptyNames(file, readFileSync(join(project, file), 'utf8')))).toEqual([])
    expect(looked.length).toBeGreaterThan(800)
  })
})

/** The rule must be able to say no. */
describe('a name that says nothing', () => {
  it.each([
    ['export interface FlowParts {', 'FlowParts'],
    ['type Parts<A> = A', 'Parts'],
    ['const otherParts = []', 'otherParts'],
    ['const told = `${inParts(all)}`', 'inParts'],
    ['function make(parts: { clock: Clock }) {', 'parts'],
    ['function make(parts: Options): void {', 'parts'],
    ["import { stringUtils } from 'somewhere'", 'stringUtils'],
    ['class JobManager {', 'JobManager'],
    ['const test_helpers = 1', 'test_helpers'],
  ])('%s is told with its line', (line, name) => {
    const told = emptyNames('src/core/clock.ts', `/** It's a manager. */\n${line}\n`)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(`src/core/clock.ts:2 ${name}:`)
  })

  it.each(['src/flow/parts.ts', 'test/support/date-helpers.ts', 'src/core/utils.ts'])(
    '%s is no file',
    (file) => {
      expect(emptyNames(file, '')).toEqual([expect.stringContaining(`${file}: `)])
    },
  )

  it.each([
    "const parts = text.split(',')",
    'function joined(parts: readonly string[]) {',
    'const parts: Buffer[] = []',
    "const words = format.formatToParts(now) // parts of the manager's clock",
    'const secret = \'arn:aws:secretsmanager:…\' + "helpers"',
    'const partial = 1',
  ])('%s is none', (line) => {
    expect(emptyNames('src/core/clock.ts', line)).toEqual([])
  })
})
