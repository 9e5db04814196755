import type {
  DescribeImagesCommandInput,
  DescribeImagesCommandOutput,
  ImageDetail,
} from '@aws-sdk/client-ecr'
import { AwsError, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import { page } from '../paging.js'
import type { ImageRecord, RepositoryRecord } from './model.js'
import { digestOf, findTag } from './registry.js'

const describeImages: Handler<DescribeImagesCommandInput, DescribeImagesCommandOutput> = (
  input,
  { world },
) => {
  const name = input.repositoryName ?? ''
  const repository = world.repositories.get(name)
  if (repository === undefined || (input.registryId ?? accountId) !== accountId) {
    const where = `the registry with id '${input.registryId ?? accountId}'`
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in ${where}`,
    )
  }
  const { imageIds } = input
  if (imageIds !== undefined) {
    if (imageIds.length === 0 || imageIds.length > 100) throw invalidParameter('Invalid number of image ids.')
    if (input.maxResults !== undefined) throw invalidParameter('maxResults cannot be used with imageIds.')
    return { imageDetails: imageIds.map((id) => describe(repository, find(repository, id))) }
  }
  const size = input.maxResults ?? 100
  if (size < 1 || size > 1000) throw invalidParameter('maxResults must be between 1 and 1000.')
  const { items, nextToken } = page([...repository.images.values()], { nextToken: input.nextToken, size })
  return { imageDetails: items.map((image) => describe(repository, image)), nextToken }
}

function find(
  repository: RepositoryRecord,
  { imageTag, imageDigest }: { imageTag?: string | undefined; imageDigest?: string | undefined },
): ImageRecord {
  const found =
    imageTag === undefined
      ? [...repository.images.values()].find((image) => digestOf(repository, image) === imageDigest)
      : findTag(repository, imageTag)
  if (found !== undefined) return found
  const id = imageTag === undefined ? `imageDigest:'${imageDigest}'` : `imageTag:'${imageTag}'`
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId {${id}} does not exist within the repository with name '${repository.name}' ` +
      `in the registry with id '${accountId}'`,
  )
}

function describe(repository: RepositoryRecord, image: ImageRecord): ImageDetail {
  return {
    registryId: accountId,
    repositoryName: repository.name,
    imageDigest: digestOf(repository, image),
    imageTags: [image.tag],
    imagePushedAt: new Date(image.pushedAt),
    imageSizeInBytes: 184_320_512,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  }
}

export const ecrHandlers = { DescribeImages: describeImages }
