import type { Choices } from '../../src/core/form.js'
import { choicesOf } from '../../src/core/form.js'
import { listDashboards } from '../../src/dashboards/find-dashboard.js'
import { templates } from '../../src/dashboards/templates/index.js'
import type { ChoiceContext } from '../../src/dispatch/command.js'

/** What comes by itself, as far as this person may see it. */
export async function schedulesThere({ schedules, caller }: ChoiceContext): Promise<Choices> {
  const found = await schedules.list(caller)
  return {
    options: choicesOf(found.map(({ schedule }) => schedule.name)),
    none: 'Nothing comes by itself: there are no schedules.',
  }
}

/** Dashboards of the environment that was said; of all, where none was. With `apply`: what ships with ohmy. */
export async function dashboardsThere({ aws, config, environments, said }: ChoiceContext): Promise<Choices> {
  if (said['apply'] !== undefined)
    return { options: choicesOf(templates.map(({ name }) => name)), areAll: true }
  const found = await Promise.all(
    environments.map((environment) =>
      listDashboards({ aws: aws(environment), environment, environments: config.environments }),
    ),
  )
  return { options: choicesOf([...new Set(found.flatMap(({ names }) => names))]) }
}

/** The verbs this person may use here. */
export async function verbsThere({ guide, caller }: ChoiceContext): Promise<Choices> {
  const offers = await guide.offers(caller)
  return {
    options: offers
      .filter(({ allowed }) => allowed)
      .map(({ command: { name, summary } }) => ({ value: name, text: `${name} — ${summary}` })),
    areAll: true,
  }
}
