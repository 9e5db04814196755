import type { ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr'
import type { RegistryImage } from './answers.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { type AskAbout, groupQuestions } from './group-questions.js'
import { parseImageName } from './image-name.js'
import { perCall } from './limits.js'

type Registry = NonNullable<ReturnType<typeof parseImageName>['registry']>
export interface EcrPort {
  /**
   * Looks an image up in ECR by its full name with a tag or digest: undefined when there is none, `not ECR` when its registry is another one.
   */
  findImage(image: string): Promise<RegistryImage | undefined | 'not ECR'>
  /** Tagged images of the repository of that image that can be pulled, newest first (the first 1,000 that ECR lists); empty when it is not in ECR. */
  newestImages(image: string, limit: number): Promise<readonly RegistryImage[]>
}

/** Elastic Container Registry, in whichever account and region an image's name says. */
export function ecrOf(clients: Clients, calls: Calls): EcrPort {
  const repositories = new Map<string, AskAbout<RegistryImage>>()

  /** Images that are asked for at the same moment are one call for each repository. */
  function asksOf(registry: Registry, repository: string): AskAbout<RegistryImage> {
    const key = JSON.stringify([registry, repository])
    const known = repositories.get(key)
    if (known !== undefined) return known
    const asks = groupQuestions<RegistryImage>({
      size: perCall.imagesNamed,
      async send(take) {
        const ecr = await clients.ecr(registry.region)
        try {
          const { imageDetails = [] } = await calls.ask('ecr:DescribeImages', (options) =>
            ecr.describeImages(
              {
                registryId: registry.account,
                repositoryName: repository,
                imageIds: take().map(imageId),
              },
              options,
            ),
          )
          const images = imageDetails.map(toImage)
          return new Map(
            images.flatMap((image) => [image.digest, ...image.tags].map((name) => [name, image] as const)),
          )
        } catch (error) {
          // One that is not there fails them all: then each is asked for by itself.
          if (isMissing(error) && take().length === 1) return new Map()
          throw error
        }
      },
    })
    repositories.set(key, asks)
    return asks
  }

  return {
    async findImage(image) {
      const { registry, repository, tag = 'latest', digest } = parseImageName(image)
      if (registry === undefined) return 'not ECR'
      const name = digest ?? tag
      return (await asksOf(registry, repository)([name])).get(name)
    },

    async newestImages(image, limit) {
      const { registry, repository } = parseImageName(image)
      if (registry === undefined) return []
      const ecr = await clients.ecr(registry.region)
      try {
        const { imageDetails = [] } = await calls.ask('ecr:DescribeImages', (options) =>
          ecr.describeImages(
            {
              registryId: registry.account,
              repositoryName: repository,
              filter: { tagStatus: 'TAGGED' },
              maxResults: perCall.images,
            },
            options,
          ),
        )
        const newestFirst = imageDetails.map(toImage).sort((a, b) => b.pushedAt - a.pushedAt)
        return newestFirst.slice(0, limit)
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },
  }
}

/** A tag has no colon, a digest has one. */
function imageId(name: string): ImageIdentifier {
  return name.includes(':') ? { imageDigest: name } : { imageTag: name }
}

function isMissing(error: unknown): boolean {
  const missing = ['ImageNotFoundException', 'RepositoryNotFoundException']
  return error instanceof AwsError && missing.includes(error.code)
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
