import { describeReturn, describeRollout } from '../../status/describe-rollout.js'
import type { EcsTaskDefinition } from '../../aws/aws.js'
import { shortDigest, versionOf } from '../../aws/image-name.js'
import { formatDuration } from '../../core/duration.js'
import { utcTime } from '../../core/utc-time.js'
import { firstOf } from '../../status/wording.js'
import { type ImageNow, isMoved, isUnpullable, replaced } from '../service/images-now.js'
import { otherImageWarnings, unchecked } from '../service/images-wording.js'
import { type Choice, passedOver, type RollbackFacts, type Target } from './rollback-choice.js'
import { staysDifferent } from '../service/service-difference.js'
import { isSame, nameOf } from '../service/service-release.js'
import { rolloutState } from '../service/service-rollout.js'
import { describeVerdict } from '../service/service-verdicts.js'
import { versionsOf } from '../service/service-versions.js'

/** What is done to go back, where that is more than deploying it. */
export function howItHappens(choice: Choice, to: EcsTaskDefinition): readonly string[] {
  if (choice.kind === 'return') {
    return to.status === 'ACTIVE'
      ? []
      : [`${nameOf(to.arn)} was deregistered, so a copy of it is registered and deployed.`]
  }
  const { deployment } = choice
  const since = `A deployment has been running since ${utcTime(deployment.createdAt)}`
  if (rolloutState(deployment) !== 'running') {
    return [
      `${since} and is on its way back already: this joins and follows it (${describeReturn(deployment)}).`,
    ]
  }
  const how =
    deployment.pausedAt === undefined
      ? 'ECS is told to stop it and go back'
      : `it waits at the lifecycle hook of ${deployment.pausedAt.stage}, which is answered with “roll back”`
  return [`${since}: ${how} (${describeRollout(deployment)}).`]
}

/** Why that version is trusted, with its age and digest; or that nothing speaks for it. The digest is the one that will run. */
export function trust({ history }: RollbackFacts, choice: Choice, images: readonly ImageNow[]): string {
  const { proven, verdict, taskDefinition } = choice.target
  const digests = images.flatMap((one) => runs(one, choice) ?? [])
  const digest = digests.length === 0 ? '' : ` Image ${firstOf(digests.map(shortDigest))}.`
  const name = nameOf(taskDefinition)
  if (proven === undefined) {
    const why =
      verdict === undefined ? 'is only the revision that was registered before' : describeVerdict(verdict)
    return verdict === undefined
      ? `Not proven healthy: ${name} ${why}.${digest}`
      : `Not trusted: ${why}.${digest}`
  }
  const next = history[history.indexOf(proven) - 1]
  const ended = proven.finishedAt ?? proven.createdAt
  const served =
    next === undefined ? '' : ` and served for ${formatDuration(Math.max(0, next.createdAt - ended))}`
  const success = `its deployment succeeded ${utcTime(ended)}${served}`
  if (choice.kind === 'return' && replaced(images).length > 0)
    return `Not proven healthy: ${success}, but with another image.${digest}`
  if (verdict !== undefined) return `Not trusted: ${success}, but ${describeVerdict(verdict)}.${digest}`
  return `Trusted: ${success}.${digest}`
}

/** The digest that will run, where somebody knows. ECS's own way back brings what the service revision says. */
function runs({ ran, now, kept }: ImageNow, { kind }: Choice): string | undefined {
  if (kept !== undefined || kind === 'in flight') return ran
  return typeof now === 'object' ? now.digest : ran
}

/** Loud, where nothing proves a version or ohmy's own record speaks against it. */
export function mistrust(facts: RollbackFacts, target: Target, to: EcsTaskDefinition): readonly string[] {
  const { proven, verdict } = target
  const left = wasReplaced(facts, target)
  if (left.length > 0) return left
  if (verdict !== undefined) return [`${versionsOf(to)} is not trusted: ${describeVerdict(verdict)}.`]
  if (proven !== undefined) return []
  return [`${versionsOf(to)} is not proven healthy: ECS remembers no successful deployment of it.`]
}

/** Where what will run is not, or may not be, what ran then. */
export function imageWarnings(choice: Choice, images: readonly ImageNow[]): readonly string[] {
  if (choice.kind === 'in flight') {
    return images
      .filter((one) => one.kept === undefined && (isUnpullable(one) || isMoved(one)))
      .map(
        ({ image }) =>
          `What ran as ${versionOf(image)} cannot be pulled from ECR any more: tasks that ECS starts anew would fail.`,
      )
  }
  const unknown = unchecked(images)
  return [
    ...otherImageWarnings(replaced(images)),
    ...(unknown.length === 0
      ? []
      : [
          `Nobody could compare ${firstOf(unknown)} with ECR: a tag that was pushed again brings another image.`,
        ]),
  ]
}

/** Newer versions that ECS calls successful and ohmy does not. */
export function passedOverDetails(facts: RollbackFacts, choice: Choice): readonly string[] {
  if (choice.kind === 'in flight' || facts.to !== undefined) return []
  return passedOver(facts, choice.target).flatMap(({ taskDefinition, revision, verdict }) => {
    const version = versionOf(revision?.images[0]?.image ?? '')
    return verdict === undefined
      ? []
      : [`Passes over ${version} (${nameOf(taskDefinition)}): ${describeVerdict(verdict)}.`]
  })
}

/** Who goes back a second time would come to the very version that was left: said, because it is seldom what is meant. */
function wasReplaced(
  { ref, environment, history, revisions, service, to }: RollbackFacts,
  target: Target,
): readonly string[] {
  if (target.proven === undefined || to !== undefined) return []
  const older = history.slice(history.indexOf(target.proven) + 1)
  const before = older.find(({ status, target: arn }) => {
    const name = revisions.get(arn)?.taskDefinition
    return status === 'SUCCESSFUL' && name !== undefined && isSame(name, service.taskDefinition)
  })
  const version = versionOf(target.revision?.images[0]?.image ?? '')
  if (before === undefined) return []
  const how = target.verdict === undefined ? ', as after a rollback' : `: ${describeVerdict(target.verdict)}`
  return [
    `${version} itself was replaced by what ran before it${how}. If it was bad, name an older one: rollback ${ref.name} ${environment} --to <revision or tag>.`,
  ]
}

export function notReverted(choice: Choice): string {
  if (choice.kind === 'in flight') {
    return 'ECS restores the whole service revision, with network and load balancer. Not reverted: database migrations.'
  }
  const other = staysDifferent(choice.target.revision?.settings, choice.current?.settings)
  const known = choice.target.revision?.settings !== undefined && choice.current?.settings !== undefined
  const settings =
    other.length > 0
      ? other.join('; ')
      : known
        ? 'they were the same then'
        : 'what they were then is not known'
  return `Not reverted: database migrations, and network, load balancer and platform with capacity, service discovery, VPC Lattice and volumes, which stay as they are (${settings}).`
}
