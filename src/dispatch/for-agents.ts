import type { Refusal } from '../access/permission.js'
import type { Caller } from '../core/caller.js'
import { inCode } from '../core/wording.js'
import type { Command } from './command.js'
import { optionName } from './usage.js'

/**
 * Why an agent may not say this; undefined: it may, or it is a person. Looking is for agents where the verb says so, changing only where it says that it may be
 * asked for: a new verb is for people until somebody decides otherwise.
 * @param given names of the arguments that were said
 */
export function refusedToAgent(
  command: Command,
  given: Iterable<string>,
  { origin }: Pick<Caller, 'origin'>,
): Refusal | undefined {
  if (origin !== 'agent') return undefined
  const { name, forAgents, changes } = command
  if (forAgents === undefined || (changes && forAgents.may !== 'ask')) return forPeople(inCode(name))
  const said = [...given].find((argument) => forAgents.without?.includes(argument))
  return said === undefined ? undefined : forPeople(`${inCode(`--${optionName(said)}`)} of ${inCode(name)}`)
}

function forPeople(what: string): Refusal {
  return {
    kind: 'refused',
    code: 'for-people',
    what: `${what} is for people, not for agents.`,
    next: 'Tell the person you work for what to say, and why.',
  }
}
