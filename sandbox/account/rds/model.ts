export interface DatabaseRecord {
  readonly id: string
  readonly arn: string
  readonly createdAt: number
  status: string
  instanceClass: string
  isMultiAz: boolean
  /** Days for which automated backups are kept; 0: there are none. */
  retention: number
  /** How far behind its logs are kept, ms; RDS writes them every five minutes. */
  lag: number
  /** ms since the epoch before which no automated snapshot was made any more; undefined: they are made each day. */
  snapshotsUntil?: number
  /** The Aurora cluster that it belongs to, which keeps the backups then. */
  cluster?: string
}

/** Made by hand; automated ones follow from the time. */
export interface SnapshotRecord {
  readonly id: string
  readonly database: string
  readonly createdAt: number
  readonly status: 'available' | 'creating' | 'failed'
}
