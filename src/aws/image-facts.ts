import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'
import { parseImageName } from './image-name.js'

/** A rule of a repository's lifecycle policy: what it takes away. */
export interface LifecycleRule {
  readonly priority: number
  readonly tags: 'any' | 'tagged' | 'untagged'
  /** Of `tagged`: prefixes, or patterns with `*`; one of both is given. */
  readonly prefixes: readonly string[]
  readonly patterns: readonly string[]
  /** Images beyond so many go; or those that were pushed so many days ago. Undefined: it counts something else. */
  readonly keeps?: { readonly count: number } | { readonly days: number }
}

export interface ImageFactsPort {
  /** The rules of the repository that an image is named of, in their order; empty: nothing expires. Undefined: not ECR. @throws AwsError */
  lifecycleRules(image: string): Promise<readonly LifecycleRule[] | undefined>
  /** For which processors it was built: `amd64`, `arm64`. Undefined: not ECR, or not there. @throws AwsError */
  architecturesOf(image: string): Promise<readonly string[] | undefined>
}

/** The configuration of an image is some thousand bytes. */
const largestConfiguration = 1_000_000
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** ECR, as far as what becomes of an image, and where it can run. */
export function imageFactsOf(clients: Clients, calls: Calls, timeout: number): ImageFactsPort {
  return {
    async lifecycleRules(image) {
      const { registry, repository } = parseImageName(image)
      if (registry === undefined) return undefined
      const ecr = await clients.ecr(registry.region)
      try {
        const { lifecyclePolicyText = '' } = await calls.ask('ecr:GetLifecyclePolicy', (options) =>
          ecr.getLifecyclePolicy({ registryId: registry.account, repositoryName: repository }, options),
        )
        return rulesIn(lifecyclePolicyText)
      } catch (error) {
        if (error instanceof AwsError && error.code === 'LifecyclePolicyNotFoundException') return []
        throw error
      }
    },

    async architecturesOf(image) {
      const { registry, repository, tag = 'latest', digest } = parseImageName(image)
      if (registry === undefined) return undefined
      const ecr = await clients.ecr(registry.region)
      const of = { registryId: registry.account, repositoryName: repository }
      const imageIds = [digest === undefined ? { imageTag: tag } : { imageDigest: digest }]
      const { images = [] } = await calls.ask('ecr:BatchGetImage', (options) =>
        ecr.batchGetImage({ ...of, imageIds, acceptedMediaTypes: manifestTypes }, options),
      )
      const manifest = images[0]?.imageManifest
      if (manifest === undefined) return undefined
      const { manifests, config } = JSON.parse(manifest) as Manifest
      if (manifests !== undefined) {
        // An attestation stands in the list with the platform unknown/unknown.
        const all = manifests.flatMap(({ platform }) => platform?.architecture ?? [])
        return [...new Set(all.filter((one) => one !== 'unknown'))]
      }
      if (config?.digest === undefined) return undefined
      const layerDigest = config.digest
      const { architecture } = await calls.ask('ecr:GetDownloadUrlForLayer', async (options) => {
        const { downloadUrl = '' } = await ecr.getDownloadUrlForLayer({ ...of, layerDigest }, options)
        return configurationAt(downloadUrl, timeout)
      })
      return architecture === undefined ? undefined : [architecture]
    },
  }
}

interface Manifest {
  readonly manifests?: readonly { readonly platform?: { readonly architecture?: string } }[]
  readonly config?: { readonly digest?: string }
}

async function configurationAt(
  url: string,
  timeout: number,
): Promise<{ readonly architecture?: string | undefined }> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'error' })
  const length = Number(answer.headers.get('content-length') ?? 0)
  if (!answer.ok || length > largestConfiguration) {
    await answer.body?.cancel()
    return {}
  }
  const { architecture } = (await answer.json()) as { readonly architecture?: unknown }
  return { architecture: typeof architecture === 'string' ? architecture : undefined }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function rulesIn(text: string): readonly LifecycleRule[] {
  const { rules = [] } = JSON.parse(text) as {
    readonly rules?: readonly { readonly rulePriority?: number; readonly selection?: Selection }[]
  }
  return rules
    .map(({ rulePriority = 0, selection = {} }): LifecycleRule => {
      const { tagStatus = 'any', tagPrefixList = [], tagPatternList = [], countType, countNumber } = selection
      const keeps =
        countNumber === undefined
          ? undefined
          : countType === 'imageCountMoreThan'
            ? { count: countNumber }
            : countType === 'sinceImagePushed'
              ? { days: countNumber }
              : undefined
      return {
        priority: rulePriority,
        tags: tagStatus,
        prefixes: tagPrefixList,
        patterns: tagPatternList,
        ...(keeps === undefined ? {} : { keeps }),
      }
    })
    .toSorted((one, other) => one.priority - other.priority)
}

interface Selection {
  readonly tagStatus?: 'any' | 'tagged' | 'untagged'
  readonly tagPrefixList?: readonly string[]
  readonly tagPatternList?: readonly string[]
  readonly countType?: string
  readonly countNumber?: number
}
