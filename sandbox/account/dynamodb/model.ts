/** A table that Terraform takes locks in. */
export interface LockTableRecord {
  readonly name: string
  readonly region: string
  /** Its partition key, a text: `LockID`. */
  readonly key: string
  status: 'ACTIVE' | 'CREATING' | 'DELETING'
  /** By LockID: what whoever holds it wrote, JSON. */
  readonly items: Map<string, string>
}
