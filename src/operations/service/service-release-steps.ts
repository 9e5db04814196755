import { describeRollout } from '../../status/describe-rollout.js'
import type { Aws } from '../../aws/aws.js'
import { type Finding, type Step, step, wait } from '../../changes/definition.js'
import type { OperationRecord } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { refuseEndlessFailures } from './endless-failures.js'
import { awsOf } from './service-environment.js'
import { refuseAnotherImage } from './service-digests.js'
import { completionOf, isGood } from './service-health.js'
import { nameOf, register, type Release, type ReleaseContext, targetOf } from './service-release.js'
import { findRollout, followRollout, rolloutState, whileEcsGoesOn, whyNot } from './service-rollout.js'
import { takenOver } from './taken-over.js'

export type ReleaseStep = Step<unknown, Ports>

/** Steps of each release; `named`: titles begin with the service's name, because there are several. */
export function releaseSteps(wanted: Release, named: boolean): readonly ReleaseStep[] {
  const { kind } = wanted.to
  const registers = kind === 'new' || kind === 'copy'
  return [
    ...(registers
      ? [step<unknown, Ports>(titled(wanted, named, titles.register), (context) => register(context, wanted))]
      : []),
    step(titled(wanted, named, titles.update), (context) => update(context, wanted, named)),
    wait(titled(wanted, named, titles.follow), (context) => follow(context, wanted, named), {
      every: '10s',
      timeout: '1h',
    }),
    wait(titled(wanted, named, titles.verify), (context) => verify(context, wanted, named), {
      every: '15s',
      timeout: '10m',
    }),
  ]
}

const titles = {
  register: 'Register the task definition',
  update: 'Update the service',
  follow: 'Follow the rollout',
  verify: 'Verify that it is good',
} as const

function titled({ service }: Release, named: boolean, title: string): string {
  return named ? `${service.name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title
}

/** How far an operation came with one of its releases, by its record. */
export function progressOf(
  record: OperationRecord,
  wanted: Release,
  named: boolean,
): {
  readonly target: string | undefined
  readonly updated: boolean
  readonly verified: boolean
  readonly verifying: boolean
} {
  const stateOf = (title: string) =>
    record.steps.find((one) => one.title === titled(wanted, named, title))?.state
  const { to } = wanted
  const updated = stateOf(titles.update)
  const verify = stateOf(titles.verify)
  return {
    target:
      to.kind === 'existing'
        ? nameOf(to.taskDefinition)
        : to.kind === 'restart'
          ? nameOf(wanted.from)
          : registeredTarget({ record }, wanted, named),
    updated: updated !== undefined && updated !== 'pending' && updated !== 'skipped',
    verified: verify === 'done',
    verifying: verify !== undefined && verify !== 'pending' && verify !== 'skipped',
  }
}

async function update(context: ReleaseContext, wanted: Release, named: boolean): Promise<string> {
  const aws = awsOf(context.ports, wanted.service)
  const target = await registered(context, wanted, named)
  const words = wanted.to.kind === 'restart' ? `${target}, new tasks` : `${nameOf(wanted.from)} → ${target}`
  if ((await findRollout(aws, wanted, target)) !== undefined) return words
  await deploy(context, aws, wanted, target)
  return words
}

async function deploy(context: ReleaseContext, aws: Aws, { service, express, to }: Release, target: string) {
  await context.fence()
  const { requestId } =
    express === undefined
      ? await aws.deployTaskDefinition(service, target, { restart: to.kind === 'restart' })
      : await aws.updateExpress(express, { taskDefinition: target })
  await context.changed(requestId)
}

async function follow(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  const { service } = wanted
  const target = await registered(context, wanted, named)
  const aws = awsOf(context.ports, service)
  const deployment = await followRollout(aws, wanted, target)
  if (deployment === undefined) return { done: false, detail: 'ECS is about to start it' }
  const state = rolloutState(deployment)
  const detail = describeRollout(deployment)
  if (state === 'succeeded') {
    await refuseAnotherImage(aws, wanted, deployment)
    return { done: true, detail }
  }
  if (state === 'running') {
    await refuseEndlessFailures(aws, service, deployment)
    return { done: false, detail, ...(await whileEcsGoesOn(context, service, deployment)) }
  }
  const over = state === 'stopped' ? await takenOver(aws, service, deployment) : undefined
  if (over !== undefined) return { done: false, detail, takenOver: over }
  await context.report(detail)
  const next = state === 'returning' ? 'The version before goes on serving.' : 'Look at its events in ECS.'
  throw new UserError('deployment-failed', whyNot(service, deployment), next)
}

async function verify(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  const { service } = wanted
  const taskDefinition = await registered(context, wanted, named)
  const deployment = await followRollout(awsOf(context.ports, service), wanted, taskDefinition)
  return isGood(context, { service, taskDefinition, ...completionOf(deployment) })
}

async function registered(context: ReleaseContext, wanted: Release, named: boolean): Promise<string> {
  const target = registeredTarget(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target !== undefined) return target
  const what = `The task definition that this registered for ${wanted.service.name} is gone.`
  throw new UserError('registration-gone', what, 'Somebody deregistered it. Ask again.')
}

/** The task definition that the step before wrote down, so that following costs no search at each look. */
export function registeredTarget(
  { record }: Pick<ReleaseContext, 'record'>,
  wanted: Release,
  named: boolean,
): string | undefined {
  const done = record.steps.find(({ title }) => title === titled(wanted, named, titles.register))
  return done?.state === 'done' && /^[\w-]+:\d+$/.test(done.detail ?? '') ? done.detail : undefined
}
