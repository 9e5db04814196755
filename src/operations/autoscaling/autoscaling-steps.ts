import type { SuspendedScaling } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { Finding, StepContext } from '../../changes/definition.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Ports } from '../operations.js'
import { awsOf } from '../service/service-environment.js'
import { basisOf, isSame, type SuspendInput, suspendedNow, suspendedWords } from './autoscaling-input.js'

type Context = StepContext<{ readonly service: ServiceRef }, Ports>

export const waitTitle = 'Wait until its time is over'

/** Looks first: what is as it should be is left. @param only what must still be so; anything else is somebody's later word, and stays */
export async function setSuspended(
  context: Context,
  to: SuspendedScaling,
  only?: SuspendedScaling,
): Promise<string> {
  const { service } = context.input
  const aws = awsOf(context.ports, service)
  const [target] = await aws.scalableTargets([service])
  if (target === undefined) return 'the service has no autoscaling any more'
  const now = suspendedNow(target)
  if (isSame(now, to)) return `it ${suspendedWords(to)}`
  if (only !== undefined && !isSame(now, only)) {
    return `somebody has changed it since, and it stays so: it ${suspendedWords(now)}`
  }
  await context.fence()
  const { requestId } = await aws.suspendScaling(service, to)
  await context.changed(requestId)
  return `it ${suspendedWords(to)}`
}

/** Over when its time is, or when somebody has let it work before. */
export async function isOver(context: StepContext<SuspendInput, Ports>): Promise<Finding> {
  const { service, for: time } = context.input
  if (context.elapsed >= time) return { done: true, detail: 'its time is over' }
  // Whoever cannot look waits for its time all the same: it must never stay suspended because AWS did not answer.
  const [target] = await awsOf(context.ports, service)
    .scalableTargets([service])
    .catch((error: unknown) => {
      if (error instanceof AwsError) return []
      throw error
    })
  const { to } = basisOf(context.plan)
  if (target !== undefined && !isSame(suspendedNow(target), to)) {
    return { done: true, detail: `somebody has changed it: it ${suspendedWords(suspendedNow(target))}` }
  }
  return { done: false, detail: `until ${untilWords(context)}` }
}

function untilWords({ record, clock, input }: StepContext<SuspendInput, Ports>): string {
  const since = record.steps.find(({ title }) => title === waitTitle)?.startedAt ?? clock.now()
  return `${new Date(since + input.for).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
