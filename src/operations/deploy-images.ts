import type { EcsTaskDefinition, RegistryImage, ServiceDeployment } from '../aws/aws.js'
import { parseImageName } from '../aws/image-name.js'
import type { ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import { firstOf } from '../status/wording.js'

/** What ECR says of an image: there, not there, or nothing because its registry is another one or may not be read. */
export type Lookup = RegistryImage | 'missing' | 'not ECR' | 'unreadable'

/** Whether an image has run well in the environment that has to prove it. */
export type Proof =
  | { readonly kind: 'proven'; readonly at: number; readonly sameDigest: boolean }
  | { readonly kind: 'other digest'; readonly digest: string }
  | { readonly kind: 'not deployed there' }
  | { readonly kind: 'no such service' }

/**
 * The full image names that a tag means for a service's containers: those of the repository named after the service, or the only one there is.
 * Other containers (sidecars) keep theirs. @param wanted a tag, or `repository:tag` where several repositories run
 */
export function imagesFor(
  current: EcsTaskDefinition,
  service: ServiceRef,
  wanted: string,
): Readonly<Record<string, string>> {
  const repositories = [...new Set(current.containers.map(({ image }) => parseImageName(image).repository))]
  const { repository: named, tag } = parseImageName(wanted.includes(':') ? wanted : `:${wanted}`)
  const repository = chooseRepository(repositories, service, named)
  const containers = current.containers.filter(({ image }) => parseImageName(image).repository === repository)
  return Object.fromEntries(
    containers.map(({ name, image }) => [name, `${parseImageName(image).path}:${tag ?? 'latest'}`]),
  )
}

function chooseRepository(repositories: readonly string[], service: ServiceRef, named: string): string {
  const ends = (repository: string, name: string) => repository === name || repository.endsWith(`/${name}`)
  const [only, ...others] =
    named === '' ? repositories : repositories.filter((repository) => ends(repository, named))
  if (only !== undefined && others.length === 0) return only
  const own = named === '' ? repositories.find((repository) => ends(repository, service.name)) : undefined
  if (own !== undefined) return own
  const known = `The images of ${service.name} come from ${firstOf(repositories, 5)}.`
  if (named === '') {
    throw new UserError('repository-needed', known, 'Say which one: `repository:tag` instead of the tag.')
  }
  throw new UserError(
    'repository-unknown',
    `${service.name} runs no image of ${named}. ${known}`,
    'Name one of them.',
  )
}

/** What a successful deployment brought: when it ended, and its images. */
export interface Ran {
  readonly deployment: Pick<ServiceDeployment, 'createdAt' | 'finishedAt'>
  readonly images: readonly { readonly image: string; readonly digest?: string }[]
}

/**
 * Whether one of these successful deployments (newest first) brought that image: by digest where both are known, by name otherwise.
 * A tag that was pushed again since names another image, and proves nothing.
 */
export function proofOf(image: string, digest: string | undefined, ran: readonly Ran[]): Proof {
  const wanted = parseImageName(image)
  let other: string | undefined
  for (const { deployment, images } of ran) {
    for (const candidate of images) {
      const sameDigest = digest !== undefined && candidate.digest === digest
      const { repository, tag } = parseImageName(candidate.image)
      const sameName = repository === wanted.repository && tag === wanted.tag
      const unknown = digest === undefined || candidate.digest === undefined
      if (sameDigest || (sameName && unknown)) {
        return { kind: 'proven', at: deployment.finishedAt ?? deployment.createdAt, sameDigest }
      }
      if (sameName) other ??= candidate.digest
    }
  }
  return other === undefined ? { kind: 'not deployed there' } : { kind: 'other digest', digest: other }
}
