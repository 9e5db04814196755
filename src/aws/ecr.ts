import type { ImageDetail } from '@aws-sdk/client-ecr'
import type { Aws, RegistryImage } from './aws.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { parseImageName } from './image-name.js'
import { perCall } from './limits.js'

type EcrPart = Pick<Aws, 'findImage' | 'newestImages'>

/** Elastic Container Registry, in whichever account and region an image's name says. */
export function ecrOf(clients: Clients, calls: Calls): EcrPart {
  async function describe(
    image: string,
    which: { imageId?: { imageTag: string } | { imageDigest: string } },
  ): Promise<readonly RegistryImage[] | undefined> {
    const { registry, repository } = parseImageName(image)
    if (registry === undefined) return undefined
    const ecr = await clients.ecr(registry.region)
    const what =
      which.imageId === undefined
        ? { filter: { tagStatus: 'TAGGED' as const }, maxResults: perCall.images }
        : { imageIds: [which.imageId] }
    try {
      const answer = await calls.ask('ecr:DescribeImages', (options) =>
        ecr.describeImages({ registryId: registry.account, repositoryName: repository, ...what }, options),
      )
      return (answer.imageDetails ?? []).map(toImage)
    } catch (error) {
      const missing = ['ImageNotFoundException', 'RepositoryNotFoundException']
      if (error instanceof AwsError && missing.includes(error.code)) return []
      throw error
    }
  }

  return {
    async findImage(image) {
      const { tag, digest } = parseImageName(image)
      const imageId = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest }
      const found = await describe(image, { imageId })
      return found === undefined ? 'not ECR' : found[0]
    },

    async newestImages(image, limit) {
      const found = (await describe(image, {})) ?? []
      return [...found].sort((a, b) => b.pushedAt - a.pushedAt).slice(0, limit)
    },
  }
}

function toImage(image: ImageDetail): RegistryImage {
  return {
    digest: image.imageDigest ?? '',
    tags: image.imageTags ?? [],
    pushedAt: image.imagePushedAt?.getTime() ?? 0,
    ...unpullable(image),
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html */
function unpullable({ imageStatus }: ImageDetail): Pick<RegistryImage, 'unpullable'> {
  if (imageStatus === 'ARCHIVED') return { unpullable: 'archived' }
  return imageStatus === 'ACTIVATING' ? { unpullable: 'being restored' } : {}
}
