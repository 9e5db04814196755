import type { History } from '../changes/history.js'
import type { AlertFindings, AlertRecord } from '../core/alert.js'

/** What changed so long before is no suspect any more (ms). */
const changedWithin = 2 * 3_600_000

/**
 * The last operation on the environment of an alert before it began, else the last before it rang, which is not its reason; undefined: none within two hours, or
 * nobody knows.
 */
export async function changedBefore(
  { environment, since, beganAt = since }: Pick<AlertRecord, 'environment' | 'since' | 'beganAt'>,
  history: Pick<History, 'list'>,
): Promise<AlertFindings['changed']> {
  const time = { since: since - changedWithin, until: since }
  const { operations } = await history
    .list({ environments: [environment], ...time, limit: 10 })
    .catch(() => ({ operations: [] }))
  const lastBefore = (moment: number) =>
    operations.find(({ startedAt }) => startedAt !== undefined && startedAt <= moment)
  const last = lastBefore(Math.min(beganAt, since)) ?? lastBefore(since)
  if (last?.startedAt === undefined) return undefined
  return { id: last.id, summary: last.plan.summary, by: last.caller.name, at: last.startedAt }
}
