import { nearest } from '../../core/suggest.js'
import type { Argument, Reading, Vocabulary } from '../command.js'
import { inCode, listed } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/**
 * One of the parts of an environment that are not services, such as `rds`. It stands where a service could stand too, so what is
 * neither is answered with both.
 */
export function part<const Choice extends string>(choices: readonly Choice[]): Argument<Choice | undefined> {
  const made: RequiredArgument<Choice> = argument({
    kind: 'word',
    placeholder: choices.join('|'),
    summary: `${listed(choices.map(inCode))} instead of a service`,
    named: false,
    choices,
    read: (typed, vocabulary) => readPart(typed, choices, vocabulary),
  })
  return made.optional()
}

function readPart<Choice extends string>(
  typed: string | undefined,
  choices: readonly Choice[],
  { environment, environments }: Vocabulary,
): Reading<Choice> {
  const wanted = typed?.trim().toLowerCase() ?? ''
  const found = choices.find((choice) => choice === wanted)
  if (found !== undefined) return { ok: true, value: found }
  const places = environment === undefined ? environments : [environment]
  const names = [...new Set(places.flatMap(({ services }) => services.map(({ name }) => name)))]
  const instead = nearest(wanted, [...choices, ...names])
  const shown = names.length === 0 ? '' : ` Services are ${listed(names.slice(0, 10).map(inCode), 'and')}.`
  return {
    ok: false,
    code: 'part-unknown',
    what: `${inCode(typed ?? '')} is neither a service nor ${listed(choices.map(inCode))}.`,
    next: `Name one of them, or leave it out for everything.${shown}`,
    ...(instead === undefined ? {} : { instead }),
  }
}
