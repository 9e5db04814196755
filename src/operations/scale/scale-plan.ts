import { counted } from '../../core/wording.js'
import { z } from 'zod'
import type { EcsService, ScalableTarget } from '../../aws/aws.js'
import { pricesIn } from '../../config/prices.js'
import type { Environment } from '../../core/environment.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { PlanContext } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { costDetails, sizeForCost } from '../service/cost-difference.js'
import { expressOf, refuseExpressCount, refuseUnreadExpress } from '../service/express-mode.js'
import { awsOf, environmentOf } from '../service/service-environment.js'

const range = z.object({ minimum: z.number().int().min(0), maximum: z.number().int().min(0) })
type Range = z.infer<typeof range>

export const scaleInput = z.object({
  service: z.object({ environment: z.string(), name: z.string(), service: z.string(), cluster: z.string() }),
  /** `to` sets the count, `by` changes it relative to what it is when planned; a range is what autoscaling keeps it in. */
  count: z.union([z.object({ to: z.number().int().min(0) }), z.object({ by: z.number().int() }), range]),
  /** When taking back: the count that must still be in place, and the autoscaling range to restore. */
  expected: z.number().int().optional(),
  range: range.optional(),
})
export type ScaleInput = z.infer<typeof scaleInput>

const basis = z.object({
  from: z.number(),
  to: z.number(),
  rangeFrom: range.optional(),
  rangeTo: range.optional(),
  /** The ARN of an Express Mode service, whose range has a call of its own. */
  express: z.string().optional(),
})

/** What the steps need of the plan; compared again before the start. */
export function basisOf(plan: Plan): z.infer<typeof basis> {
  return basis.parse(plan.basis)
}

/** Asks ECS and Application Auto Scaling, then decides. */
export async function planScale({ input, ports }: PlanContext<ScaleInput, Ports>): Promise<Plan> {
  const aws = awsOf(ports, input.service)
  const [service, targets] = await Promise.all([
    aws.describeService(input.service),
    aws.scalableTargets([input.service]),
  ])
  const environment = environmentOf(ports, input.service)
  const target = rangeOf(service) ?? targets[0]
  const plan = decideScale(input, environment, service, target)
  const size = await sizeForCost(aws, service.taskDefinition)
  if (size === undefined) return plan
  const { from, to, rangeFrom = target, rangeTo = rangeFrom } = basisOf(plan)
  const prices = pricesIn(environment.region, ports.config.prices)
  const before = { tasks: from, size, range: rangeFrom }
  const details = costDetails(service, before, { tasks: to, size, range: rangeTo }, prices)
  return details.length === 0 ? plan : { ...plan, details }
}

/** An Express Mode service tells its range itself. */
function rangeOf({ ref, express }: EcsService): ScalableTarget | undefined {
  return express?.range === undefined ? undefined : { ref, ...express.range }
}

/** Pure: what a scale would change, or a UserError that says why not and what instead. */
export function decideScale(
  input: ScaleInput,
  environment: Environment,
  service: EcsService,
  autoscaling: ScalableTarget | undefined,
): Plan {
  const from = service.desired
  // Of an Express Mode service nobody but autoscaling moves the count.
  const to = service.isExpress === true ? from : countAfter(input.count, from)
  const name = `${input.service.name} in ${environment.name}`
  const command = (count: number) => `/ohmy scale ${input.service.name} ${count} ${environment.name}`

  refuseUncounted(service, name)
  if (!('minimum' in input.count)) refuseExpressCount({ ref: service.ref, service })
  refuseDuringDeployment(service, name, environment)
  if (input.expected !== undefined && input.expected !== from) {
    const what = `${name} runs ${counted(from, 'task')} now, not the ${input.expected} that this set: undoing it would overwrite a later change.`
    throw new UserError('moved-since', what, `If you still want ${to}, type \`${command(to)}\`.`)
  }
  if (to < 0) {
    const what = `${name} has ${counted(from, 'task')}, so it cannot have ${Math.abs(to - from)} fewer.`
    throw new UserError('below-zero', what, `Scaling to zero is \`${command(0)}\`.`)
  }
  const asked = 'minimum' in input.count ? input.count : undefined
  const isRange = asked !== undefined
  if (asked !== undefined) refuseRange(asked, autoscaling, name, environment, command(from))
  else refuseOutsidePolicy(to, from, name, environment, command)
  const rangeTo = rangeFor(asked ?? input.range, to, autoscaling, name, command)
  if (isRange && rangeTo === undefined && autoscaling !== undefined) {
    const what = `Autoscaling keeps ${name} between ${autoscaling.minimum} and ${autoscaling.maximum} tasks already.`
    throw new UserError('nothing-to-do', what, 'Nothing was changed.')
  }
  if (to === from && rangeTo === undefined) {
    throw new UserError(
      'nothing-to-do',
      `${name} already has a desired count of ${to}.`,
      'Nothing was changed.',
    )
  }
  const rangeFrom = autoscaling && { minimum: autoscaling.minimum, maximum: autoscaling.maximum }
  return {
    summary:
      isRange && rangeTo !== undefined
        ? `Let autoscaling keep ${name} between ${rangeTo.minimum} and ${rangeTo.maximum} tasks`
        : `Scale ${name} from ${from} to ${to} ${to === 1 ? 'task' : 'tasks'}`,
    changes: [
      ...(isRange && from === to ? [] : [{ what: 'Desired count', from: String(from), to: String(to) }]),
      ...(rangeTo && rangeFrom
        ? [{ what: 'Autoscaling range', from: words(rangeFrom), to: words(rangeTo) }]
        : []),
    ],
    warnings: warningsFor(to, rangeFrom, rangeTo),
    basis: { from, to, ...expressOf(service), ...(rangeTo && rangeFrom ? { rangeFrom, rangeTo } : {}) },
    ...(to === 0
      ? {
          confirmation: {
            word: input.service.name,
            because: `Nobody can use ${name} until it is scaled up again.`,
          },
        }
      : {}),
  }
}

