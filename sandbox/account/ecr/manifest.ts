import type { World } from '../world.js'
import type { ImageRecord } from './model.js'

/** Of one processor: its configuration tells which. Of several: an index that names each. */
export function manifestOf({ digest, architectures = ['amd64'] }: ImageRecord): string {
  const schemaVersion = 2
  if (architectures.length > 1) {
    const manifests = architectures.map((architecture) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: `${digest.slice(0, -architecture.length)}${architecture.replaceAll(/[^0-9a-f]/g, '0')}`,
      platform: { architecture, os: 'linux' },
    }))
    return JSON.stringify({ schemaVersion, mediaType: 'application/vnd.oci.image.index.v1+json', manifests })
  }
  // Its configuration is found by the image's own digest: nothing else asks for a layer.
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 7_023 }
  return JSON.stringify({
    schemaVersion,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [],
  })
}

const path = '/ecr-layers/'

export function layerAddress(digest: string): string {
  return `${path}${digest}?X-Amz-Expires=3600`
}

/** What lies at an address that was given out; undefined: it is none. */
export function layerAt(world: World, address: string): object | undefined {
  if (!address.startsWith(path)) return undefined
  const digest = address.slice(path.length).split('?')[0]
  const images = [...world.repositories.values()].flatMap(({ images: tagged, untagged }) => [
    ...tagged.values(),
    ...untagged,
  ])
  const found = images.find((image) => image.digest === digest)
  return { architecture: found?.architectures?.[0] ?? 'amd64', os: 'linux' }
}
