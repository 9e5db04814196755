import { createHash } from 'node:crypto'
import type { ContainerImage } from '@aws-sdk/client-ecs'
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
    const behaviour = imageBehaviour(world.images, image ?? '')
    if (behaviour !== 'good') return behaviour
  }
  return 'good'
}

function imageBehaviour(set: ReadonlyMap<string, ImageBehaviour>, image: string): ImageBehaviour {
  const tag = image.slice(image.lastIndexOf(':') + 1)
  return set.get(image) ?? set.get(tag) ?? suffixes.find(([suffix]) => image.endsWith(suffix))?.[1] ?? 'good'
}

/** The same name has the same digest, always. */
export function imageDigest(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`
}

export function containerImages(definition: TaskDefinitionRecord): ContainerImage[] {
  return (definition.definition.containerDefinitions ?? []).map(({ name, image }) => ({
    containerName: name,
    image,
    imageDigest: imageDigest(image ?? ''),
  }))
}
