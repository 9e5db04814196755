import { describe, expect, it } from 'vitest'
import {
  type AllowedCommand,
  allowing,
  isCommandPattern,
  wordsOfCommand,
} from '../../src/core/allowed-command.js'

const rule = (pattern: string, services: readonly string[] = []): AllowedCommand => ({
  ...{ pattern, services, within: 3_600_000, approvals: 0 },
})
const isAllowed = (pattern: string, command: string) =>
  allowing([rule(pattern)], 'backend', wordsOfCommand(command) ?? []) !== undefined

describe('the words of a command', () => {
  it.each([
    ['python manage.py migrate', ['python', 'manage.py', 'migrate']],
    ['  a   b\tc ', ['a', 'b', 'c']],
    ['sh -c "echo one; echo two"', ['sh', '-c', 'echo one; echo two']],
    [`say 'it is "so"'`, ['say', 'it is "so"']],
    ['say "a \\"b\\" \\\\ c"', ['say', 'a "b" \\ c']],
    [`--name='two words'`, ['--name=two words']],
    ['a "" b', ['a', '', 'b']],
  ])('%s', (command, words) => expect(wordsOfCommand(command)).toEqual(words))

  it.each(['', '   ', 'say "open', "say 'open", 'a "b'])('there are none in %j', (command) => {
    expect(wordsOfCommand(command)).toBeUndefined()
  })
})

describe('a pattern', () => {
  it('is compared word by word, and nothing more or less is let through', () => {
    expect(isAllowed('python manage.py migrate', 'python manage.py migrate')).toBe(true)
    expect(isAllowed('python manage.py migrate', 'python  "manage.py" migrate')).toBe(true)
    expect(isAllowed('python manage.py migrate', 'python manage.py')).toBe(false)
    expect(isAllowed('python manage.py migrate', 'python manage.py migrate --fake')).toBe(false)
    expect(isAllowed('python manage.py migrate', 'python manage.py migrate;id')).toBe(false)
    expect(isAllowed('python manage.py migrate', '"python manage.py migrate"')).toBe(false)
    expect(isAllowed('python manage.py migrate', 'python manage_py migrate')).toBe(false)
    expect(isAllowed('echo a.*', 'echo abc')).toBe(false)
  })

  it.each([
    ['<word>', 'users', true],
    ['<word>', '0012_auto-now', true],
    ['<word>', '--fake', false],
    ['<word>', '../etc', false],
    ['<word>', 'a;b', false],
    ['<word>', '$(id)', false],
    ['<word>', 'a'.repeat(101), false],
    ['<number>', '30', true],
    ['<number>', '-1', false],
    ['<number>', '1e9', false],
    ['--days=<number>', '--days=30', true],
    ['--days=<number>', '--days=', false],
    ['--days=<number>', '--weeks=30', false],
    ['<up|down>', 'down', true],
    ['<up|down>', 'up|down', false],
  ])('%s and %s: %s', (pattern, word, fits) => {
    expect(isAllowed(`do ${pattern}`, `do "${word}"`)).toBe(fits)
  })

  it('may be for some services only', () => {
    const rules = [rule('migrate', ['backend'])]
    expect(allowing(rules, 'backend', ['migrate'])?.pattern).toBe('migrate')
    expect(allowing(rules, 'frontend', ['migrate'])).toBeUndefined()
  })

  it.each([
    'do <anything>',
    'do <.*>',
    'do <>',
    'do <a|>',
    'do <word>x',
    'do <word',
    'do >',
    '',
    'say "open',
  ])('is none: %s', (pattern) => expect(isCommandPattern(pattern)).toBe(false))
})
