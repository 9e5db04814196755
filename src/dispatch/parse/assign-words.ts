import type { Command, Vocabulary } from '../command.js'
import { findService } from '../vocabulary.js'
import { openArgument, openKeyword } from './open-argument.js'
import type { Given, Word } from './options.js'

export interface Assigned {
  readonly given: ReadonlyMap<string, Given>
  /** Words that no argument takes. */
  readonly left: readonly Word[]
}

/** Gives each word to the first argument that takes it: fixed words, then counts, services, then free words. Order does not matter. */
export function assignWords(
  command: Command,
  words: readonly Word[],
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
): Assigned {
  const filled = new Map(given)
  const left: Word[] = []
  for (const word of words) {
    const key = takerOf(command, word.text, filled, vocabulary)
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
): string | undefined {
  const keyword = openKeyword(command, filled, word)
  if (keyword !== undefined) return keyword
  const count = openArgument(command, filled, 'count')
  if (count !== undefined && command.args[count]?.read(word, vocabulary).ok === true) return count
  const service = openArgument(command, filled, 'service')
  if (service !== undefined && mayBeService(word, vocabulary)) return service
  return openArgument(command, filled, 'word', word)
}

function mayBeService(word: string, vocabulary: Vocabulary): boolean {
  const places = vocabulary.environment === undefined ? vocabulary.environments : [vocabulary.environment]
  // Several services stand in one word: `backend,frontend`.
  const names = word.split(',').filter((name) => name !== '')
  return places.some((environment) => names.some((name) => findService(environment, name).kind !== 'none'))
}
