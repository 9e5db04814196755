import { describe, expect, it } from 'vitest'
import { lock } from '../../commands/lock.js'
import { unlock } from '../../commands/unlock.js'
import { UserError } from '../../src/core/user-error.js'
import type { Environment, ServiceRef } from '../../src/core/environment.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { scopeWords } from '../../src/core/lock.js'
import { scopeOf } from '../../src/locks/scope.js'
import { environmentNamed, production, staging } from './fixtures.js'

const configured = [staging, production]
const discovered = [
  environmentNamed('staging', { serviceNames: [] }),
  environmentNamed('alpha', { aliases: ['al'], serviceNames: [] }),
]

/** What a line would lock, or the code of why not. */
function understood(text: string, environments: readonly Environment[] = configured): string {
  const parsed = parse(tokenize(text), {
    commands: [lock, unlock],
    environments,
    defaultEnvironment: 'staging',
    prompt: '/ohmy',
  })
  if (parsed.kind === 'problem') return `${parsed.problem.code}: ${parsed.problem.what}`
  const { args } = parsed
  try {
    const scope = scopeOf({
      all: args['all'] as boolean,
      service: args['service'] as ServiceRef | undefined,
      environment: args['environment'] as Environment | undefined,
    })
    return [scopeWords(scope), args['for']].filter((part) => part !== undefined).join(' for ')
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
}

describe('what a line locks', () => {
  it.each([
    ['unlock production', 'production'],
    ['unlock prod', 'production'],
    ['unlock backend production', 'backend production'],
    ['unlock production backend', 'backend production'],
    ['unlock all', 'all'],
    ['unlock ALL', 'all'],
    ['unlock', 'scope-missing'],
    ['unlock all production', 'scope-contradicts-itself'],
    ['unlock backend all', 'environment-missing: No environment was named to look for `backend` in.'],
    ['lock production --reason x --for 2h', 'production for 7200000'],
    ['lock all --reason "a b" --for 1d12h', 'all for 129600000'],
    ['lock production', 'text-missing: A lock needs a `--reason`.'],
    ['lock production --reason x --for 30', 'duration-invalid: `30` is not a duration.'],
    ['lock production --reason x --for 30s', 'duration-out-of-range: `30s` is too short.'],
    ['lock production --reason x --for 31d', 'duration-out-of-range: `31d` is too long.'],
    ['lock prodution --reason x', 'environment-unknown: There is no environment `prodution`.'],
  ])('%s → %s', (text, expected) => {
    expect(understood(text)).toBe(expected)
  })

  it.each([
    ['unlock all', 'all'],
    ['unlock whatever alpha', 'whatever alpha'],
  ])('%s → %s, where services are discovered and could have any name', (text, expected) => {
    expect(understood(text, discovered)).toBe(expected)
  })
})
