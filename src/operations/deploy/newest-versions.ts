import type { Aws, EcsTaskDefinition, RegistryImage } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import { parseImageName } from '../../aws/image-name.js'
import type { Clock } from '../../core/clock.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { awsOf, environmentOf } from '../service/service-environment.js'
import { imagesFor, type Proof, proofOf } from './deploy-images.js'
import { counterpart } from '../service/counterpart.js'
import { ranIn } from './ran-in.js'

/** An image that can be deployed. */
export interface NewestVersion {
  readonly tag: string
  /** ms since the epoch */
  readonly pushedAt: number
  /** Names of the environments in which the service runs it. */
  readonly runsIn: readonly string[]
  /** Where the environment takes only what has run well in another one. */
  readonly proof?: { readonly in: string; readonly proof: Proof }
}

/**
 * The newest images of a service, newest first. Where they run and whether they are proven is told as far as it can be read.
 * @param seen environments of which something may be told
 * @throws AwsError when the images themselves cannot be read
 */
export async function newestVersions(
  ref: ServiceRef,
  ports: Ports,
  {
    clock,
    seen,
    limit,
  }: { readonly clock: Clock; readonly seen: readonly Environment[]; readonly limit: number },
): Promise<readonly NewestVersion[]> {
  const aws = awsOf(ports, ref)
  const [service] = await aws.describeServices([ref])
  if (service === undefined) return []
  const current = await aws.describeTaskDefinition(service.taskDefinition)
  const like = current === undefined ? undefined : imageLike(current, ref)
  if (like === undefined) return []
  const [images, running, proves] = await Promise.all([
    aws.newestImages(like, limit),
    Promise.all(seen.map((place) => told(runningIn(ports, ref, place)))),
    told(provingIn(ref, ports, seen, clock)),
  ])
  return images.flatMap((image): NewestVersion[] => {
    const [tag] = image.tags
    if (tag === undefined) return []
    const runsIn = seen.flatMap(({ name }, at) => (running[at]?.includes(image.digest) ? [name] : []))
    const name = `${parseImageName(like).path}:${tag}`
    const proof =
      proves === undefined
        ? {}
        : { proof: { in: proves.name, proof: proofOf(name, image.digest, proves.ran) } }
    return [{ tag, pushedAt: image.pushedAt, runsIn, ...proof }]
  })
}

/** One of the images of the service's own repository; where several could be meant, the first container's. */
function imageLike(current: EcsTaskDefinition, ref: ServiceRef): string | undefined {
  try {
    return Object.values(imagesFor(current, ref, 'latest'))[0]
  } catch (error) {
    if (error instanceof UserError) return current.containers[0]?.image
    throw error
  }
}

/** Digests of what the service runs there. */
async function runningIn(
  ports: Ports,
  ref: ServiceRef,
  { name }: Environment,
): Promise<readonly RegistryImage['digest'][]> {
  const there = await counterpart(ports, ref, name)
  const aws: Aws = awsOf(ports, there)
  const [service] = await aws.describeServices([there])
  const revisions = await aws.describeRevisions(service?.currentServiceRevisions ?? [])
  return revisions.flatMap(({ images }) => images.flatMap(({ digest }) => digest ?? []))
}

async function provingIn(ref: ServiceRef, ports: Ports, seen: readonly Environment[], clock: Clock) {
  const { provenIn } = environmentOf(ports, ref).policy.deploy ?? {}
  if (provenIn === undefined || !seen.some(({ name }) => name === provenIn)) return undefined
  const ran = await ranIn(ports, clock, await counterpart(ports, ref, provenIn))
  return ran === undefined ? undefined : { name: provenIn, ran }
}

/** What is told besides the images is left out where AWS or the store does not say it. */
async function told<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  try {
    return await finding
  } catch (error) {
    if (error instanceof AwsError || error instanceof UserError) return undefined
    throw error
  }
}
