import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import type { Environment } from '../../src/core/environment.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { production, staging } from './fixtures.js'

const read = (line: string) =>
  parse(tokenize(line), {
    commands,
    environments: [staging, production],
    defaultEnvironment: 'staging',
    prompt: '/ohmy',
  })
const places = (line: string) => {
  const parsed = read(line)
  if (parsed.kind === 'problem') return parsed.problem.code
  const { environment, other } = parsed.args as { environment?: Environment; other?: Environment }
  return [environment?.name, other?.name, parsed.environment?.name]
}

describe('a verb about two environments', () => {
  it.each([
    ['diff backend staging production', ['staging', 'production', 'staging']],
    ['diff production backend staging', ['production', 'staging', 'production']],
    ['diff backend environment=production staging', ['production', 'staging', 'production']],
    ['diff backend other=production staging', ['staging', 'production', 'staging']],
    ['diff backend production', ['production', undefined, 'production']],
    ['diff backend', ['staging', undefined, 'staging']],
  ])('takes %s', (line, expected) => {
    expect(places(line)).toEqual(expected)
  })

  it('takes no third one', () => {
    expect(places('diff backend staging production staging')).toBe('environment-twice')
  })

  it('leaves verbs about one as they are', () => {
    expect(places('status backend staging production')).toBe('environment-twice')
  })
})
