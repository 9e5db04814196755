import { type Cause, causes, troubleOf } from '../core/check.js'
import type { Runbook, RunbookStep } from '../core/runbook.js'
import { inCode } from '../core/wording.js'
import { causeOfName } from './error-names.js'
import { fitsGlob } from '../core/glob.js'
import type { FoundRunbook } from './library.js'

/** Words that are looked for; what else was typed is not. */
const mostWords = 20
const mostFound = 20

/**
 * Runbooks for what somebody typed, best first: words (also beginnings of words), names of alarms, and error names such as
 * `CannotPullContainerError`, which stand for a cause. One that has more of the words comes before one that has a word in a better place.
 */
export function search(runbooks: readonly Runbook[], typed: string): readonly FoundRunbook[] {
  const words = wordsOf(typed).slice(0, mostWords)
  // Names of alarms and errors are no words: they are looked at as they were typed.
  const names = typed
    .split(/[\s"'“”„,;()]+/)
    .filter((name) => name !== '')
    .slice(0, mostWords)
  if (words.length === 0) return []
  return runbooks
    .flatMap((runbook) => {
      const hits = hitsOf(runbook, words, names)
      const best = hits.toSorted((left, right) => right.weight - left.weight)[0]
      if (best === undefined) return []
      // Who pastes the name of an error or an alarm means that, whatever stands around it.
      const isNamed = hits.some(({ named }) => named)
      const share = isNamed ? 1 : new Set(hits.map(({ word }) => word)).size / words.length
      const weight = hits.reduce((sum, hit) => sum + hit.weight, 0) * share
      return [{ runbook, reason: best.reason, weight }]
    })
    .toSorted((left, right) => right.weight - left.weight || (left.runbook.id < right.runbook.id ? -1 : 1))
    .slice(0, mostFound)
    .map(({ runbook, reason }) => ({ runbook, reason }))
}

interface Hit {
  readonly word: string
  readonly weight: number
  readonly reason: string
  /** By a name, of an error or an alarm. */
  readonly named: boolean
}

interface Field {
  readonly text: string
  readonly weight: number
  readonly reason: string
}

function hitsOf(runbook: Runbook, words: readonly string[], names: readonly string[]): readonly Hit[] {
  const fields = fieldsOf(runbook).map((field) => ({ ...field, words: new Set(wordsOf(field.text)) }))
  const ofWords = words.flatMap((word): Hit[] => {
    let best: Hit | undefined
    for (const field of fields) {
      const likeness = likenessOf(word, field.words)
      const weight = likeness * field.weight
      if (weight > (best?.weight ?? 0)) best = { word, weight, reason: field.reason, named: false }
    }
    return best === undefined ? [] : [best]
  })
  return [...ofWords, ...names.flatMap((name) => hitsOfName(runbook, name))]
}

/** A whole word is worth 1, its beginning less the shorter it is. */
function likenessOf(word: string, known: ReadonlySet<string>): number {
  if (known.has(word)) return 1
  if (word.length < 3) return 0
  let best = 0
  for (const other of known)
    if (other.startsWith(word)) best = Math.max(best, (0.8 * word.length) / other.length)
  return best
}

function hitsOfName({ match }: Runbook, name: string): readonly Hit[] {
  const cause = causeNamed(name)
  return [
    ...(cause !== undefined && match.causes.includes(cause)
      ? // One for this cause alone says more about it.
        [
          {
            word: name,
            weight: 20 + 40 / match.causes.length,
            reason: `is for ${troubleOf[cause]}`,
            named: true,
          },
        ]
      : []),
    ...(match.alarms.some((pattern) => pattern.replaceAll('*', '') !== '' && fitsGlob(name, pattern))
      ? [{ word: name, weight: 20, reason: `matches the alarm ${name}`, named: true }]
      : []),
  ]
}

function causeNamed(name: string): Cause | undefined {
  const bare = name.replace(/[:.!?]+$/, '')
  return causes.find((cause) => cause === bare.toLowerCase()) ?? causeOfName(bare)
}

function fieldsOf(runbook: Runbook): readonly Field[] {
  const { id, title, tags, about, match, steps } = runbook
  return [
    { text: `${title} ${id}`, weight: 10, reason: 'says so in its title' },
    ...tags.map((tag) => ({ text: tag, weight: 8, reason: `has the tag ${tag}` })),
    ...match.causes.map((cause) => ({ text: cause, weight: 6, reason: `is for the cause ${cause}` })),
    ...match.alarms.map((alarm) => ({
      text: alarm,
      weight: 6,
      reason: `is for alarms like ${inCode(alarm)}`,
    })),
    ...Object.entries(about).map(([part, text]) => ({ text, weight: 3, reason: `says so under ${part}` })),
    ...steps.map((step) => ({
      text: textOf(step),
      weight: 2,
      reason: `says so in the step “${step.title}”`,
    })),
  ]
}

function textOf(step: RunbookStep): string {
  switch (step.kind) {
    case 'instruction':
    case 'approval':
      return `${step.title} ${step.text}`
    case 'check':
      return `${step.title} ${step.check}`
    case 'action':
      return `${step.title} ${step.action}`
    case 'decision':
      return [step.title, step.question, ...step.options.map(({ label }) => label)].join(' ')
    case 'ask':
      return `${step.title} ${step.question}`
    case 'wait':
      return `${step.title} ${step.until?.check ?? ''}`
  }
}

/** Lower case, without what is put in by templates. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .slice(0, 20_000)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return [...new Set(words ?? [])]
}
