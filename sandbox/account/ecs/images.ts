import type { ContainerImage } from '@aws-sdk/client-ecs'
import { firstDigest, lookUp } from '../ecr/registry.js'
import type { World } from '../world.js'
import type { ImageBehaviour, TaskDefinitionRecord } from './model.js'

const suffixes: readonly (readonly [string, ImageBehaviour])[] = [
  ['-broken', 'broken'],
  ['-oom', 'oom'],
  ['-missing', 'missing'],
  ['-unhealthy', 'unhealthy'],
]

/** What an image does: what was set for it, or else what its tag says. */
export function behaviourOf(world: World, definition: TaskDefinitionRecord): ImageBehaviour {
  for (const { image } of definition.definition.containerDefinitions ?? []) {
    const behaviour = imageBehaviour(world, image ?? '')
    if (behaviour !== 'good') return behaviour
  }
  return 'good'
}

function imageBehaviour(world: World, image: string): ImageBehaviour {
  const found = lookUp(world, image)
  if (found === undefined) return 'missing'
  const known = typeof found === 'object' ? found : undefined
  // An archived image cannot be pulled: https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
  if (known !== undefined && known.status !== 'ACTIVE') return 'missing'
  const tag = known?.tag ?? image.slice(image.lastIndexOf(':') + 1)
  const set = world.images.get(known?.digest ?? image) ?? world.images.get(image) ?? world.images.get(tag)
  return set ?? suffixes.find(([suffix]) => tag.endsWith(suffix))?.[1] ?? 'good'
}

/** The digest that a name means at this moment. */
function digestNow(world: World, image: string): string {
  const found = lookUp(world, image)
  return typeof found === 'object' ? found.digest : firstDigest(image)
}

/** ECS looks tags up once for each service revision: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html */
export function containerImages(world: World, definition: TaskDefinitionRecord): ContainerImage[] {
  return (definition.definition.containerDefinitions ?? []).map(({ name, image }) => ({
    containerName: name,
    image,
    imageDigest: digestNow(world, image ?? ''),
  }))
}
