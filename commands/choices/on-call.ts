import type { Choices } from '../../src/core/form.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'
import { peopleOf } from '../../src/oncall/find-person.js'

/** Everybody whom the rotation names. */
export async function peopleOnRota({ rota }: ChoiceContext): Promise<Choices> {
  const people = peopleOf(rota.rotation())
  const named = await Promise.all(
    people.map(async (id) => ({ value: `@${id}`, text: await rota.nameOf(id) })),
  )
  return { options: named, areAll: true }
}

/** Swaps that wait for this person's word. */
export async function swapsAsked({ rota, caller }: ChoiceContext): Promise<Choices> {
  const asked = await rota.asked(caller)
  return {
    options: asked.map(({ id, by }) => ({ value: id, text: `${by.name} wants to swap` })),
    none: 'Nobody asks you to swap.',
    areAll: true,
  }
}
