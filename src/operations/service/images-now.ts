import type { Aws, EcsTaskDefinition, RegistryImage } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import { parseImageName } from '../../aws/image-name.js'

/** What ECR says of an image: there, not there, or nothing because its registry is another one or may not be read. */
export type Lookup = RegistryImage | 'missing' | 'not ECR' | 'unreadable'

/** Looks a full image name up, each name once. */
export type Registry = (image: string) => Promise<Lookup>

/** What the image of a container means now, against what it meant when it ran. */
export interface ImageNow {
  readonly container: string
  /** As the task definition names it. */
  readonly image: string
  /** Digest of what ran; absent: nobody knows. */
  readonly ran?: string
  readonly now: Lookup
  /** The image that ran, by its digest: only where its name does not mean it any more and it can still be pulled. */
  readonly kept?: string
}

/** Digests by container. */
export type Digests = Readonly<Record<string, string>>

export function registryOf(aws: Aws): Registry {
  const asked = new Map<string, Promise<Lookup>>()
  return (image) => {
    const known = asked.get(image)
    if (known !== undefined) return known
    const answer = lookUp(aws, image)
    asked.set(image, answer)
    return answer
  }
}

async function lookUp(aws: Aws, image: string): Promise<Lookup> {
  try {
    return (await aws.findImage(image)) ?? 'missing'
  } catch (error) {
    // Without the right to look, it is still somebody's decision: the plan says that nobody checked.
    if (error instanceof AwsError && error.kind === 'denied') return 'unreadable'
    throw error
  }
}

/** @param ran what ran by container, as far as it is known */
export function imagesNow(
  registry: Registry,
  { containers }: Pick<EcsTaskDefinition, 'containers'>,
  ran: Digests,
): Promise<readonly ImageNow[]> {
  return Promise.all(
    containers.map(async ({ name, image }): Promise<ImageNow> => {
      const now = await registry(image)
      const digest = ran[name]
      const found = { container: name, image, now, ...(digest === undefined ? {} : { ran: digest }) }
      const means = typeof now === 'object' ? now.digest : now
      if (digest === undefined || means === digest || means === 'not ECR' || means === 'unreadable')
        return found
      const byDigest = `${parseImageName(image).path}@${digest}`
      return canBePulled(await registry(byDigest)) ? { ...found, kept: byDigest } : found
    }),
  )
}

function canBePulled(lookup: Lookup): boolean {
  return typeof lookup === 'object' && lookup.unpullable === undefined
}

/** The name means another image than the one that ran. */
export function isMoved({ ran, now }: ImageNow): boolean {
  return typeof now === 'object' && ran !== undefined && now.digest !== ran
}

/** What the name means cannot be pulled: it is not there, or archived. */
export function isUnpullable({ now }: Pick<ImageNow, 'now'>): boolean {
  return now === 'missing' || (typeof now === 'object' && now.unpullable !== undefined)
}

/** The images that ran, by digest, for the containers whose names do not mean them any more. */
export function pinned(images: readonly ImageNow[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    images.flatMap(({ container, kept }) => (kept === undefined ? [] : [[container, kept]])),
  )
}

/** By name another image would run, and the one that ran is gone. */
export function replaced(images: readonly ImageNow[]): readonly ImageNow[] {
  return images.filter((one) => isMoved(one) && one.kept === undefined)
}

/** The digests of a service revision, by container. */
export function digestsOf(
  revision:
    | { readonly images: readonly { readonly container: string; readonly digest?: string }[] }
    | undefined,
): Digests {
  return Object.fromEntries(
    (revision?.images ?? []).flatMap(({ container, digest }) =>
      digest === undefined ? [] : [[container, digest]],
    ),
  )
}

/** The same task definition with other images, by container. */
export function withImages(
  definition: EcsTaskDefinition,
  images: Readonly<Record<string, string>>,
): EcsTaskDefinition {
  const containers = definition.containers.map((one) => ({ ...one, image: images[one.name] ?? one.image }))
  return { ...definition, containers }
}
