import { z } from 'zod'
import type { Database, DatabaseSnapshot } from '../aws/aws.js'
import { formatDuration } from '../core/duration.js'
import { UserError } from '../core/user-error.js'
import { duration } from './arguments.js'
import { check } from './check.js'
import { configuredDatabase } from './configured-database.js'
import { awsOf } from './subject.js'

const hour = 3_600_000
/** RDS keeps logs every five minutes: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html. Behind by more than this they are not kept as they should be. */
const logsLate = hour

export const backupAge = check({
  name: 'backup-age',
  summary:
    'How old the newest state is that the database can be restored to: from its automated backups, or from a snapshot, also one made by hand',
  results: {
    pass: 'younger than `at_most`, by its automated backups',
    warn: 'younger, but only a snapshot is: there are no automated backups, or they have fallen behind',
    fail: 'older than `at_most`, or there is no backup',
  },
  reads: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
  value: 'age in hours',
  needsService: false,
  arguments: z.strictObject({
    at_most: duration().prefault('24h').describe('how old it may be'),
  }),
  async ask(subject, { at_most: atMost }, ports) {
    const database = await configuredDatabase(subject, ports)
    refuseCluster(database)
    const [snapshot] = await awsOf(subject, ports).databaseSnapshots(database.id)
    const now = ports.clock.now()
    const { restorableUntil } = database
    const newest = Math.max(restorableUntil ?? 0, snapshot?.createdAt ?? 0)
    const lines = linesOf(database, snapshot, now)
    if (newest === 0) return { result: 'fail', figure: `there is no backup of ${database.id}`, lines }
    const age = Math.max(0, now - newest)
    const value = Math.round((age / hour) * 10) / 10
    const keepsUp = restorableUntil !== undefined && now - restorableUntil <= Math.min(logsLate, atMost)
    const by = newest === restorableUntil ? 'its automated backups' : `the snapshot ${snapshot?.id}`
    return {
      result: age > atMost ? 'fail' : keepsUp ? 'pass' : 'warn',
      figure: `${database.id} can be restored to ${formatDuration(age)} ago, from ${by}`,
      value,
      lines,
    }
  },
})

/** @throws UserError `backups-of-cluster` */
function refuseCluster({ id, cluster }: Database & { readonly id: string }): void {
  if (cluster === undefined) return
  const what = `${id} belongs to the cluster ${cluster}, which keeps the backups.`
  throw new UserError('backups-of-cluster', what, 'Look at the cluster in the console.')
}

function linesOf(
  { restorableUntil, retention }: Database,
  snapshot: DatabaseSnapshot | undefined,
  now: number,
): readonly string[] {
  const ago = (at: number) => `${formatDuration(Math.max(0, now - at))} ago`
  return [
    restorableUntil === undefined
      ? 'no automated backups'
      : `automated backups, kept for ${retention} d: up to ${ago(restorableUntil)}`,
    snapshot === undefined
      ? 'no snapshot'
      : `newest snapshot (${snapshot.kind}): ${snapshot.id}, ${ago(snapshot.createdAt)}`,
  ]
}
