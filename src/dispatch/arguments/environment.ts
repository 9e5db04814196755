import type { Environment } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import type { Reading, Vocabulary } from '../command.js'
import { inCode, listed } from '../../core/wording.js'
import { environmentWords, findEnvironment } from '../vocabulary.js'
import { argument, type RequiredArgument } from './argument.js'

/**
 * An environment by name or alias. A verb that only reads gets the default one where none is named; a verb that changes something
 * never does. `.optional()`: undefined where none is named, for verbs that then answer for all of them.
 */
export function environment(options: { readonly summary?: string } = {}): RequiredArgument<Environment> {
  return argument({
    kind: 'environment',
    placeholder: 'environment',
    summary: options.summary ?? 'name or alias of the environment',
    named: false,
    read: readEnvironment,
  })
}

function readEnvironment(text: string | undefined, vocabulary: Vocabulary): Reading<Environment> {
  const { environments } = vocabulary
  if (text === undefined) {
    if (vocabulary.environment !== undefined && !vocabulary.changes) {
      return { ok: true, value: vocabulary.environment }
    }
    return {
      ok: false,
      code: 'environment-missing',
      what: 'No environment was named, and a change is never made to a default one.',
      next: `Name one: ${listed(environments.map((known) => inCode(known.name)))}.`,
    }
  }
  const found = findEnvironment(environments, text)
  if (found !== undefined) return { ok: true, value: found }
  const instead = nearest(text, environmentWords(environments))
  return {
    ok: false,
    code: 'environment-unknown',
    what: `There is no environment ${inCode(text)}.`,
    next: `The environments are ${listed(
      environments.map((known) => inCode(known.name)),
      'and',
    )}.`,
    ...(instead === undefined ? {} : { instead }),
  }
}
