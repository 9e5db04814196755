import { inCode } from '../../core/wording.js'
import type { Reading } from '../command.js'
import { tokenize } from '../tokenize.js'
import { argument, type RequiredArgument } from './argument.js'

const mostCharacters = 2_000

/** Names with values, only by name: `--with "count=4 how=hard"`; a value with blanks stands in quotes. */
export function pairs(options: {
  readonly summary: string
}): RequiredArgument<Readonly<Record<string, string>>> {
  return argument({
    kind: 'word',
    placeholder: 'name=value …',
    summary: options.summary,
    named: true,
    read: readPairs,
  })
}

function readPairs(typed: string | undefined): Reading<Readonly<Record<string, string>>> {
  const wrong = (what: string): Reading<never> => ({
    ok: false,
    code: 'pairs-invalid',
    what,
    next: 'Write them as `name=value`, with a blank between two.',
  })
  if (typed === undefined || typed.trim() === '') return wrong('Names and values are missing.')
  if (typed.length > mostCharacters) return wrong('That is too long.')
  const found = new Map<string, string>()
  for (const { text } of tokenize(typed)) {
    const [, name, value] = /^([\w-]+)=([\s\S]*)$/.exec(text) ?? []
    if (name === undefined || value === undefined) return wrong(`${inCode(text)} is no name with a value.`)
    if (found.has(name)) return wrong(`${inCode(name)} was given twice.`)
    found.set(name, value)
  }
  return { ok: true, value: Object.fromEntries(found) }
}
