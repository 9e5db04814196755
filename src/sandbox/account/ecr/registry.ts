import { imageDigest } from '../ecs/images.js'
import { accountId, region } from '../identity.js'
import type { World } from '../world.js'
import type { ImageRecord, RepositoryRecord } from './model.js'

/** `123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend:sprint-12-3f4021a` */
export function imageName(repository: string, tag: string): string {
  return `${accountId}.dkr.ecr.${region}.amazonaws.com/${repository}:${tag}`
}

/** Pushes an image, making the repository where there is none. */
export function pushImage(world: World, repository: string, tag: string): ImageRecord {
  const record = world.repositories.get(repository) ?? { name: repository, images: new Map() }
  world.repositories.set(repository, record)
  const image = { tag, pushedAt: world.time.now() }
  record.images.set(tag, image)
  return image
}

export function digestOf(repository: RepositoryRecord, image: ImageRecord): string {
  return imageDigest(imageName(repository.name, image.tag))
}

/** What a tag says the image does once it runs (ecs/images.ts): each of these exists of every image that exists. */
const variants = /-(?:broken|oom|unhealthy)$/

export function findTag(repository: RepositoryRecord, tag: string): ImageRecord | undefined {
  const pushed = repository.images.get(tag)
  if (pushed !== undefined) return pushed
  const original = variants.test(tag) ? repository.images.get(tag.replace(variants, '')) : undefined
  return original && { ...original, tag }
}
