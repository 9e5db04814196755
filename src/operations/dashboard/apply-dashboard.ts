import { UserError } from '../../core/user-error.js'
import { differenceOf } from '../../dashboards/difference.js'
import { basisOf, type DashboardInput, dashboardInput, planDashboard } from './apply-dashboard-plan.js'
import { operation, step, type StepContext } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { environmentNamed } from '../service/service-environment.js'

type Context = StepContext<DashboardInput, Ports>

/** Puts a dashboard that ships with ohmy, with the environment's real names, and reads it back. */
export const applyDashboard = operation<DashboardInput, Ports>({
  name: 'apply-dashboard',
  verb: 'dashboard',
  input: dashboardInput,
  access: 'operator',
  environment: (input) => input.environment,
  locks: (input) => [`dashboard:${input.name}`],
  plan: planDashboard,
  steps: [
    step('Put the dashboard', (context) => {
      const { before, after } = basisOf(context.plan)
      return put(context, after, before ?? undefined)
    }),
    step('Read it back', (context) => verify(context, basisOf(context.plan).after)),
  ],
  revert: [
    step(
      'Put the dashboard back',
      (context) => {
        const { before, after } = basisOf(context.plan)
        return put(context, before ?? after, after)
      },
      { applies: (plan) => basisOf(plan).before !== null },
    ),
  ],
  undo: (record, input) => {
    const { name, before, after } = basisOf(record.plan)
    // What was not there cannot be put back: ohmy deletes no dashboards.
    if (before === null) return undefined
    return { environment: input.environment, name, body: before, expected: after }
  },
})

/** Looks first: after a crash or a lost answer it may be there already, and somebody else may have saved another one meanwhile. */
async function put(context: Context, wanted: string, expected: string | undefined): Promise<string> {
  const environment = environmentNamed(context.ports, context.input.environment)
  const aws = context.ports.aws(environment)
  const { name } = basisOf(context.plan)
  const current = await aws.dashboardBody(name)
  if (current !== undefined && differenceOf(current, wanted).same) return `${name} is as it should be`
  if (current !== expected && !(current && expected && differenceOf(current, expected).same)) {
    throw new UserError(
      'moved-since',
      `Somebody saved ${name} meanwhile, so it was left as it is.`,
      `Look at it with \`/ohmy dashboard ${name} ${environment.name}\`, then ask again.`,
    )
  }
  await context.fence()
  const { requestId, remarks } = await aws.putDashboard(name, wanted)
  await context.changed(requestId)
  return remarks.length === 0
    ? `${name} was put`
    : `${name} was put; CloudWatch remarks: ${remarks.join('; ')}`
}

async function verify(context: Context, wanted: string): Promise<string> {
  const aws = context.ports.aws(environmentNamed(context.ports, context.input.environment))
  const { name } = basisOf(context.plan)
  const current = await aws.dashboardBody(name)
  if (current !== undefined && differenceOf(current, wanted).same) return 'CloudWatch has what was put'
  throw new UserError(
    'dashboard-differs',
    `CloudWatch does not have ${name} as it was put.`,
    'Somebody may have saved another one at the same time: look at it, then ask again.',
  )
}
