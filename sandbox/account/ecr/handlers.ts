import type {
  DescribeImagesCommandInput,
  DescribeImagesFilter,
  DescribeImagesCommandOutput,
  ImageDetail,
} from '@aws-sdk/client-ecr'
import { AwsError, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import { page } from '../paging.js'
import type { ImageRecord, RepositoryRecord } from './model.js'
import { findDigest, findTag } from './registry.js'

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
  const { items, nextToken } = page(listed(repository, input.filter), { nextToken: input.nextToken, size })
  return { imageDetails: items.map((image) => describe(repository, image)), nextToken }
}

/** "If not specified, only images with ACTIVE status are returned": API_DescribeImagesFilter. */
function listed(
  { images, untagged }: RepositoryRecord,
  { tagStatus = 'ANY', imageStatus = 'ACTIVE' }: DescribeImagesFilter = {},
): ImageRecord[] {
  return [
    ...(tagStatus === 'UNTAGGED' ? [] : images.values()),
    ...(tagStatus === 'TAGGED' ? [] : untagged),
  ].filter(({ status }) => imageStatus === 'ANY' || status === imageStatus)
}

function find(
  repository: RepositoryRecord,
  { imageTag, imageDigest }: { imageTag?: string | undefined; imageDigest?: string | undefined },
): ImageRecord {
  const found =
    imageTag === undefined ? findDigest(repository, imageDigest ?? '') : findTag(repository, imageTag)
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
    imageDigest: image.digest,
    ...(repository.untagged.includes(image) ? {} : { imageTags: [image.tag] }),
    imagePushedAt: new Date(image.pushedAt),
    imageSizeInBytes: 184_320_512,
    imageStatus: image.status,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactMediaType: image.artifactMediaType ?? 'application/vnd.oci.image.config.v1+json',
  }
}

export const ecrHandlers = { DescribeImages: describeImages }
