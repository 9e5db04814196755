/** A user, and the access keys that were made for it. Times in ms since the epoch. */
export interface UserRecord {
  readonly name: string
  readonly keys: readonly { readonly id: string; readonly createdAt: number; readonly isActive: boolean }[]
}
