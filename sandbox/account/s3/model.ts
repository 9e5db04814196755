/** A bucket in which Terraform keeps states. */
export interface BucketRecord {
  readonly name: string
  region: string
  isVersioned: boolean
  isEncrypted: boolean
  isClosed: boolean
  /** By what everybody may read it; absent: nobody may. */
  openBy?: 'policy' | 'access control list'
  /** Deleted a moment ago: it is listed, and not there. */
  isGone?: true
  /** By key: what Terraform put there. */
  readonly objects: Map<string, { readonly text: string; readonly writtenAt: number }>
}
