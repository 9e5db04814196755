import { createHash } from 'node:crypto'
import { accountId, region } from '../identity.js'
import type { World } from '../world.js'
import type { ImageRecord, RepositoryRecord } from './model.js'

const host = `${accountId}.dkr.ecr.${region}.amazonaws.com`

/** `123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend:sprint-12-3f4021a` */
export function imageName(repository: string, tag: string): string {
  return `${host}/${repository}:${tag}`
}

/** The digest of what is pushed first under a name: the same name has the same one, always. */
export function firstDigest(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`
}

/** Pushes an image, making the repository where there is none. A tag that is there moves on to the new image; the old one stays without a tag. */
export function pushImage(
  world: World,
  repository: string,
  tag: string,
  artifactMediaType?: string,
): ImageRecord {
  const record: RepositoryRecord = world.repositories.get(repository) ?? {
    name: repository,
    images: new Map(),
    untagged: [],
    pushes: new Map(),
  }
  world.repositories.set(repository, record)
  const before = record.images.get(tag)
  if (before !== undefined) record.untagged.push(before)
  const times = (record.pushes.get(tag) ?? 0) + 1
  record.pushes.set(tag, times)
  const name = imageName(repository, tag)
  const digest = firstDigest(times === 1 ? name : `${name} pushed ${times} times`)
  const pushed: ImageRecord = { digest, tag, pushedAt: world.time.now(), status: 'ACTIVE' }
  const image = artifactMediaType === undefined ? pushed : { ...pushed, artifactMediaType }
  record.images.delete(tag)
  record.images.set(tag, image)
  return image
}

/** Deletes a tag and its image. */
export function deleteImage(repository: RepositoryRecord, tag: string): void {
  repository.images.delete(tag)
}

/** What a tag says the image does once it runs (ecs/images.ts): each of these exists of every image that exists. */
const variants = /-(?:broken|oom|unhealthy)$/

export function findTag(repository: RepositoryRecord, tag: string): ImageRecord | undefined {
  const pushed = repository.images.get(tag)
  if (pushed !== undefined) return pushed
  const original = variants.test(tag) ? repository.images.get(tag.replace(variants, '')) : undefined
  return original && { ...original, tag, digest: firstDigest(imageName(repository.name, tag)) }
}

export function findDigest(repository: RepositoryRecord, digest: string): ImageRecord | undefined {
  return [...repository.images.values(), ...repository.untagged].find((image) => image.digest === digest)
}

/** What a full image name means now; `elsewhere` where it is in no repository of this account. */
export function lookUp(world: World, image: string): ImageRecord | 'elsewhere' | 'never pushed' | undefined {
  if (!image.startsWith(`${host}/`)) return 'elsewhere'
  const [named = '', digest] = image.slice(host.length + 1).split('@')
  const [name = '', tag = 'latest'] = named.split(':')
  const repository = world.repositories.get(name)
  if (repository === undefined) return 'elsewhere'
  if (digest !== undefined) return findDigest(repository, digest)
  return findTag(repository, tag) ?? (repository.pushes.has(tag) ? undefined : 'never pushed')
}
