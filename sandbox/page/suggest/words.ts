import type { InSight } from './in-sight.js'
import type { Language, Taken, Verb } from './language.js'

export interface Word {
  readonly word: string
  readonly hint: string
}

/** What may come next behind a verb: values of what it still takes, then options. */
export function nextWords(
  verb: Verb,
  said: readonly string[],
  begun: string,
  language: Language,
  seen: InSight,
): readonly Word[] {
  const asked = verb.takes.find(({ option, kind }) => option === said.at(-1) && kind !== 'flag')
  if (asked !== undefined) return valuesOf(asked, said, language, seen)
  const open = verb.takes.filter(({ option }) => !said.includes(option))
  const options = open
    .filter(({ named }) => named)
    .map(({ option, summary }) => ({ word: option, hint: summary }))
  if (begun.startsWith('-')) return options
  return [
    ...stillOpen(verb, said, language).flatMap((taken) => valuesOf(taken, said, language, seen)),
    ...options,
  ]
}

/** What is taken by position and has not been said. */
function stillOpen(verb: Verb, said: readonly string[], language: Language): readonly Taken[] {
  const open = verb.takes.filter(({ named }) => !named)
  for (const [index, word] of said.entries()) {
    const before = said[index - 1] ?? ''
    const isValue = verb.takes.some(({ option, kind }) => option === before && kind !== 'flag')
    if (word.startsWith('-') || isValue) continue
    const meant =
      open.find((taken) => mayBe(taken, word, language)) ?? open.find(({ kind }) => isGuessed(kind))
    if (meant !== undefined) open.splice(open.indexOf(meant), 1)
  }
  return open
}

/** Any word may be meant for it: what is suggested is not all there is. */
function isGuessed(kind: Taken['kind']): boolean {
  return kind === 'text' || kind === 'runbook' || kind === 'tag'
}

function mayBe(taken: Taken, word: string, { environments, runbooks, tags }: Language): boolean {
  switch (taken.kind) {
    case 'environment':
      return environments.some(({ name, aliases }) => name === word || aliases.includes(word))
    case 'service':
      return environments.some(({ services }) => word.split(',').every((name) => services.includes(name)))
    case 'choice':
      return taken.choices.includes(word)
    case 'id':
      return word.startsWith(`${taken.idPrefix}-`)
    case 'person':
      return word.startsWith('@')
    case 'runbook':
      return runbooks.includes(word)
    case 'tag':
      return tags.includes(word)
    case 'count':
      return /^[+-]?\d/.test(word)
    case 'text':
    case 'flag':
      return false
  }
}

function valuesOf(
  taken: Taken,
  said: readonly string[],
  { environments, runbooks, tags }: Language,
  seen: InSight,
): readonly Word[] {
  const { kind, summary: hint } = taken
  if (kind === 'runbook') return runbooks.map((word) => ({ word, hint }))
  if (kind === 'tag') return tags.map((word) => ({ word, hint }))
  if (kind === 'environment') return environments.map(({ name }) => ({ word: name, hint }))
  if (kind === 'choice') return taken.choices.map((word) => ({ word, hint }))
  if (kind === 'person') return seen.people.map((name) => ({ word: `@${name}`, hint }))
  if (kind === 'id') {
    const fitting = seen.ids.filter(({ id }) => id.startsWith(`${taken.idPrefix}-`))
    return fitting.map(({ id, about }) => ({ word: id, hint: about }))
  }
  if (kind !== 'service') return []
  const named = environments.filter(({ name, aliases }) =>
    said.some((word) => word === name || aliases.includes(word)),
  )
  const services = (named.length === 0 ? environments : named).flatMap((one) => one.services)
  return [...new Set(services)].map((word) => ({ word, hint }))
}
