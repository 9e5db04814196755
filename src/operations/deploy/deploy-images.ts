import type { EcsTaskDefinition, ServiceDeployment } from '../../aws/aws.js'
import { parseAskedImage, parseImageName, shownImage, versionOf } from '../../aws/image-name.js'
import type { ServiceRef } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import { isVeto, type Verdict } from '../service/service-verdicts.js'

/** Whether an image has run well in the environment that has to prove it. */
export type Proof =
  /** `left`: it ran well, and somebody took it back later. */
  | { readonly kind: 'proven'; readonly at: number; readonly sameDigest: boolean; readonly left?: Verdict }
  /** ohmy's own record speaks against it. */
  | { readonly kind: 'vetoed'; readonly verdict: Verdict }
  | { readonly kind: 'other digest'; readonly digest: string }
  | { readonly kind: 'not deployed there' }
  | { readonly kind: 'no such service' }

/**
 * The full image names that a tag means for a service's containers: those of the repository named after the service, or the only one there is.
 * Other containers (sidecars) keep theirs, and so do those that run the repository with another tag: which of them is meant, only a person
 * knows. Containers with the very same image move together.
 * @param wanted a tag or a digest, or `repository:tag` and `repository@digest` where several repositories run
 * @param container one of those the tag is for
 */
export function imagesFor(
  current: EcsTaskDefinition,
  service: ServiceRef,
  wanted: string,
  container?: string,
): Readonly<Record<string, string>> {
  const { containers } = current
  const { repository: named, tag, digest } = parseAskedImage(wanted)
  const chosen = container === undefined ? undefined : containerNamed(current, service, container)
  const ofImage = chosen ?? onlyImage(containers, service, named, wanted)
  const repository = parseImageName(ofImage).repository
  if (chosen !== undefined && named !== '' && !ends(repository, named)) {
    const what = `The container ${container} of ${service.name} runs an image of ${repository}, not of ${named}.`
    throw new UserError('repository-unknown', what, 'Name the container, or the repository: one is enough.')
  }
  return Object.fromEntries(
    containers
      .filter(({ image }) => image === ofImage)
      .map(({ name, image }) => {
        const { path } = parseImageName(image)
        if (digest === undefined) return [name, `${path}:${tag ?? 'latest'}`]
        return [name, `${path}${tag === undefined ? '' : `:${tag}`}@${digest}`]
      }),
  )
}

type Containers = EcsTaskDefinition['containers']

/** The one image that the containers of the repository run. */
function onlyImage(containers: Containers, service: ServiceRef, named: string, wanted: string): string {
  const repositories = [...new Set(containers.map(({ image }) => parseImageName(image).repository))]
  const repository = chooseRepository(repositories, service, named)
  const meant = containers.filter(({ image }) => parseImageName(image).repository === repository)
  const images = [...new Set(meant.map(({ image }) => image))]
  const [only = '', ...others] = images
  if (others.length === 0) return only
  const running = images.map((image) => {
    const names = meant.flatMap((one) => (one.image === image ? [one.name] : []))
    return `${firstOf(names)} (${versionOf(image)})`
  })
  const first = images.map((image) => meant.find((one) => one.image === image)?.name ?? '')
  const what = `${service.name} runs ${repository} with ${images.length} tags: ${firstOf(running, 10)}.`
  const { tag, digest = '' } = parseAskedImage(wanted)
  const next = `Say which container ${tag ?? shownImage(digest)} is for, with \`--container\`.`
  throw new UserError('container-needed', what, next, { choice: { argument: 'container', values: first } })
}

/** The image that this container runs. */
function containerNamed({ containers }: EcsTaskDefinition, service: ServiceRef, wanted: string): string {
  const found = containers.find(({ name }) => name === wanted)
  if (found !== undefined) return found.image
  const names = containers.map(({ name }) => name)
  const meant = nearest(wanted, names)
  const hint = meant === undefined ? '' : `Did you mean ${meant}? `
  const what = `${service.name} has no container ${wanted}.`
  throw new UserError('container-unknown', what, `${hint}It has ${firstOf(names, 10)}.`)
}

function ends(repository: string, name: string): boolean {
  return repository === name || repository.endsWith(`/${name}`)
}

function chooseRepository(repositories: readonly string[], service: ServiceRef, named: string): string {
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

/** The same names with the digest that each means now beside its tag; those that nobody knows, or that have one, stay. */
export function namedByDigest(
  images: Readonly<Record<string, string>>,
  digests: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(images).map(([container, image]) => {
      const digest = digests[container]
      return [container, digest === undefined || image.includes('@') ? image : `${image}@${digest}`]
    }),
  )
}

/** What a successful deployment brought: when it ended, its images, and what ohmy's own record says of it. */
export interface Ran {
  readonly deployment: Pick<ServiceDeployment, 'createdAt' | 'finishedAt'>
  readonly images: readonly { readonly image: string; readonly digest?: string }[]
  readonly verdict?: Verdict
}

/**
 * Whether one of these successful deployments (newest first) brought that image: by digest where both are known, by name otherwise.
 * A tag that was pushed again since names another image, and proves nothing. The newest word counts: what ohmy took back is not proven by an
 * older success, and what is still being verified says nothing yet.
 */
export function proofOf(image: string, digest: string | undefined, ran: readonly Ran[]): Proof {
  const wanted = parseImageName(image)
  let other: string | undefined
  let pending: Verdict | undefined
  for (const { deployment, images, verdict } of ran) {
    for (const candidate of images) {
      const sameDigest = digest !== undefined && candidate.digest === digest
      const { repository, tag } = parseImageName(candidate.image)
      const sameName = repository === wanted.repository && tag === wanted.tag
      const unknown = digest === undefined || candidate.digest === undefined
      if (sameDigest || (sameName && unknown)) {
        if (verdict?.kind === 'in verification') {
          pending ??= verdict
          continue
        }
        if (verdict !== undefined && isVeto(verdict)) return { kind: 'vetoed', verdict }
        const left = verdict === undefined ? {} : { left: verdict }
        return { kind: 'proven', at: deployment.finishedAt ?? deployment.createdAt, sameDigest, ...left }
      }
      if (sameName) other ??= candidate.digest
    }
  }
  if (pending !== undefined) return { kind: 'vetoed', verdict: pending }
  return other === undefined ? { kind: 'not deployed there' } : { kind: 'other digest', digest: other }
}
