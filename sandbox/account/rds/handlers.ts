import type {
  DBInstance,
  DBSnapshot,
  DescribeDBInstancesCommandInput,
  DescribeDBInstancesCommandOutput,
  DescribeDBSnapshotsCommandInput,
  DescribeDBSnapshotsCommandOutput,
} from '@aws-sdk/client-rds'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { arn } from '../identity.js'
import { page } from '../paging.js'
import type { World } from '../world.js'
import type { DatabaseRecord } from './model.js'

const hour = 3_600_000
const day = 24 * hour
/** The backup window of every instance: when its snapshot of the day is made, UTC. */
const snapshotAt = 16 * hour + 7 * 60_000

function pageOf<Item>(
  items: readonly Item[],
  input: { Marker?: string | undefined; MaxRecords?: number | undefined },
) {
  const size = input.MaxRecords ?? 100
  if (!(size >= 20 && size <= 100)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value ${size} for MaxRecords. Must be between 20 and 100`,
    )
  }
  const badToken = new AwsError('InvalidParameterValue', 'The marker is not valid')
  return page(items, { nextToken: input.Marker, size, badToken })
}

const describeInstances: Handler<DescribeDBInstancesCommandInput, DescribeDBInstancesCommandOutput> = (
  input,
  { world },
) => {
  const { DBInstanceIdentifier: id } = input
  const found = [...world.databases.values()].filter((database) => id === undefined || database.id === id)
  if (id !== undefined && found.length === 0) {
    throw new AwsError('DBInstanceNotFound', `DBInstance ${id} not found.`, 404)
  }
  const { items, nextToken } = pageOf(found, input)
  return { DBInstances: items.map((database) => describeInstance(database, world)), Marker: nextToken }
}

function describeInstance(database: DatabaseRecord, world: World): DBInstance {
  const { id, cluster, retention } = database
  const isKeptHere = cluster === undefined && retention > 0
  return {
    DBInstanceIdentifier: id,
    DBInstanceArn: database.arn,
    DBInstanceClass: database.instanceClass,
    DBInstanceStatus: database.status,
    Engine: cluster === undefined ? 'postgres' : 'aurora-postgresql',
    MultiAZ: database.isMultiAz,
    InstanceCreateTime: new Date(database.createdAt),
    BackupRetentionPeriod: retention,
    ...(cluster === undefined ? {} : { DBClusterIdentifier: cluster }),
    ...(isKeptHere ? { LatestRestorableTime: new Date(world.time.now() - database.lag) } : {}),
  }
}

const describeSnapshots: Handler<DescribeDBSnapshotsCommandInput, DescribeDBSnapshotsCommandOutput> = (
  input,
  { world },
) => {
  const { DBInstanceIdentifier: id, SnapshotType: type } = input
  const databases = [...world.databases.values()].filter((one) => id === undefined || one.id === id)
  const found = databases
    .flatMap((database) => [...automatedOf(database, world), ...manualOf(database, world)])
    .filter(({ SnapshotType }) => type === undefined || SnapshotType === type)
  const { items, nextToken } = pageOf(found, input)
  return { DBSnapshots: [...items], Marker: nextToken }
}

/** One a day for as long as they are kept, oldest first. */
function automatedOf(database: DatabaseRecord, world: World): readonly DBSnapshot[] {
  const now = world.time.now()
  const today = Math.floor(now / day) * day + snapshotAt
  const last = today <= now ? today : today - day
  const until = database.snapshotsUntil ?? now
  return Array.from(
    { length: database.retention },
    (_, index) => last - (database.retention - 1 - index) * day,
  )
    .filter((at) => at >= database.createdAt && at <= until)
    .map((at) => {
      const name = `rds:${database.id}-${new Date(at).toISOString().slice(0, 16).replace(/[T:]/g, '-')}`
      return describeSnapshot(database, { name, at, status: 'available', type: 'automated' })
    })
}

function manualOf(database: DatabaseRecord, world: World): readonly DBSnapshot[] {
  return world.snapshots
    .filter((snapshot) => snapshot.database === database.id)
    .map(({ id, createdAt, status }) =>
      describeSnapshot(database, { name: id, at: createdAt, status, type: 'manual' }),
    )
}

function describeSnapshot(
  database: DatabaseRecord,
  { name, at, status, type }: { name: string; at: number; status: string; type: 'automated' | 'manual' },
): DBSnapshot {
  return {
    DBSnapshotIdentifier: name,
    DBSnapshotArn: arn('rds', `snapshot:${name}`),
    DBInstanceIdentifier: database.id,
    SnapshotType: type,
    Status: status,
    Engine: 'postgres',
    Encrypted: true,
    // RDS gives a snapshot its time when it is made.
    ...(status === 'creating' ? {} : { SnapshotCreateTime: new Date(at) }),
  }
}

export const rdsHandlers = {
  DescribeDBInstances: describeInstances,
  DescribeDBSnapshots: describeSnapshots,
}
