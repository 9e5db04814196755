import type { Aws, ServiceDeploymentDetail } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { UserError } from '../core/user-error.js'
import { type Finding, type Step, step, wait } from './engine/definition.js'
import type { Ports } from './operations.js'
import { awsOf } from './service-environment.js'
import { isGood, lacking } from './service-health.js'
import {
  deployable,
  isSame,
  nameOf,
  register,
  type Release,
  type ReleaseContext,
  targetOf,
} from './service-release.js'
import { describeReturn, describeRollout, findRollout, rolloutState, whyNot } from './service-rollout.js'

type ReleaseStep = Step<unknown, Ports>

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

/** The way back of each release: looks at what was done, and takes back only that. */
export function returnSteps(wanted: Release, named: boolean): readonly ReleaseStep[] {
  return [
    step(titled(wanted, named, 'Go back to the version before'), (context) => goBack(context, wanted, named)),
    wait(titled(wanted, named, 'Wait for the version before'), (context) => isBack(context, wanted, named), {
      every: '10s',
      timeout: '30m',
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

async function update(context: ReleaseContext, wanted: Release, named: boolean): Promise<string> {
  const aws = awsOf(context.ports, wanted.service)
  const target = await registered(context, wanted, named)
  const words = wanted.to.kind === 'restart' ? `${target}, new tasks` : `${nameOf(wanted.from)} → ${target}`
  if ((await findRollout(aws, wanted, target)) !== undefined) return words
  await context.fence()
  await aws.deployTaskDefinition(wanted.service, target, { restart: wanted.to.kind === 'restart' })
  return words
}

async function follow(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  const { service } = wanted
  const target = await registered(context, wanted, named)
  const deployment = await findRollout(awsOf(context.ports, service), wanted, target)
  if (deployment === undefined) return { done: false, detail: 'ECS is about to start it' }
  const state = rolloutState(deployment)
  if (state === 'succeeded') return { done: true, detail: describeRollout(deployment, context.clock.now()) }
  if (state === 'running') return { done: false, detail: describeRollout(deployment, context.clock.now()) }
  const next = state === 'returning' ? 'ECS brings the version before back.' : 'Look at its events in ECS.'
  throw new UserError('deployment-failed', whyNot(service, deployment), next)
}

async function verify(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  const { service } = wanted
  const taskDefinition = await registered(context, wanted, named)
  const deployment = await findRollout(awsOf(context.ports, service), wanted, taskDefinition)
  return isGood(context, { service, taskDefinition, completedAt: deployment?.finishedAt })
}

async function registered(context: ReleaseContext, wanted: Release, named: boolean): Promise<string> {
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target !== undefined) return target
  const what = `The task definition that this registered for ${wanted.service.name} is gone.`
  throw new UserError('registration-gone', what, 'Somebody deregistered it. Ask again.')
}

/** What the step before wrote down, so that following costs no search at each look. */
function fromDetail({ record }: ReleaseContext, wanted: Release, named: boolean): string | undefined {
  const done = record.steps.find(({ title }) => title === titled(wanted, named, titles.register))
  return done?.state === 'done' && /^[\w-]+:\d+$/.test(done.detail ?? '') ? done.detail : undefined
}

/** When a later service fails, those that were verified keep the new version; when a person cancels, all go back. */
function stays({ record }: ReleaseContext, wanted: Release, named: boolean): boolean {
  if (record.cancelRequestedBy !== undefined) return false
  return record.steps.some(
    ({ title, state }) => title === titled(wanted, named, titles.verify) && state === 'done',
  )
}

async function goBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<string> {
  if (stays(context, wanted, named)) return 'keeps the new version, which was verified'
  const aws = awsOf(context.ports, wanted.service)
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target === undefined) return 'it was not changed'
  const deployment = await findRollout(aws, wanted, target)
  const service = await aws.describeService(wanted.service)
  if (deployment === undefined && (wanted.to.kind === 'restart' || !isSame(service.taskDefinition, target)))
    return 'it was not changed'
  if (deployment !== undefined && rolloutState(deployment) === 'returning') return 'ECS goes back by itself'
  if (deployment !== undefined && rolloutState(deployment) === 'running') {
    if (await abandon(context, aws, deployment)) return 'ECS was told to stop it and go back'
  }
  if (wanted.to.kind === 'restart') return 'the version is the same'
  if (!isSame(service.taskDefinition, target)) return 'another deployment has replaced it already'
  const back = await deployable(context, wanted, wanted.from)
  await context.fence()
  await aws.deployTaskDefinition(wanted.service, back)
  return `${target} → ${nameOf(back)}`
}

/** Tells ECS to go back from a running deployment; false: it runs no longer, so there is nothing to stop. */
export async function abandon(
  context: ReleaseContext,
  aws: Aws,
  { arn, pausedAt }: Pick<ServiceDeploymentDetail, 'arn' | 'pausedAt'>,
): Promise<boolean> {
  await context.fence()
  try {
    if (pausedAt === undefined) await aws.stopServiceDeployment(arn)
    else await aws.rollBackPausedDeployment(arn, pausedAt.hook)
    return true
  } catch (error) {
    const refused = error instanceof AwsError && error.kind === 'rejected'
    if (refused && /Conflict|InvalidParameter/.test(error.code)) return false
    throw error
  }
}

async function isBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  if (stays(context, wanted, named)) return { done: true, detail: 'not needed' }
  const aws = awsOf(context.ports, wanted.service)
  const service = await aws.describeService(wanted.service)
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  const runsTarget = target !== undefined && isSame(service.taskDefinition, target)
  if (runsTarget && wanted.to.kind !== 'restart') {
    return { done: false, detail: 'ECS still tells of the new version' }
  }
  const missing = lacking(service, service.taskDefinition)
  const words = `${nameOf(service.taskDefinition)} again, ${service.running} of ${service.desired} running`
  if (missing === undefined) return { done: true, detail: words }
  const deployment = target === undefined ? undefined : await findRollout(aws, wanted, target)
  if (deployment?.status === 'ROLLBACK_FAILED') {
    const what = `ECS could not bring the version before of ${wanted.service.name} back.`
    throw new UserError('return-failed', what, 'Look at its stopped tasks, and roll back to another one.')
  }
  const returning = deployment !== undefined && rolloutState(deployment) === 'returning'
  return { done: false, detail: returning ? describeReturn(deployment) : missing }
}
