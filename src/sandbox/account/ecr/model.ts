/** A pushed image. Its digest follows from its name (ecs/images.ts). */
export interface ImageRecord {
  readonly tag: string
  readonly pushedAt: number
}

export interface RepositoryRecord {
  readonly name: string
  /** By tag, in the order of pushing. */
  readonly images: Map<string, ImageRecord>
}
