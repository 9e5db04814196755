import { counted } from '../../core/wording.js'
import { z } from 'zod'
import type { Change, Plan } from '../../core/operation.js'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'
import { differenceOf } from '../../dashboards/difference.js'
import { dashboardName } from '../../dashboards/names.js'
import { readRealNames } from '../../dashboards/real-names.js'
import { templates } from '../../dashboards/templates/index.js'
import type { Template } from '../../dashboards/templates/template.js'
import type { PlanContext } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { environmentNamed } from '../service/service-environment.js'

export const dashboardInput = z.union([
  z.object({ environment: z.string(), name: z.string(), template: z.string() }),
  /** When taking back: the body to put, and the one that must still be in place. */
  z.object({ environment: z.string(), name: z.string(), body: z.string(), expected: z.string() }),
])
export type DashboardInput = z.infer<typeof dashboardInput>

const basis = z.object({
  name: z.string(),
  /** Null: there was none. */
  before: z.string().nullable(),
  after: z.string(),
})

/** What the steps need of the plan; compared again before the start. */
export function basisOf(plan: Plan): z.infer<typeof basis> {
  return basis.parse(plan.basis)
}

/** More lines than these nobody reads in a plan. */
const mostChanges = 12

/** The template by its name. @throws UserError */
export function templateNamed(name: string): Template {
  const found = templates.find((template) => template.name === name.toLowerCase())
  if (found !== undefined) return found
  const known = templates.map((template) => template.name)
  const meant = nearest(name, known)
  const all = known.map((one) => `\`${one}\``).join(', ')
  throw new UserError(
    'template-unknown',
    `There is no template \`${name}\` for a dashboard.`,
    meant === undefined ? `There is: ${all}.` : `Did you mean \`${meant}\`?`,
  )
}

/** Reads the environment's real names and the dashboard that is there, and says what would be different. */
export async function planDashboard({ input, ports }: PlanContext<DashboardInput, Ports>): Promise<Plan> {
  const environment = environmentNamed(ports, input.environment)
  const aws = ports.aws(environment)
  const { name } = input
  if ('body' in input) return takeBack(input, await aws.dashboardBody(name))
  const template = templateNamed(input.template)
  if (name !== dashboardName(environment, template.name)) {
    const what = `${name} is not called like a dashboard of ${environment.name}.`
    throw new UserError('dashboard-name', what, `It is \`${dashboardName(environment, template.name)}\`.`)
  }
  const [before, { names, warnings }] = await Promise.all([
    aws.dashboardBody(name),
    readRealNames(aws, environment, ports.config.thresholds),
  ])
  const after = JSON.stringify(template.body(names))
  const difference = differenceOf(before, after)
  if (difference.same) {
    throw new UserError(
      'nothing-to-do',
      `${name} is already as the template \`${template.name}\` makes it.`,
      `\`/ohmy dashboard ${environment.name}\` shows it.`,
    )
  }
  const verb = before === undefined ? 'Make' : 'Change'
  return {
    summary: `${verb} the dashboard ${name} after the template ${template.name}`,
    changes: atMost(difference.changes),
    warnings: [...removalOf(difference.removed), ...warnings],
    ...(before === undefined
      ? {
          details: [
            'There is none of that name yet, so this cannot be undone here: ohmy deletes no dashboards.',
          ],
        }
      : {}),
    basis: { name, before: before ?? null, after },
  }
}

function takeBack(
  input: DashboardInput & { body: string; expected: string },
  current: string | undefined,
): Plan {
  const { name, body, expected } = input
  if (current === undefined || (current !== expected && !differenceOf(current, expected).same)) {
    const what = `Somebody saved ${name} since, so putting the former one back would overwrite that.`
    throw new UserError(
      'moved-since',
      what,
      'Change it in the CloudWatch console, or apply the template again.',
    )
  }
  const difference = differenceOf(current, body)
  return {
    summary: `Put the dashboard ${name} back as it was`,
    changes: atMost(difference.changes),
    warnings: removalOf(difference.removed),
    basis: { name, before: current, after: body },
  }
}

/** What people added by hand is not in a template: they are told before it goes. */
function removalOf(removed: readonly string[]): string[] {
  if (removed.length === 0) return []
  const shown = removed.slice(0, 5).map((title) => `“${title}”`)
  const more = removed.length > 5 ? ` and ${removed.length - 5} more` : ''
  const many = removed.length === 1 ? '1 widget goes' : `${removed.length} widgets go`
  return [`${many} away: ${shown.join(', ')}${more}.`]
}

function atMost(changes: readonly Change[]): Change[] {
  if (changes.length <= mostChanges) return [...changes]
  const rest = changes.length - (mostChanges - 1)
  return [
    ...changes.slice(0, mostChanges - 1),
    { what: counted(rest, 'more widget'), from: 'as they are', to: 'changed' },
  ]
}
