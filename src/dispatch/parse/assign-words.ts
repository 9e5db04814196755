import type { Environment } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import type { Command, Vocabulary } from '../command.js'
import { findEnvironment, findService } from '../vocabulary.js'
import { openArgument, openChoice, openKeyword } from './open-argument.js'
import type { Given, Word } from './options.js'

export interface Assigned {
  readonly given: ReadonlyMap<string, Given>
  /** Words that no argument takes. */
  readonly left: readonly Word[]
}

/** Gives each word to the first argument that takes it: fixed words, then counts, what is to be chosen, services, then free words. Order does not matter. */
export function assignWords(
  command: Command,
  words: readonly Word[],
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
): Assigned {
  const filled = new Map(given)
  const left: Word[] = []
  for (const word of words) {
    const key = takerOf(command, word.text, filled, vocabulary, words)
    if (key === undefined) left.push(word)
    else filled.set(key, word)
  }
  return { given: filled, left }
}

function takerOf(
  command: Command,
  word: string,
  filled: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
  words: readonly Word[],
): string | undefined {
  const keyword = openKeyword(command, filled, word)
  if (keyword !== undefined) return keyword
  const environment = openArgument(command, filled, 'environment')
  if (environment !== undefined && findEnvironment(vocabulary.environments, word) !== undefined) {
    return environment
  }
  const count = openArgument(command, filled, 'count')
  if (count !== undefined && command.args[count]?.read(word, vocabulary).ok === true) return count
  const choice = openChoice(command, filled, word)
  if (choice !== undefined && !isServiceByName(word, vocabulary)) return choice
  const service = openArgument(command, filled, 'service')
  if (service !== undefined && mayBeService(word, vocabulary)) return service
  const free = openArgument(command, filled, 'word', word)
  if (service === undefined || free === undefined || command.args[service]?.required !== true) return free
  return looksLikeService(word, vocabulary) && !isSaidElsewhere(words, vocabulary) ? service : free
}

/** A slip in a service's name is better asked about than taken for the tag of an image. */
function looksLikeService(word: string, vocabulary: Vocabulary): boolean {
  const names = placesOf(vocabulary).flatMap(({ services }) => services.map(({ name }) => name))
  return nearest(word, names) !== undefined
}

function isSaidElsewhere(words: readonly Word[], vocabulary: Vocabulary): boolean {
  return words.some(({ text }) => mayBeService(text, vocabulary))
}

function mayBeService(word: string, vocabulary: Vocabulary): boolean {
  // Several services stand in one word: `backend,frontend`.
  const names = word.split(',').filter((name) => name !== '')
  return placesOf(vocabulary).some((environment) =>
    names.some((name) => findService(environment, name).kind !== 'none'),
  )
}

/** `show` means what is to be done, also where a service begins so or could be called anything; not where one is called just that. */
function isServiceByName(word: string, vocabulary: Vocabulary): boolean {
  return placesOf(vocabulary).some((environment) => {
    const found = findService(environment, word)
    return found.kind === 'found' && found.how === 'name'
  })
}

function placesOf({ environment, environments }: Vocabulary): readonly Environment[] {
  return environment === undefined ? environments : [environment]
}
