import type { Choices, FormChoice } from '../../src/core/form.js'
import { formatDuration } from '../../src/core/duration.js'
import { environmentOf, scopeName, scopeWords } from '../../src/core/lock.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'

/** What is locked now, the widest first. */
export async function lockedScopes({ locks, clock, environments }: ChoiceContext): Promise<Choices> {
  const there = (await locks.list()).filter(({ scope }) => {
    const place = environmentOf(scope)
    return place === undefined || environments.some(({ name }) => name === place)
  })
  return {
    options: there.map(({ scope, owner, reason, since }) => ({
      value: scopeWords(scope),
      text: `${scopeName(scope)} · ${owner.name}, ${formatDuration(Math.max(0, clock.now() - since))} ago · ${reason}`,
    })),
    areAll: true,
    none: 'Nothing is locked.',
  }
}

/** Everything that can be locked: a service, an environment, all of it. */
export async function lockableScopes({ aws, environments }: ChoiceContext): Promise<Choices> {
  const places = await Promise.all(
    environments.map(async (place): Promise<readonly FormChoice[]> => {
      const names = place.services.map(({ name }) => name)
      if (names.length === 0)
        for await (const page of aws(place).services()) names.push(...page.map(({ name }) => name))
      const services = names.map((name) => ({
        value: `${name} ${place.name}`,
        text: `${name} in ${place.name}`,
      }))
      return [{ value: place.name, text: `all of ${place.name}` }, ...services]
    }),
  )
  return { options: [...places.flat(), { value: 'all', text: 'everything, everywhere' }], areAll: true }
}