/** Autoscaling moves a count that is outside of a new range into it. */
function countAfter(count: ScaleInput['count'], from: number): number {
  if ('minimum' in count) return Math.min(Math.max(from, count.minimum), count.maximum)
  return 'to' in count ? count.to : from + count.by
}

/** Pure: a range stands within what the policy allows a count to be. */
function refuseRange(
  { minimum, maximum }: Range,
  autoscaling: ScalableTarget | undefined,
  name: string,
  { name: place, policy }: Environment,
  instead: string,
): void {
  if (autoscaling === undefined) {
    const what = `${name} has no autoscaling, so there is no range to change.`
    throw new UserError('no-autoscaling', what, `Set the count itself: \`${instead}\`.`)
  }
  const { scale } = policy
  if (maximum > scale.maximum) {
    const what = `${place} allows at most ${counted(scale.maximum, 'task')} a service.`
    throw new UserError('above-maximum', what, `Take a range up to ${scale.maximum}.`)
  }
  if (minimum < Math.max(1, scale.minimum) && minimum < autoscaling.minimum) {
    const least = Math.max(1, scale.minimum)
    const what = `${place} asks for at least ${least} ${least === 1 ? 'task' : 'tasks'} a service.`
    const next = `Take a range from ${least}; to zero is a count of its own, which takes a confirmation.`
    throw new UserError('below-minimum', what, next)
  }
}

/** Refuses services whose count is not theirs, or not ECS's, to set. */
function refuseUncounted(service: EcsService, name: string): void {
  refuseUnreadExpress({ ref: service.ref, service })
  if (service.status !== 'ACTIVE') {
    const what = `${name} is ${service.status}: it is being deleted.`
    throw new UserError('service-not-active', what, 'Nothing was changed.')
  }
  if (service.isDaemon === true) {
    const what = `${name} runs one task on each instance (scheduling strategy DAEMON): it has no count to scale.`
    throw new UserError('daemon-service', what, 'It follows the instances of its cluster.')
  }
  if (service.deploymentController !== 'EXTERNAL') return
  const what = `${name} is run by an external deployment controller, which sets the count itself.`
  throw new UserError('external-controller', what, 'Scale it with the tool that deploys it.')
}

function refuseDuringDeployment(service: EcsService, name: string, environment: Environment): void {
  const running = service.deployments.find((deployment) => deployment.rolloutState === 'IN_PROGRESS')
  if (running === undefined && service.deployments.length <= 1) return
  // Nothing ends by itself here: without a circuit breaker that rolls back ECS leaves tasks of both versions in place.
  if (running === undefined && service.deployments[0]?.rolloutState === 'FAILED') {
    const what = `The last deployment of ${name} failed, and ECS did not go back from it: it has tasks of two versions.`
    const back = `\`/ohmy rollback ${service.ref.name} ${environment.name}\``
    throw new UserError('deployment-failed', what, `Go back from it first: ${back}. Then scale.`)
  }
  const next = `Wait until it has ended: \`/ohmy status ${service.ref.name} ${environment.name}\` shows it.`
  throw new UserError('deployment-running', `A deployment of ${name} is running.`, next)
}

function refuseOutsidePolicy(
  to: number,
  from: number,
  name: string,
  environment: Environment,
  command: (count: number) => string,
): void {
  const { minimum, maximum, toZero } = environment.policy.scale
  if (to > maximum) {
    const what = `${environment.name} allows at most ${counted(maximum, 'task')} a service.`
    throw new UserError('above-maximum', what, `The most is \`${command(maximum)}\`.`)
  }
  if (to === 0 && !toZero) {
    const least = `The least is \`${command(Math.max(minimum, 1))}\`.`
    throw new UserError('zero-not-allowed', `${environment.name} does not allow scaling to zero.`, least)
  }
  // Coming up from zero towards the minimum is never refused for being below it.
  if (to !== 0 && to < minimum && !(from < to)) {
    const what = `${environment.name} asks for at least ${counted(minimum, 'task')} a service.`
    throw new UserError('below-minimum', what, `The least is \`${command(minimum)}\`.`)
  }
}

/**
 * Application Auto Scaling would undo a count outside its range. Only zero changes the range by itself, because it is asked for by name; every
 * other count outside is refused with the alternative.
 */
function rangeFor(
  wanted: Range | undefined,
  to: number,
  autoscaling: ScalableTarget | undefined,
  name: string,
  command: (count: number) => string,
): Range | undefined {
  if (autoscaling === undefined) return undefined
  const { minimum, maximum } = autoscaling
  if (wanted !== undefined) {
    return wanted.minimum === minimum && wanted.maximum === maximum ? undefined : wanted
  }
  if (to === 0) return minimum === 0 ? undefined : { minimum: 0, maximum }
  if (to >= minimum && to <= maximum) return undefined
  const what = `Autoscaling keeps ${name} between ${minimum} and ${maximum} tasks and would undo ${to}.`
  const nearest = to < minimum ? minimum : maximum
  throw new UserError('outside-autoscaling', what, `Within its range: \`${command(nearest)}\`.`)
}

function warningsFor(to: number, rangeFrom: Range | undefined, rangeTo: Range | undefined): string[] {
  // Zero tells its consequence with the confirmation it asks for.
  if (to === 0) return []
  if (rangeFrom === undefined || rangeTo !== undefined) return []
  return [`Autoscaling (${words(rangeFrom)} tasks) may change the count again.`]
}

function words(range: Range): string {
  return `${range.minimum}–${range.maximum}`
}
