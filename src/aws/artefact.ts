import type { ImageDetail } from '@aws-sdk/client-ecr'

/**
 * What signers put beside images: cosign's tags `sha256-<digest>.sig`, `.att`, `.sbom`, and the fallback tag of OCI's referrers, `sha256-<digest>`:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
const besideImages = /^sha256-[0-9a-f]{64}(?:[.-].*)?$|\.(?:sig|att|sbom)$/

/** Configurations and lists of container images; whatever else has a media type of its own runs nowhere: signatures, attestations, SBOMs, charts. */
const ofImages =
  /^application\/vnd\.(?:docker\.container\.image\.v1\+json|oci\.image\.config\.v1\+json|docker\.distribution\.manifest(?:\.list)?\.v[12]\+json|oci\.image\.(?:index|manifest)\.v1\+json)$/

/** Whether a tag names a version, and not what belongs to one. */
export function isVersionTag(tag: string): boolean {
  return !besideImages.test(tag)
}

/** Whether what ECR holds is no container image, but something about one. */
export function isArtefact({
  imageTags = [],
  artifactMediaType,
  subjectManifestDigest,
}: Pick<ImageDetail, 'imageTags' | 'artifactMediaType' | 'subjectManifestDigest'>): boolean {
  if (subjectManifestDigest !== undefined) return true
  if (artifactMediaType !== undefined && !ofImages.test(artifactMediaType)) return true
  return imageTags.length > 0 && !imageTags.some(isVersionTag)
}
