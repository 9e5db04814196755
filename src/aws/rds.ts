import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds'
import type { Calls } from './call.js'
import { AwsError } from './aws-error.js'
import type { Clients } from './clients.js'
import { perCall } from './limits.js'

/** A database as DescribeDBInstances has it, reduced to what ohmy relies on. Times in ms since the epoch. */
export interface Database {
  /** `available`, `backing-up`, `storage-full`, … */
  readonly status: string
  /** Days for which automated backups are kept; 0: there are none. */
  readonly retention: number
  /** Up to when it can be restored from its automated backups; absent: not at all. */
  readonly restorableUntil?: number
  /** The cluster that it is part of, which keeps the backups then. */
  readonly cluster?: string
}

/** A snapshot of a database that is complete. */
export interface DatabaseSnapshot {
  readonly id: string
  /** `automated`, `manual`, `awsbackup` */
  readonly kind: string
  readonly createdAt: number
}

export interface RdsPort {
  /** Undefined: there is none of that name. */
  describeDatabase(id: string): Promise<Database | undefined>
  /** All that are complete, automated ones and those made by hand, newest first. */
  databaseSnapshots(id: string): Promise<readonly DatabaseSnapshot[]>
}

/** Relational databases. */
export function rdsOf(clients: Clients, calls: Calls): RdsPort {
  return {
    async describeDatabase(id) {
      const rds = await clients.rds()
      try {
        const answer = await calls.ask('rds:DescribeDBInstances', (options) =>
          rds.describeDBInstances({ DBInstanceIdentifier: id }, options),
        )
        const [found] = answer.DBInstances ?? []
        return found && toDatabase(found)
      } catch (error) {
        if (error instanceof AwsError && error.code.startsWith('DBInstanceNotFound')) return undefined
        throw error
      }
    },

    async databaseSnapshots(id) {
      const rds = await clients.rds()
      const snapshots: DBSnapshot[] = []
      let marker: string | undefined
      do {
        const page = await calls.ask('rds:DescribeDBSnapshots', (options) =>
          rds.describeDBSnapshots(
            { DBInstanceIdentifier: id, MaxRecords: perCall.snapshots, Marker: marker },
            options,
          ),
        )
        snapshots.push(...(page.DBSnapshots ?? []))
        marker = page.Marker
      } while (marker)
      return snapshots.flatMap(toSnapshot).sort((a, b) => b.createdAt - a.createdAt)
    },
  }
}

function toDatabase(instance: DBInstance): Database {
  const { LatestRestorableTime: restorable, DBClusterIdentifier: cluster } = instance
  return {
    status: instance.DBInstanceStatus ?? 'unknown',
    retention: instance.BackupRetentionPeriod ?? 0,
    ...(restorable === undefined ? {} : { restorableUntil: restorable.getTime() }),
    ...(cluster === undefined ? {} : { cluster }),
  }
}

/** One that is still being made, or failed, restores nothing. */
function toSnapshot(snapshot: DBSnapshot): readonly DatabaseSnapshot[] {
  const { DBSnapshotIdentifier: id = '', SnapshotType: kind = '', SnapshotCreateTime: createdAt } = snapshot
  if (snapshot.Status !== 'available' || createdAt === undefined) return []
  return [{ id, kind, createdAt: createdAt.getTime() }]
}
