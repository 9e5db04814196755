import { parseImageName, shortDigest, versionOf } from '../aws/image-name.js'
import { firstOf } from '../status/wording.js'
import type { Decided, DeployFacts, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { leftOutWarning } from './service-fields.js'
import { nameOf } from './service-release.js'
import { ago, versionsOf } from './service-versions.js'

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
  return `Deploy ${input.image} to ${where}`
}

/** What is known of an image: digest, age, proof. */
export function imageDetails(
  image: string,
  { environment, now }: DeployFacts,
  service: ServiceFacts,
): string[] {
  const found = service.images[image]
  const { repository } = parseImageName(image)
  const lines =
    typeof found === 'object'
      ? [
          `Image ${repository}:${versionOf(image)}, ${shortDigest(found.digest)}, pushed ${ago(found.pushedAt, now)}.`,
        ]
      : []
  const proof = service.proofs?.[image]
  if (proof?.kind === 'proven') {
    const how = proof.sameDigest ? 'same digest' : 'same name; the digests could not be compared'
    lines.push(
      `Proven in ${environment.policy.deploy?.provenIn}: deployed there ${ago(proof.at, now)} (${how}).`,
    )
  }
  return lines
}

/** What stands behind the new version, should it be bad. */
export function standsBehind({ now, environment }: DeployFacts, { current, newest }: ServiceFacts): string {
  const since = newest?.status === 'SUCCESSFUL' ? `, deployed ${ago(newest.createdAt, now)}` : ''
  const how = environment.policy.deploy?.rollBack === false ? 'On your word' : 'If it fails'
  return `${how}, it goes back to ${versionsOf(current)} (${nameOf(current.arn)}${since}).`
}

export function warningsFor({ facts: service, release }: Decided, { environment }: DeployFacts): string[] {
  const images = release.to.kind === 'new' ? Object.values(release.to.images) : []
  const lookups = images.map((image) => service.images[image])
  const stage = environment.policy.deploy?.provenIn
  const { name } = service.ref
  return [
    ...leftOutWarning(release),
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
