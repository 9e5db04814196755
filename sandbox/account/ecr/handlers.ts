import type {
  BatchGetImageCommandInput,
  BatchGetImageCommandOutput,
  DescribeImagesCommandInput,
  DescribeImagesFilter,
  DescribeImagesCommandOutput,
  GetDownloadUrlForLayerCommandInput,
  GetDownloadUrlForLayerCommandOutput,
  GetLifecyclePolicyCommandInput,
  GetLifecyclePolicyCommandOutput,
  ImageDetail,
} from '@aws-sdk/client-ecr'
import { AwsError, invalidParameter } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import { page } from '../paging.js'
import type { ImageRecord, RepositoryRecord } from './model.js'
import { layerAddress, manifestOf } from './manifest.js'
import { findDigest, findTag } from './registry.js'
import type { World } from '../world.js'

const describeImages: Handler<DescribeImagesCommandInput, DescribeImagesCommandOutput> = (
  input,
  { world },
) => {
  const repository = repositoryOf(input, world)
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

function repositoryOf(
  {
    repositoryName: name = '',
    registryId = accountId,
  }: { repositoryName?: string | undefined; registryId?: string | undefined },
  world: World,
): RepositoryRecord {
  const repository = world.repositories.get(name)
  if (repository !== undefined && registryId === accountId) return repository
  throw new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  )
}

const getLifecyclePolicy: Handler<GetLifecyclePolicyCommandInput, GetLifecyclePolicyCommandOutput> = (
  input,
  { world },
) => {
  const { name, lifecycle } = repositoryOf(input, world)
  if (lifecycle === undefined) {
    const what = `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${accountId}'`
    throw new AwsError('LifecyclePolicyNotFoundException', what)
  }
  return { registryId: accountId, repositoryName: name, lifecyclePolicyText: lifecycle }
}

const batchGetImage: Handler<BatchGetImageCommandInput, BatchGetImageCommandOutput> = (input, { world }) => {
  const repository = repositoryOf(input, world)
  const named = input.imageIds ?? []
  const found = named.flatMap(({ imageTag, imageDigest }) => {
    const image =
      imageTag === undefined ? findDigest(repository, imageDigest ?? '') : findTag(repository, imageTag)
    return image === undefined ? [] : [image]
  })
  return {
    images: found.map((image) => ({
      registryId: accountId,
      repositoryName: repository.name,
      imageId: { imageDigest: image.digest, imageTag: image.tag },
      imageManifest: manifestOf(image),
    })),
    failures:
      found.length === named.length
        ? []
        : [{ failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }],
  }
}

const getDownloadUrl: Handler<GetDownloadUrlForLayerCommandInput, GetDownloadUrlForLayerCommandOutput> = (
  input,
  { world, url },
) => {
  repositoryOf(input, world)
  const { layerDigest = '' } = input
  return { layerDigest, downloadUrl: `${url}${layerAddress(layerDigest)}` }
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

export const ecrHandlers = {
  DescribeImages: describeImages,
  GetLifecyclePolicy: getLifecyclePolicy,
  BatchGetImage: batchGetImage,
  GetDownloadUrlForLayer: getDownloadUrl,
}
