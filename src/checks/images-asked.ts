import { z } from 'zod'
import type { Aws, EcsTaskDefinition } from '../aws/aws.js'
import { parseImageName } from '../aws/image-name.js'
import type { ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'

/** The argument of a check that is asked about another image than the one that runs. */
export function imageOf(summary: string) {
  return z.string().min(1).optional().describe(summary)
}

/**
 * Whole names of the images that a service is asked about: what is named is of the repository of its essential container, else what its task definition names.
 * @throws UserError `task-definition-missing`, `image-ambiguous`
 */
export async function imagesAsked(
  aws: Aws,
  ref: ServiceRef,
  image: string | undefined,
): Promise<readonly string[]> {
  const asked = image?.includes('/') === true ? parseImageName(image) : undefined
  // With its registry it says all.
  if (image !== undefined && asked !== undefined && asked.path !== asked.repository) return [image]
  const { containers } = await definitionOf(aws, ref)
  if (image !== undefined && asked !== undefined) {
    // As `deploy` takes it: of the registry that the task definition names.
    const names = containers.map((container) => parseImageName(container.image))
    const known = names.find(({ repository }) => repository === asked.path)
    return [`${known?.path ?? asked.path}${image.slice(asked.path.length)}`]
  }
  if (image === undefined) return [...new Set(containers.map((container) => container.image))]
  const essential = containers.filter((container) => container.essential)
  const paths = [...new Set(essential.map((container) => parseImageName(container.image).path))]
  const [path, ...others] = paths
  if (path === undefined || others.length > 0) {
    const what = `${ref.name} has ${paths.length} essential containers with images of their own.`
    throw new UserError(
      'image-ambiguous',
      what,
      `Name the image as a whole: ${path ?? 'repository'}:${image}.`,
    )
  }
  return [`${path}${image.startsWith('sha256:') ? '@' : ':'}${image}`]
}

/** What the tasks of a service are made by. Its content never changes: one that is known is not asked for again. @throws UserError `task-definition-missing` */
export async function definitionOf(aws: Aws, ref: ServiceRef): Promise<EcsTaskDefinition> {
  const { taskDefinition } = await aws.describeService(ref)
  const definition = await aws.describeTaskDefinition(taskDefinition, { content: true })
  if (definition !== undefined) return definition
  throw new UserError(
    'task-definition-missing',
    `ECS has no task definition ${taskDefinition}.`,
    'Look at the service.',
  )
}
