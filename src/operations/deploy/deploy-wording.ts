import { parseImageName, shortDigest, shownImage, versionOf } from '../../aws/image-name.js'
import type { EcsTaskDefinition } from '../../aws/aws.js'
import type { Change } from '../../core/operation.js'
import { nearest } from '../../core/suggest.js'
import { utcTime } from '../../core/utc-time.js'
import { firstOf } from '../../status/wording.js'
import type { Decided, DeployFacts, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { isMoved, isUnpullable, replaced } from '../service/images-now.js'
import { movedWords, pinnedDetails } from '../service/images-wording.js'
import { describeVerdict } from '../service/service-verdicts.js'
import { leftOutWarning } from '../service/service-fields.js'
import { nameOf } from '../service/service-release.js'
import { versionsOf } from '../service/service-versions.js'

/** `Deploy sprint-12-3f4021a to backend in staging` */
export function summaryOf(
  input: DeployInput,
  { environment }: DeployFacts,
  wanted: readonly Decided[],
): string {
  const names = firstOf(
    wanted.map(({ facts: { ref } }) => ref.name),
    10,
  )
  const [first] = wanted
  const where = `${names} in ${environment.name}`
  if (first === undefined) return `Deploy to ${where}`
  const { wanted: definition, current } = first.facts
  if (input.back !== undefined && definition !== undefined)
    return `Put ${where} back to ${versionsOf(definition)}`
  if (wanted.every(({ release }) => release.to.kind === 'restart')) {
    return `Restart ${where} with ${versionsOf(current)}`
  }
  if (input.taskDefinition !== undefined && definition !== undefined) {
    return `Deploy ${nameOf(definition.arn)} to ${where}`
  }
  return `Deploy ${shownImage(input.image ?? '')} to ${where}`
}

/** What is known of an image: digest, age, proof. */
export function imageDetails(image: string, { environment }: DeployFacts, service: ServiceFacts): string[] {
  const found = service.images[image]
  const { repository, tag } = parseImageName(image)
  const lines =
    typeof found === 'object'
      ? [
          `Image ${repository}${tag === undefined ? namedAs(found.tags) : `:${tag}`}, ${shortDigest(found.digest)}, pushed ${utcTime(found.pushedAt)}.`,
        ]
      : []
  const proof = service.proofs?.[image]
  if (proof?.kind === 'proven') {
    const how = proof.sameDigest ? 'same digest' : 'same name; the digests could not be compared'
    lines.push(
      `Proven in ${environment.policy.deploy?.provenIn}: deployed there ${utcTime(proof.at)} (${how}).`,
    )
  }
  return lines
}

/** Of an image that is asked for by its digest: what people call it. */
function namedAs(tags: readonly string[]): string {
  return tags.length === 0 ? ' without a tag' : `:${tags.slice(0, 3).join(', ')}`
}

/** The tags that could be meant instead, for who reads that there is no such image. @param tag what was asked for */
export function newestKnown({ available }: ServiceFacts, tag?: string): string {
  const tags = available.flatMap((known) => known.tags)
  const meant = tag === undefined ? undefined : nearest(tag, tags)
  const newest = tags.length === 0 ? 'Push it first.' : `The newest are ${firstOf(tags.slice(0, 3))}.`
  return meant === undefined ? newest : `Did you mean ${meant}? ${newest}`
}

export function definitionChange(from: EcsTaskDefinition, to: EcsTaskDefinition): readonly Change[] {
  return [{ what: 'Task definition', from: nameOf(from.arn), to: nameOf(to.arn) }]
}

/** What stands behind the new version, should it be bad; by what the names of its images mean now. */
export function standsBehind(
  { environment }: DeployFacts,
  { ref, service, current, newest, currentNow }: ServiceFacts,
): readonly string[] {
  const since = newest?.status === 'SUCCESSFUL' ? `, deployed ${utcTime(newest.createdAt)}` : ''
  const how = environment.policy.deploy?.rollBack === false ? 'On your word' : 'If it fails'
  // Without a circuit breaker that rolls back, ECS leaves what failed in place beside the tasks of before.
  const isGivenUp = service.deployments[0]?.rolloutState === 'FAILED'
  return [
    `${how}, it goes back to ${versionsOf(current)} (${nameOf(current.arn)}${since}).`,
    ...(isGivenUp
      ? [
          `That is what ECS gave up, and no good version: \`/ohmy rollback ${ref.name} ${environment.name}\` brings the last good one.`,
        ]
      : []),
    ...pinnedDetails(currentNow),
  ]
}

/** Where the way back would not bring what runs now. */
function wayBackWarnings({ currentNow, ref }: ServiceFacts): readonly string[] {
  return [
    ...replaced(currentNow).map(
      (one) => `What ${ref.name} runs now cannot be brought back: it is gone from ECR. ${movedWords(one)}.`,
    ),
    ...currentNow
      .filter((one) => isUnpullable(one) && one.kept === undefined && !isMoved(one))
      .map(
        ({ image }) =>
          `What ${ref.name} runs now cannot be brought back: ${versionOf(image)} cannot be pulled from ECR.`,
      ),
  ]
}

export function warningsFor(
  { facts: service, release }: Decided,
  { environment }: DeployFacts,
): readonly string[] {
  const images = release.to.kind === 'new' ? Object.values(release.to.images) : []
  const lookups = images.map((image) => service.images[image])
  const stage = environment.policy.deploy?.provenIn
  const { name } = service.ref
  return [
    ...leftOutWarning(release),
    ...wayBackWarnings(service),
    ...Object.values(service.proofs ?? {}).flatMap((proof) =>
      proof.kind === 'proven' && proof.left !== undefined
        ? [`It ran well in ${stage}, but ${describeVerdict(proof.left)} there.`]
        : [],
    ),
    ...(lookups.includes('not ECR')
      ? [`The image of ${name} is not in ECR, so nobody checked that it exists.`]
      : []),
    ...(lookups.includes('unreadable')
      ? [`ohmy may not read the image of ${name} in ECR, so nobody checked that it exists.`]
      : []),
    ...(Object.values(service.proofs ?? {}).some(({ kind }) => kind === 'no such service')
      ? [`${stage} has no service ${name}, so nothing proves this image.`]
      : []),
    ...(service.service.desired === 0
      ? [`${name} is scaled to zero: no task will run, so nothing will be proven.`]
      : []),
  ]
}
