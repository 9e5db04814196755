import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import type { Environment } from '../../src/core/environment.js'
import type { Language } from '../../src/dispatch/parse/language.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { production, staging } from '../dispatch/fixtures.js'

const language: Language = {
  commands,
  environments: [staging, production],
  defaultEnvironment: 'staging',
  prompt: '/ohmy',
}

/** What a line is taken for: `reads check staging name=x`, `changes apply production`, or the code of a problem. */
function understood(text: string): string {
  const parsed = parse(tokenize(text), language)
  if (parsed.kind === 'problem') return parsed.problem.code
  const { args, command } = parsed
  return [
    `${command.changes ? 'changes' : 'reads'} as ${command.access}:`,
    ...['check', 'list', 'apply'].filter((word) => args[word] === true),
    (args['environment'] as Environment).name,
    args['name'] === undefined ? '' : `name=${String(args['name'])}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

describe('what people say of dashboards', () => {
  it.each([
    ['dashboard', 'reads as viewer: staging'],
    ['dashboard production', 'reads as viewer: production'],
    ['dashboard prod My-Own_Board', 'reads as viewer: production name=My-Own_Board'],
    ['dashboard check prod', 'reads as viewer: check production'],
    ['dashboard CHECK My-Board', 'reads as viewer: check staging name=My-Board'],
    ['dashboard list', 'reads as viewer: list staging'],
    // Called like a keyword it is found by its name alone.
    ['dashboard name=apply', 'reads as viewer: staging name=apply'],
  ])('%s: looks, with the default environment where none is named', (text, meaning) => {
    expect(understood(text)).toBe(meaning)
  })

  it.each([
    ['dashboard apply infrastructure staging', 'changes as operator: apply staging name=infrastructure'],
    ['dashboard staging infrastructure Apply', 'changes as operator: apply staging name=infrastructure'],
    ['dashboard --apply apply staging', 'changes as operator: apply staging'],
    ['dashboard apply=apply staging', 'changes as operator: apply staging'],
  ])('%s: changes, and takes the role of a change', (text, meaning) => {
    expect(understood(text)).toBe(meaning)
  })

  it.each(['dashboard apply infrastructure', 'dashboard infrastructure --apply apply', 'dashboard apply'])(
    '%s: is never applied to a default environment',
    (text) => {
      expect(understood(text)).toBe('environment-missing')
    },
  )

  it.each(['dashboard a/b', 'dashboard "two words"', 'dashboard <!channel>'])(
    '%s: is no name of a dashboard',
    (text) => {
      expect(understood(text)).toBe('dashboard-name-invalid')
    },
  )
})
