export interface SecretRecord {
  readonly arn: string
  readonly name: string
  /** ms since the epoch; absent: it is there. */
  deletedAt?: number
}
