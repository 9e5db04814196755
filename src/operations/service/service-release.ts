import { z } from 'zod'
import type { Aws, EcsTaskDefinition } from '../../aws/aws.js'
import type { StepContext } from '../../changes/definition.js'
import { AwsError } from '../../aws/aws-error.js'
import { imagesNow, pinned, registryOf } from './images-now.js'
import type { Ports } from '../operations.js'
import { awsOf } from './service-environment.js'

export const serviceRef = z.object({
  environment: z.string(),
  name: z.string(),
  service: z.string(),
  cluster: z.string(),
})

/** One service that is to run another task definition, as decided by a plan and carried out by the steps. Task definitions are ARNs. */
export const release = z.object({
  service: serviceRef,
  /** What it ran when planned, and goes back to. */
  from: z.string(),
  /** The newest service deployment when planned, or empty: whatever is newer came after. */
  since: z.string(),
  /** The ARN of an Express Mode service, which has a call of its own; absent: it is none. */
  express: z.string().exactOptional(),
  /** Digests of what ran when planned, by container: the way back brings these, whatever the tags mean by then. Absent: unknown. */
  ran: z.record(z.string(), z.string()).exactOptional(),
  /** Fields that copies may be registered without, because ohmy does not know them and somebody said so. Absent: none. */
  without: z.array(z.string()).exactOptional(),
  to: z.discriminatedUnion('kind', [
    /** A copy of `from` with these images, by container. Digests, where known, bind the plan to what the tags mean now. */
    z.object({
      kind: z.literal('new'),
      images: z.record(z.string(), z.string()),
      digests: z.record(z.string(), z.string()),
    }),
    /** A copy of one that cannot be deployed itself: it was deregistered, or its tags mean other images now, which these replace, by container. */
    z.object({
      kind: z.literal('copy'),
      of: z.string(),
      images: z.record(z.string(), z.string()).exactOptional(),
    }),
    z.object({ kind: z.literal('existing'), taskDefinition: z.string() }),
    /** The same again, with new tasks; the digests tell where a tag means another image now. */
    z.object({ kind: z.literal('restart'), digests: z.record(z.string(), z.string()) }),
  ]),
})
export type Release = z.infer<typeof release>

/** A restart that brings another image by the same tag: it can fail and be taken back like any other version. */
export function isAnotherImage({ to }: Release): boolean {
  return to.kind === 'restart' && Object.keys(to.digests).length > 0
}

/** Any operation that releases: the input differs, the steps do not care. */
export type ReleaseContext = StepContext<unknown, Ports>

/** Tags by which an operation finds again what it registered. */
export const operationTag = 'ohmy:operation'
const serviceTag = 'ohmy:service'
const wayTag = 'ohmy:way'

/** More revisions than this of one family between a crash and its resumption would be other people's, all within minutes. */
const lookedThrough = 10

/** `ohmycoins-staging-backend:42` */
export function nameOf(taskDefinition: string): string {
  return taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1)
}

export function isSame(one: string, other: string): boolean {
  return nameOf(one) === nameOf(other)
}

/**
 * The task definition that a release brings, as `family:revision`; undefined while it is not registered yet.
 */
export async function targetOf(context: ReleaseContext, wanted: Release): Promise<string | undefined> {
  const { to } = wanted
  if (to.kind === 'existing') return nameOf(to.taskDefinition)
  if (to.kind === 'restart') return nameOf(wanted.from)
  const source = to.kind === 'new' ? wanted.from : to.of
  return findRegistered(awsOf(context.ports, wanted.service), source, tagsOf(context, wanted, 'forward'))
}

/** Registers what has to be registered for a release, unless this operation already has. */
export async function register(context: ReleaseContext, wanted: Release): Promise<string> {
  const { to } = wanted
  if (to.kind === 'existing' || to.kind === 'restart') return 'not needed'
  const tags = tagsOf(context, wanted, 'forward')
  if (to.kind === 'copy')
    return registerOnce(context, wanted, { source: to.of, images: to.images ?? {}, tags })
  return registerOnce(context, wanted, { source: wanted.from, images: to.images, tags })
}

/**
 * What is deployed to go back from a release: what ran before; or a copy of it, where it is INACTIVE and cannot be deployed, or where its
 * tags mean other images by now. A copy that would lose fields nobody agreed to lose is only made where there is no other way.
 */
export async function wayBack(context: ReleaseContext, wanted: Release): Promise<string> {
  const aws = awsOf(context.ports, wanted.service)
  const described = await aws.describeTaskDefinition(wanted.from)
  const images = described === undefined ? {} : await whatRan(aws, described, wanted)
  if (described?.status === 'ACTIVE') {
    const loses = described.unseen?.some((field) => wanted.without?.includes(field) !== true) === true
    if (Object.keys(images).length === 0 || loses) return nameOf(wanted.from)
  }
  return registerOnce(context, wanted, { source: wanted.from, images, tags: tagsOf(context, wanted, 'back') })
}

/** The copy that was registered for the way back, if one was. */
export async function registeredBack(context: ReleaseContext, wanted: Release): Promise<string | undefined> {
  const aws = awsOf(context.ports, wanted.service)
  return findRegistered(aws, wanted.from, tagsOf(context, wanted, 'back'))
}

/** By digest, for the containers whose tag does not mean it any more. A registry that does not answer never keeps anybody from going back. */
async function whatRan(
  aws: Aws,
  described: EcsTaskDefinition,
  { ran = {} }: Release,
): Promise<Readonly<Record<string, string>>> {
  if (Object.keys(ran).length === 0) return {}
  try {
    return pinned(await imagesNow(registryOf(aws), described, ran))
  } catch (error) {
    if (error instanceof AwsError) return {}
    throw error
  }
}

interface Registration {
  readonly source: string
  readonly images: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

/** Looks first whether it was registered already: before a crash, or by a call whose answer was lost. */
async function registerOnce(
  context: ReleaseContext,
  { service, without = [] }: Release,
  { source, images, tags }: Registration,
): Promise<string> {
  const aws = awsOf(context.ports, service)
  const before = await findRegistered(aws, source, tags)
  if (before !== undefined) return before
  const described = await aws.describeTaskDefinition(source, { content: true })
  if (described === undefined) throw new Error(`ECS does not know ${nameOf(source)} any more`)
  await context.fence()
  const { arn, requestId } = await aws.registerTaskDefinition(described, { images, tags, without })
  await context.changed(requestId)
  return nameOf(arn)
}

function tagsOf(
  context: ReleaseContext,
  { service }: Release,
  way: 'forward' | 'back',
): Readonly<Record<string, string>> {
  return { [operationTag]: context.record.id, [serviceTag]: service.service, [wayTag]: way }
}

/** Newer revisions of the family that carry the tags: what this operation registered before a crash or a lost answer. */
async function findRegistered(
  aws: Aws,
  source: string,
  tags: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const [family = '', revision = '0'] = nameOf(source).split(':')
  const newest = await aws.activeTaskDefinitions(family, lookedThrough)
  for (const arn of newest) {
    if (Number(nameOf(arn).split(':')[1]) <= Number(revision)) return undefined
    const described = await aws.describeTaskDefinition(arn)
    if (described !== undefined && carries(described, tags)) return nameOf(arn)
  }
  return undefined
}

function carries(described: EcsTaskDefinition, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(tags).every(([key, value]) => described.tags[key] === value)
}
