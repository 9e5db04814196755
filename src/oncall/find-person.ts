import type { OnCall } from '../core/on-call.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import { inCode, listed } from '../core/wording.js'
import type { NameOf } from './read-rota.js'

/** Everybody whom the rotation names, each once. */
export function peopleOf({ layers, escalation }: OnCall): readonly string[] {
  return [
    ...new Set([
      ...layers.flatMap(({ people }) => people),
      ...escalation.flatMap(({ people = [] }) => people),
    ]),
  ]
}

/**
 * Whom somebody means: `@rita`, `Rita Requester`, `@U0123456789`. Slack hands commands over with names as they were typed, and mentions with ids.
 * @throws UserError `person-missing`, `person-unknown`, `person-ambiguous`
 */
export async function findPerson(
  written: string | undefined,
  onCall: OnCall,
  nameOf: NameOf,
): Promise<string> {
  const ids = peopleOf(onCall)
  const people = await Promise.all(ids.map(async (id) => ({ id, name: await nameOf(id) })))
  const names = listed(people.map(({ name }) => inCode(`@${name}`)))
  const word = written?.trim().replace(/^@/, '').toLowerCase() ?? ''
  if (word === '') throw new UserError('person-missing', 'Nobody was named.', `It is one of ${names}.`)
  const byId = people.find(({ id }) => id.toLowerCase() === word)
  if (byId !== undefined) return byId.id
  const exact = people.filter(({ name }) => name.toLowerCase() === word)
  const found = exact.length > 0 ? exact : people.filter(({ name }) => wordsOf(name).includes(word))
  const [only, other] = found
  if (only !== undefined && other === undefined) return only.id
  if (other !== undefined) {
    const which = listed(found.map(({ id }) => inCode(`@${id}`)))
    throw new UserError(
      'person-ambiguous',
      `Several people are called ${inCode(word)}.`,
      `Say which: ${which}.`,
    )
  }
  const near = nearest(
    word,
    people.flatMap(({ name }) => [name.toLowerCase(), ...wordsOf(name)]),
  )
  const meant = near === undefined ? '' : `Did you mean ${inCode(`@${near}`)}? `
  throw new UserError(
    'person-unknown',
    `${inCode(`@${word}`)} is not in the rotation.`,
    `${meant}It is one of ${names}.`,
    {
      choice: {
        argument: 'who',
        label: 'Who?',
        intro: `${word} is not in the rotation.`,
        submit: 'Continue',
        anew: near === undefined ? {} : { nearest: `@${near}` },
      },
    },
  )
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[\s._-]+/)
}
