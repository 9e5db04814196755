import { describeReturn } from '../../status/describe-rollout.js'
import { type Finding, step, wait } from '../../changes/definition.js'
import { UserError } from '../../core/user-error.js'
import { abandon } from './abandon.js'
import { awsOf } from './service-environment.js'
import { takenOver } from './taken-over.js'
import { lacking } from './service-health.js'
import {
  isAnotherImage,
  isSame,
  nameOf,
  registeredBack,
  type Release,
  type ReleaseContext,
  targetOf,
  wayBack,
} from './service-release.js'
import { progressOf, registeredTarget, type ReleaseStep } from './service-release-steps.js'
import { findRollout, isUnfinished, newestRollout, rolloutState, whileEcsGoesOn } from './service-rollout.js'

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
  const missing = findings.filter(({ done }) => !done)
  const open = missing.filter(({ takenOver: over }) => over === undefined)
  const over = missing.flatMap((finding) => finding.takenOver ?? [])
  if (open.length === 0 && over.length > 0) return { done: false, takenOver: over.join(' ') }
  const allowed = open.flatMap((finding) => finding.allowed ?? [])
  const goesOn = open.every((finding) => finding.goesOn !== undefined) ? open[0]?.goesOn : undefined
  return {
    done: open.length === 0,
    ...(allowed.length === 0 ? {} : { allowed: Math.max(...allowed) }),
    held: open.some(({ held }) => held === true),
    ...(goesOn === undefined ? {} : { goesOn }),
  }
}

/** When a later service fails, those that were verified keep the new version; when a person cancels, all go back. */
function stays({ record }: ReleaseContext, wanted: Release, named: boolean): boolean {
  if (record.cancelRequestedBy !== undefined) return false
  return progressOf(record, wanted, named).verified
}

/** Undefined: there is nothing of this service to take back. */
async function goBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<string | undefined> {
  if (stays(context, wanted, named)) return 'keeps the new version, which was verified'
  const aws = awsOf(context.ports, wanted.service)
  const target = registeredTarget(context, wanted, named) ?? (await targetOf(context, wanted))
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
  const { requestId } =
    wanted.express === undefined
      ? await aws.deployTaskDefinition(wanted.service, back)
      : await aws.updateExpress(wanted.express, { taskDefinition: back })
  await context.changed(requestId)
  return `${target} → ${nameOf(back)}`
}

/** What runs is neither what this brought nor what it goes back to. */
async function overtaken(
  context: ReleaseContext,
  wanted: Release,
  target: string,
  now: string,
): Promise<string | undefined> {
  if ([target, nameOf(wanted.from)].some((own) => isSame(own, now))) return undefined
  const back = await registeredBack(context, wanted)
  if (back !== undefined && isSame(back, now)) return undefined
  const aws = awsOf(context.ports, wanted.service)
  const ours = await findRollout(aws, wanted, target)
  return ours === undefined ? undefined : takenOver(aws, wanted.service, ours)
}

async function isBack(context: ReleaseContext, wanted: Release, named: boolean): Promise<Finding> {
  if (stays(context, wanted, named)) return { done: true }
  const aws = awsOf(context.ports, wanted.service)
  const service = await aws.describeService(wanted.service, { linger: true })
  const target = registeredTarget(context, wanted, named) ?? (await targetOf(context, wanted))
  if (target === undefined) return { done: true }
  const runsTarget = isSame(service.taskDefinition, target)
  const replaced =
    wanted.to.kind !== 'restart' ||
    (isAnotherImage(wanted) && (await registeredBack(context, wanted)) !== undefined)
  if (runsTarget && replaced) {
    return { done: false, detail: 'ECS still tells of the new version' }
  }
  const over = await overtaken(context, wanted, target, service.taskDefinition)
  if (over !== undefined) return { done: false, takenOver: over }
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
    ? await whileEcsGoesOn(context, wanted.service, deployment)
    : {}
  return { done: false, detail: returning ? describeReturn(deployment) : missing, ...goesOn }
}
