import type { ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr'
import type { RegistryImage } from './answers.js'
import { isArtefact, isVersionTag } from './artefact.js'
import { AwsError } from './aws-error.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { type AskAbout, groupQuestions } from './group-questions.js'
import { parseImageName } from './image-name.js'
import { perCall } from './limits.js'

/** ECR keeps at most 100,000 images in a repository: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const mostPages = 100

type Registry = NonNullable<ReturnType<typeof parseImageName>['registry']>
export interface EcrPort {
  /**
   * Looks an image up in ECR by its full name with a tag or digest: undefined when there is none, `not ECR` when its registry is another one.
   */
  findImage(image: string): Promise<RegistryImage | undefined | 'not ECR'>
  /**
   * Tagged images of the repository of that image that can be pulled, by when they were pushed, newest first; without signatures, attestations and
   * their tags. ECR lists in no order, so every page is read, 1,000 images each. Empty when it is not in ECR.
   */
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
        let newest: readonly RegistryImage[] = []
        let nextToken: string | undefined
        for (let pages = 0; pages < mostPages; pages += 1) {
          const page = await calls.ask('ecr:DescribeImages', (options) =>
            ecr.describeImages(
              {
                registryId: registry.account,
                repositoryName: repository,
                filter: { tagStatus: 'TAGGED' },
                maxResults: perCall.images,
                ...(nextToken === undefined ? {} : { nextToken }),
              },
              options,
            ),
          )
          const versions = (page.imageDetails ?? []).flatMap(toVersion)
          newest = [...newest, ...versions].toSorted((a, b) => b.pushedAt - a.pushedAt).slice(0, limit)
          nextToken = page.nextToken
          if (nextToken === undefined) break
        }
        return newest
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },
  }
}

/** What somebody can deploy: without the tags of what belongs to it. */
function toVersion(image: ImageDetail): readonly RegistryImage[] {
  const found = toImage(image)
  const tags = found.tags.filter(isVersionTag)
  return found.unpullable !== undefined || tags.length === 0 ? [] : [{ ...found, tags }]
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
function unpullable(image: ImageDetail): Pick<RegistryImage, 'unpullable'> {
  const { imageStatus } = image
  if (isArtefact(image)) return { unpullable: 'no image' }
  if (imageStatus === 'ARCHIVED') return { unpullable: 'archived' }
  return imageStatus === 'ACTIVATING' ? { unpullable: 'being restored' } : {}
}
