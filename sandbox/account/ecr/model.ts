/** A pushed image. */
export interface ImageRecord {
  /** `sha256:…` */
  readonly digest: string
  /** The tag it was pushed with: what it does once it runs follows from it (ecs/images.ts). */
  readonly tag: string
  readonly pushedAt: number
  /** `application/vnd.oci.image.config.v1+json`, of what runs. */
  readonly artifactMediaType?: string
  status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING'
  /** What it was built for; `amd64` unless told otherwise. Several: it is an index. */
  architectures?: readonly string[]
}

export interface RepositoryRecord {
  readonly name: string
  /** By tag, in the order of pushing. */
  readonly images: Map<string, ImageRecord>
  /** Images whose tag was pushed again since. */
  readonly untagged: ImageRecord[]
  /** How often each tag was pushed, also those that are gone. */
  readonly pushes: Map<string, number>
  /** Its lifecycle policy, JSON; absent: it has none. */
  lifecycle?: string
}
