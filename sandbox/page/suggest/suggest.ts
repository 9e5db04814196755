import { id, type InSight } from './in-sight.js'
import type { Language, Verb } from './language.js'
import { nextWords } from './words.js'

export interface Suggestion {
  /** What stands in the composer once it is taken. */
  readonly text: string
  /** What it does, or how it goes on. */
  readonly hint: string
}

const prompts = ['/ohmy ', '@ohmy ']
const most = 8
/** Whole lines leave room for single words. */
const mostLines = 3

/**
 * What may be meant by what has been typed so far: whole lines that begin so (those of buttons in sight, those said before, examples), then single words: verbs
 * with what they do, and behind a verb what it takes.
 * @param said lines that were said before, oldest first
 */
export function suggest(
  typed: string,
  language: Language,
  said: readonly string[],
  seen: InSight,
): readonly Suggestion[] {
  const prompt = prompts.find((one) => one.startsWith(typed) || typed.startsWith(one))
  const isInQuotes = typed.split('"').length % 2 === 0
  if (typed === '' || prompt === undefined || isInQuotes || typed.includes('\n')) return []
  const verb = verbIn(typed, language)
  const whole = [
    ...(typed.length > prompt.length ? linesOfButtons(seen, language) : []).map(({ line, label }) => ({
      text: `${prompt}${line}`,
      hint: label,
    })),
    ...said.toReversed().map((text) => ({ text, hint: '' })),
    // The ids of examples are nobody's.
    ...(verb?.examples ?? [])
      .filter((example) => !example.match(id))
      .map((example) => ({ text: `${prompt}${example}`, hint: '' })),
  ]
  const words =
    verb === undefined
      ? language.verbs.map(({ name, summary }) => ({ text: `${prompt}${name} `, hint: summary }))
      : wordsBehind(verb, typed, language, seen)
  const lines = fitting(whole, typed)
  const single = fitting(words, typed)
  return distinct([...lines.slice(0, single.length === 0 ? most : mostLines), ...single]).slice(0, most)
}

/** How the verb that is typed goes on. */
export function usageFor(typed: string, language: Language): string | undefined {
  return verbIn(typed, language)?.usage
}

function verbIn(typed: string, { verbs }: Language): Verb | undefined {
  const behind = prompts.find((prompt) => typed.startsWith(prompt))?.length
  return behind === undefined
    ? undefined
    : verbs.find(({ name }) => typed.slice(behind).startsWith(`${name} `))
}

/** Of buttons that say the same the newest is meant. Buttons that open a form carry other things than lines. */
function linesOfButtons({ lines }: InSight, { verbs }: Language): InSight['lines'] {
  const said = lines.filter(({ line }) => verbs.some(({ name }) => line.split(' ')[0] === name))
  return said.filter(({ label }, index) => said.findIndex((other) => other.label === label) === index)
}

function wordsBehind(verb: Verb, typed: string, language: Language, seen: InSight): readonly Suggestion[] {
  const begun = /(?:"[^"]*"|\S)*$/.exec(typed)?.[0] ?? ''
  const before = typed.slice(0, typed.length - begun.length)
  const said = before.match(/(?:"[^"]*"|\S)+/g)?.slice(2) ?? []
  return nextWords(verb, said, begun, language, seen).map(({ word, hint }) => ({
    text: `${before}${word} `,
    hint: hint.replaceAll('`', ''),
  }))
}

function fitting(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.toLowerCase()
  return distinct(all).filter(
    ({ text }) => text.toLowerCase().startsWith(wanted) && text.trim() !== typed.trim(),
  )
}

function distinct(all: readonly Suggestion[]): readonly Suggestion[] {
  const known = new Set<string>()
  return all.filter(({ text }) => !known.has(text.trim()) && known.add(text.trim()))
}
