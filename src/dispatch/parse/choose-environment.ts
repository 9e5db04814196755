import type { Environment } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import type { Command } from '../command.js'
import { usageOf } from '../usage.js'
import { environmentWords, findEnvironment, findService } from '../vocabulary.js'
import { inCode, listed } from '../../core/wording.js'
import type { Language } from './language.js'
import type { Problem } from './problem.js'
import { type Line, retype, retypeRange } from './line.js'
import type { Sorted, Word } from './options.js'
import { isKeyword, openArgument } from './open-argument.js'

export type EnvironmentChosen =
  | { readonly kind: 'chosen'; readonly environment: Environment; readonly word: Word }
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: Problem }

interface Candidate {
  readonly word: Word
  readonly environment: Environment
}

/** Which of the words without a name is the environment. Where two readings are possible it asks instead of guessing. */
export function chooseEnvironment(
  command: Command,
  line: Line,
  sorted: Sorted,
  language: Language,
): EnvironmentChosen {
  const [first, second] = environmentKeys(command)
  if (first === undefined || openArgument(command, sorted.given, 'environment') !== first)
    return { kind: 'none' }
  const serviceOpen = openArgument(command, sorted.given, 'service') !== undefined
  const candidates = sorted.words.flatMap((word): Candidate[] => {
    const environment = findEnvironment(language.environments, word.text)
    return environment === undefined ? [] : [{ word, environment }]
  })
  if (candidates.length === 0) return misspelled(command, line, sorted.words, language)
  const takesTwo = second !== undefined && !sorted.given.has(second)
  const [foremost, another] = candidates
  // Of a verb about two environments the first word is the first of them.
  if (takesTwo && foremost !== undefined && another !== undefined && candidates.length === 2) {
    return { kind: 'chosen', ...foremost }
  }
  const possible = candidates.filter((candidate) => restAreServices(candidate, candidates, serviceOpen))
  const [chosen, other] = possible
  if (chosen === undefined) return twoEnvironments(command, line, candidates)
  if (other !== undefined && other.word.text.toLowerCase() !== chosen.word.text.toLowerCase()) {
    return ask(
      command,
      line,
      possible.map((candidate) => pairing(candidate, possible, line)),
    )
  }
  if (serviceOpen && mayBeTheService(chosen, command, sorted.words, language)) {
    const { at, text } = chosen.word
    const commands = [retype(line, at, `environment=${text}`), retype(line, at, `service=${text}`)]
    return ask(command, line, commands)
  }
  return { kind: 'chosen', ...chosen }
}

/** The arguments that are environments: which one the command is about comes first. */
function environmentKeys({ args }: Command): readonly string[] {
  return Object.keys(args).filter((key) => args[key]?.kind === 'environment')
}

/** Every other word that is an environment's name has to be a service of this one. */
function restAreServices(candidate: Candidate, all: readonly Candidate[], serviceOpen: boolean): boolean {
  const rest = all.filter((other) => other !== candidate)
  if (rest.length === 0) return true
  if (rest.length > 1 || !serviceOpen) return false
  return rest.every((other) => isNamed(candidate.environment, other.word.text))
}

function isNamed(environment: Environment, word: string): boolean {
  const found = findService(environment, word)
  return found.kind === 'found' && found.how === 'name'
}

/** The word is a service's exact name, too, and no other word can be the service. */
function mayBeTheService(
  chosen: Candidate,
  command: Command,
  words: readonly Word[],
  language: Language,
): boolean {
  const byDefault = findEnvironment(language.environments, language.defaultEnvironment)
  const looksIn =
    command.changes || byDefault === undefined ? [chosen.environment] : [chosen.environment, byDefault]
  if (!looksIn.some((environment) => isNamed(environment, chosen.word.text))) return false
  const others = words.filter((word) => word !== chosen.word)
  return !others.some((word) => findService(chosen.environment, word.text).kind !== 'none')
}

function pairing(candidate: Candidate, all: readonly Candidate[], line: Line): string {
  const names = new Map(
    all.map((one) => [one.word.at, `${one === candidate ? 'environment' : 'service'}=${one.word.text}`]),
  )
  const tokens = line.tokens.map((token, at) => ({ typed: names.get(at) ?? token.typed, text: '' }))
  return retypeRange({ ...line, tokens }, tokens.length, tokens.length, '')
}

function ask(command: Command, line: Line, commands: readonly string[]): EnvironmentChosen {
  const problem: Problem = {
    code: 'word-ambiguous',
    what: 'A word here is both a service and an environment.',
    next: 'Say which you mean:',
    failed: 'usage',
    commands,
    usage: usageOf(command, line.prompt),
  }
  return { kind: 'problem', problem }
}

function twoEnvironments(command: Command, line: Line, candidates: readonly Candidate[]): EnvironmentChosen {
  const names = [...new Set(candidates.map((candidate) => candidate.environment.name))]
  const only = (name: string): string => {
    const meant = candidates.find((candidate) => candidate.environment.name === name)?.word.at
    const others = candidates.map(({ word }) => word.at).filter((at) => at !== meant)
    const tokens = line.tokens.filter((_, at) => !others.includes(at))
    return retypeRange({ ...line, tokens }, tokens.length, tokens.length, '')
  }
  const problem: Problem = {
    code: 'environment-twice',
    what:
      names.length === 1
        ? `The environment ${inCode(names[0] ?? '')} was named more than once.`
        : `More than one environment was named: ${listed(names.map(inCode), 'and')}.`,
    next: 'Name one; for more than one, send one command for each.',
    failed: 'usage',
    usage: usageOf(command, line.prompt),
    commands: names.map(only),
  }
  return { kind: 'problem', problem }
}

/** A word that is nothing known and looks most like an environment: better asked than taken for a service. */
function misspelled(
  command: Command,
  line: Line,
  words: readonly Word[],
  language: Language,
): EnvironmentChosen {
  const environments = environmentWords(language.environments)
  const services = language.environments.flatMap((environment) =>
    environment.services.flatMap((service) => [service.name, service.service]),
  )
  for (const word of words) {
    if (isService(word.text, language.environments) || isKeyword(command, word.text)) continue
    const meant = nearest(word.text, [...environments, ...services])
    if (meant === undefined || !environments.includes(meant)) continue
    const names = language.environments.map((environment) => inCode(environment.name))
    const problem: Problem = {
      code: 'environment-unknown',
      what: `There is no environment ${inCode(word.text)}.`,
      next: `Did you mean ${inCode(meant)}? The environments are ${listed(names, 'and')}.`,
      failed: 'usage',
      commands: [retype(line, word.at, meant)],
      usage: usageOf(command, line.prompt),
    }
    return { kind: 'problem', problem }
  }
  return { kind: 'none' }
}

function isService(word: string, environments: readonly Environment[]): boolean {
  return environments.some((environment) => {
    const found = findService(environment, word)
    return found.kind === 'several' || (found.kind === 'found' && found.how !== 'plausible')
  })
}
