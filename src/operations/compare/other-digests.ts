import type { EcsTaskDefinition } from '../../aws/aws.js'
import { shortDigest, versionOf } from '../../aws/image-name.js'
import type { Change } from '../../core/operation.js'
import type { Digests } from '../service/images-now.js'

interface Ran {
  readonly definition: EcsTaskDefinition
  readonly digests: Digests
}

/** Containers whose image has the same name and is another one: a tag that was pushed again in between. */
export function containersMoved(from: Ran, to: Ran): readonly string[] {
  return from.definition.containers.flatMap(({ name, image }) => {
    const other = to.definition.containers.find((container) => container.name === name)
    const [before, after] = [from.digests[name], to.digests[name]]
    const isKnown = before !== undefined && after !== undefined
    return other?.image === image && isKnown && before !== after ? [name] : []
  })
}

/** The same, as lines of a difference. */
export function otherDigests(from: Ran, to: Ran): readonly Change[] {
  const { containers } = from.definition
  return containersMoved(from, to).map((name) => {
    const { image = '' } = containers.find((container) => container.name === name) ?? {}
    const words = ({ digests }: Ran) => `${versionOf(image)}, ${shortDigest(digests[name] ?? '')}`
    return { what: containers.length > 1 ? `${name}: Image` : 'Image', from: words(from), to: words(to) }
  })
}
