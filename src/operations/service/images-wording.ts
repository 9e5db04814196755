import { parseImageName, shortDigest, versionOf } from '../../aws/image-name.js'
import type { Change } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { utcTime } from '../../core/utc-time.js'
import type { EcsTaskDefinition } from '../../aws/aws.js'
import { type Digests, type ImageNow, isMoved, isUnpullable } from './images-now.js'

/** `The tag stable means sha256:0123456789ab now, pushed 2026-11-28 13:36 UTC`, which views show as an age */
export function movedWords({ image, now }: ImageNow): string {
  const tag = `The tag ${versionOf(image)}`
  if (typeof now !== 'object') return `${tag} is gone`
  return `${tag} means ${shortDigest(now.digest)} now, pushed ${utcTime(now.pushedAt)}`
}

/** A way back by digest, one line a container. */
export function pinnedDetails(images: readonly ImageNow[]): readonly string[] {
  return images
    .filter(({ kept }) => kept !== undefined)
    .map(
      (one) => `${movedWords(one)}: what ran, ${shortDigest(one.ran ?? '')}, is brought back by its digest.`,
    )
}

/** Refuses what ECS could not pull. @param next what to do instead */
export function refuseUnpullable(images: readonly Pick<ImageNow, 'image' | 'now'>[], next: string): void {
  const [found] = images.filter(isUnpullable)
  if (found === undefined) return
  const { repository, tag, digest } = parseImageName(found.image)
  const name = `${repository}${tag === undefined && digest !== undefined ? '@' : ':'}${versionOf(found.image)}`
  if (typeof found.now !== 'object') {
    throw new UserError('image-unknown', `There is no image ${name} in ECR.`, next)
  }
  if (found.now.unpullable === 'no image') {
    const what = `${name} in ECR is no container image, but something about one: a signature, an attestation or the like.`
    throw new UserError('image-unknown', what, next)
  }
  if (found.now.unpullable === 'being restored') {
    const what = `The image ${name} is being restored from the archive of ECR and cannot be pulled yet.`
    throw new UserError('image-archived', what, 'Ask again in a while.')
  }
  const what = `The image ${name} is archived in ECR and cannot be pulled.`
  const restore = `Restore it: \`aws ecr update-image-storage-class --repository-name ${repository} --image-id imageDigest=${found.now.digest} --target-storage-class STANDARD\`.`
  throw new UserError('image-archived', what, restore)
}

/** Containers whose image keeps its name and is another one than what runs. @param running by container */
export function sameNameOtherImage(
  from: EcsTaskDefinition,
  images: readonly ImageNow[],
  running: Digests,
): readonly Change[] {
  return images.flatMap(({ container, image, now, kept }): Change[] => {
    const before = from.containers.find(({ name }) => name === container)
    const runs = running[container]
    if (kept !== undefined || before?.image !== image || runs === undefined) return []
    if (typeof now !== 'object' || now.digest === runs) return []
    const what = images.length > 1 ? `${container}: Image` : 'Image'
    const version = versionOf(image)
    return [{ what, from: `${version}, ${shortDigest(runs)}`, to: `${version}, ${shortDigest(now.digest)}` }]
  })
}

/** What nobody could look up, and so nobody compared: a helper from another registry beside images that were compared is not worth a word. */
export function unchecked(images: readonly ImageNow[]): readonly string[] {
  const compared = images.some(({ now }) => now !== 'not ECR')
  const unknown = images.filter(({ now }) => now === 'unreadable' || (now === 'not ECR' && !compared))
  return unknown.map(({ container }) => container)
}

/** Containers that would run another image by the same tag, as warnings. */
export function otherImageWarnings(images: readonly ImageNow[]): readonly string[] {
  return images
    .filter(isMoved)
    .map(
      (one) =>
        `${movedWords(one)}: new tasks of ${one.container} run that one, and not ${shortDigest(one.ran ?? '')}.`,
    )
}
