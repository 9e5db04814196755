import type { Aws, ServiceDeploymentDetail } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { OperationRecord } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { type Finding, type Step, step, wait } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import { awsOf } from './service-environment.js'
import { completionOf, isGood, lacking } from './service-health.js'
import {
  isAnotherImage,
  isSame,
  nameOf,
  register,
  registeredBack,
  type Release,
  type ReleaseContext,
  targetOf,
  wayBack,
} from './service-release.js'
import {
  describeReturn,
  describeRollout,
  findRollout,
  followRollout,
  isUnfinished,
  newestRollout,
  rolloutState,
  whileEcsGoesOn,
  whyNot,
} from './service-rollout.js'

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

/** The way back of all releases, the last one first: looks at what was done, and takes back only that. */
export function returnSteps(releases: readonly Release[]): readonly ReleaseStep[] {
  const named = releases.length > 1
  const reversed = releases.toReversed()
  const words = ({ service }: Release, found: string) => (named ? `${service.name}: ${found}` : found)
  return [
    step('Go back to the version before', async (context) => {
      const told: string[] = []
      for (const wanted of reversed) {
        const found = await goBack(context, wanted, named)
        if (found !== undefined) told.push(words(wanted, found))
      }
      return told.length === 0 ? 'nothing had been changed' : told.join('; ')
    }),
    wait(
      'Wait for the version before',
      async (context) => {
        const findings = await Promise.all(reversed.map((wanted) => isBack(context, wanted, named)))
        const told = findings.flatMap(({ detail }, index) => {
          const wanted = reversed[index]
          return detail === undefined || wanted === undefined ? [] : [words(wanted, detail)]
        })
        const detail = told.length === 0 ? {} : { detail: told.join('; ') }
        return { ...together(findings), ...detail }
      },
      { every: '10s', timeout: '30m' },
    ),
  ]
}

/** Several services on their way back: as long as the slowest may take, and left to ECS only where it goes on with each that is missing. */
function together(findings: readonly Finding[]): Finding {
  const open = findings.filter(({ done }) => !done)
  const allowed = open.flatMap((finding) => finding.allowed ?? [])
  const goesOn = open.every((finding) => finding.goesOn !== undefined) ? open[0]?.goesOn : undefined
  return {
    done: open.length === 0,
    ...(allowed.length === 0 ? {} : { allowed: Math.max(...allowed) }),
    held: open.some(({ held }) => held === true),
    ...(goesOn === undefined ? {} : { goesOn }),
  }
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
          : fromDetail({ record }, wanted, named),
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

async function deploy(context: ReleaseContext, aws: Aws, { service, to }: Release, target: string) {
  await context.fence()
  const { requestId } = await aws.deployTaskDefinition(service, target, { restart: to.kind === 'restart' })
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
  if (state === 'succeeded') return { done: true, detail }
  if (state === 'running') {
    return { done: false, detail, ...(await whileEcsGoesOn(aws, service, deployment, context.elapsed)) }
  }
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
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target !== undefined) return target
  const what = `The task definition that this registered for ${wanted.service.name} is gone.`
  throw new UserError('registration-gone', what, 'Somebody deregistered it. Ask again.')
}

/** What the step before wrote down, so that following costs no search at each look. */
function fromDetail(
  { record }: Pick<ReleaseContext, 'record'>,
  wanted: Release,
  named: boolean,
): string | undefined {
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

/** Undefined: there is nothing of this service to take back. */
async function goBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<string | undefined> {
  if (stays(context, wanted, named)) return 'keeps the new version, which was verified'
  const aws = awsOf(context.ports, wanted.service)
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target === undefined) return undefined
  const deployment = await findRollout(aws, wanted, target)
  const service = await aws.describeService(wanted.service)
  const runs = isSame(service.taskDefinition, target)
  const state = deployment === undefined ? undefined : rolloutState(deployment)
  if (state === undefined && (wanted.to.kind === 'restart' || !runs)) return undefined
  if (state === 'returning') return 'ECS goes back by itself'
  if (deployment !== undefined && state === 'running' && (await abandon(context, aws, deployment))) {
    return 'ECS was told to stop it and go back'
  }
  if (wanted.to.kind === 'restart' && !isAnotherImage(wanted)) return 'the version is the same'
  if (!runs) {
    const before = [nameOf(wanted.from), await registeredBack(context, wanted)]
    const now = nameOf(service.taskDefinition)
    return before.includes(now) ? `${target} → ${now}` : 'another deployment has replaced it already'
  }
  const back = await wayBack(context, wanted)
  if (isSame(back, target)) return 'the image that ran before is gone from ECR, so the new one stays'
  await context.fence()
  const { requestId } = await aws.deployTaskDefinition(wanted.service, back)
  await context.changed(requestId)
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
    const { requestId } =
      pausedAt === undefined
        ? await aws.stopServiceDeployment(arn)
        : await aws.rollBackPausedDeployment(arn, pausedAt.hook)
    await context.changed(requestId)
    return true
  } catch (error) {
    if (!(error instanceof AwsError) || error.kind !== 'rejected') throw error
    if (ended.includes(error.code)) return false
    // ECS has one name for a hook that was answered meanwhile, a deployment that has ended, and a mistake of ours.
    if (error.code !== 'InvalidParameterException') throw error
    const [now] = await aws.describeServiceDeployments([arn])
    if (now === undefined || rolloutState(now) !== 'running') return false
    if (now.pausedAt?.hook === pausedAt?.hook) throw error
    return abandon(context, aws, now)
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html */
const ended: readonly string[] = ['ConflictException', 'ServiceDeploymentNotFoundException']

async function isBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  if (stays(context, wanted, named)) return { done: true }
  const aws = awsOf(context.ports, wanted.service)
  const service = await aws.describeService(wanted.service, { linger: true })
  const target = fromDetail(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target === undefined) return { done: true }
  const runsTarget = isSame(service.taskDefinition, target)
  const replaced =
    wanted.to.kind !== 'restart' ||
    (isAnotherImage(wanted) && (await registeredBack(context, wanted)) !== undefined)
  if (runsTarget && replaced) {
    return { done: false, detail: 'ECS still tells of the new version' }
  }
  const missing = lacking(service, service.taskDefinition)
  const words = `${nameOf(service.taskDefinition)} again, ${service.running} of ${service.desired} running`
  if (missing === undefined) return { done: true, detail: words }
  // The one that ECS goes back from, or, where it had finished, the one that brings the version before.
  const deployment = await newestRollout(aws, wanted.service)
  if (deployment === undefined) return { done: false, detail: missing }
  if (deployment.status === 'ROLLBACK_FAILED') {
    const what = `ECS could not bring the version before of ${wanted.service.name} back.`
    throw new UserError('return-failed', what, 'Look at its stopped tasks, and roll back to another one.')
  }
  const returning = rolloutState(deployment) === 'returning'
  const goesOn = isUnfinished(deployment.status)
    ? await whileEcsGoesOn(aws, wanted.service, deployment, context.elapsed)
    : {}
  return { done: false, detail: returning ? describeReturn(deployment) : missing, ...goesOn }
}
