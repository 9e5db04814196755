import type { StepContext } from '../../changes/definition.js'
import { operation, step, wait } from '../../changes/definition.js'
import type { Plan } from '../../core/operation.js'
import type { Ports } from '../operations.js'
import { basisOf, planScale, type ScaleInput, scaleInput } from './scale-plan.js'
import { diagnoseService } from '../service/service-diagnosis.js'
import { awsOf } from '../service/service-environment.js'
import { serviceLock } from '../../core/service-lock.js'
import { countIsReached, tasksAreHealthy } from './scale-waits.js'
import { driftAfter, type Drifting } from '../service/terraform-drift.js'

type Context = StepContext<ScaleInput, Ports>

/** Changes how many tasks a service runs, and follows it until they run and are healthy. Starts no deployment. */
export const scaleService = operation<ScaleInput, Ports>({
  name: 'scale-service',
  verb: 'scale',
  input: scaleInput,
  access: 'operator',
  environment: (input) => input.service.environment,
  locks: (input) => [serviceLock(input.service)],
  plan: planScale,
  // Asked for again, one more is one more than there is by then.
  line: ({ service, count, expected }) =>
    expected === undefined && !('by' in count)
      ? { verb: 'scale', words: [service.name, written(count), service.environment] }
      : undefined,
  steps: [
    step('Adjust the autoscaling range', (context) => setRange(context, basisOf(context.plan).rangeTo), {
      applies: (plan) => basisOf(plan).rangeTo !== undefined,
    }),
    // A range alone moves no count: autoscaling may have moved it meanwhile.
    step('Set the desired count', (context) => setDesiredCount(context, basisOf(context.plan).to), {
      applies: (plan) => basisOf(plan).from !== basisOf(plan).to,
    }),
    wait(
      'Wait for running tasks',
      (context) => countIsReached(context, basisOf(context.plan).to, basisOf(context.plan).from),
      {
        every: '10s',
        timeout: '15m',
      },
    ),
    wait('Verify health', (context) => tasksAreHealthy(context, basisOf(context.plan).to), {
      every: '10s',
      timeout: '10m',
    }),
  ],
  revert: [
    step('Restore the desired count', (context) => setDesiredCount(context, basisOf(context.plan).from)),
    step('Restore the autoscaling range', (context) => setRange(context, basisOf(context.plan).rangeFrom), {
      applies: (plan) => basisOf(plan).rangeTo !== undefined,
    }),
    wait(
      'Wait for running tasks',
      (context) => countIsReached(context, basisOf(context.plan).from, basisOf(context.plan).to),
      {
        every: '10s',
        timeout: '15m',
      },
    ),
  ],
  undo: (record, input) => {
    const { from, to, rangeFrom, rangeTo } = basisOf(record.plan)
    if ('minimum' in input.count) {
      return rangeFrom === undefined ? undefined : { service: input.service, count: rangeFrom }
    }
    if (from === to) return undefined
    const range = rangeTo === undefined || rangeFrom === undefined ? {} : { range: rangeFrom }
    return { service: input.service, count: { to: from }, expected: to, ...range }
  },
  afterwards: (context) => driftAfter(context, [context.input.service], driftingOf(context.record.plan)),
  diagnose: ({ ports, input, record, clock }) =>
    diagnoseService(ports, input.service, clock, record.startedAt),
})

/** What of the plan Terraform's files hold, too. */
function driftingOf(plan: Plan): readonly Drifting[] {
  const { from, to, rangeFrom, rangeTo } = basisOf(plan)
  return [
    ...(from === to ? [] : (['desired_count'] as const)),
    ...(rangeTo === undefined || rangeTo.minimum === rangeFrom?.minimum ? [] : (['min_capacity'] as const)),
    ...(rangeTo === undefined || rangeTo.maximum === rangeFrom?.maximum ? [] : (['max_capacity'] as const)),
  ]
}

function written(count: { to: number } | { minimum: number; maximum: number }): string {
  return 'to' in count ? String(count.to) : `${count.minimum}..${count.maximum}`
}

/** Looks first: after a crash or a lost answer the count may be set already, and a second change would be one too many. */
async function setDesiredCount(context: Context, count: number): Promise<string> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const { desired } = await aws.describeService(service)
  if (desired !== count) {
    await context.fence()
    const { requestId } = await aws.setDesiredCount(service, count)
    await context.changed(requestId)
  }
  return `desired count is ${count}`
}

async function setRange(
  context: Context,
  range: { minimum: number; maximum: number } | undefined,
): Promise<string> {
  const { service } = context.input
  if (range === undefined) return 'not needed'
  const aws = awsOf(context.ports, service)
  const { express } = basisOf(context.plan)
  const [target] =
    express === undefined
      ? await aws.scalableTargets([service])
      : [(await aws.describeService(service)).express?.range]
  if (target === undefined) return 'the service has no autoscaling any more'
  if (target.minimum !== range.minimum || target.maximum !== range.maximum) {
    await context.fence()
    const { requestId } =
      express === undefined
        ? await aws.setScalableRange(service, range)
        : await aws.updateExpress(express, { range })
    await context.changed(requestId)
  }
  return `${range.minimum}–${range.maximum} tasks`
}
