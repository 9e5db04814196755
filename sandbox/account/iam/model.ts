/** A user, and the access keys that were made for it. Times in ms since the epoch. */
export interface UserRecord {
  readonly name: string
  /** Deleted a moment ago: the user is listed, and not there. */
  readonly isGone?: true
  readonly keys: readonly { readonly id: string; readonly createdAt: number; readonly isActive: boolean }[]
}
