import type { Checked } from '../core/check.js'
import { formatDuration } from '../core/duration.js'
import type { RunRecord } from '../core/run.js'
import { type Review, type ReviewFact, reviewResults } from '../core/security-review.js'
import { utcTime } from '../core/utc-time.js'

/** The runbooks in which restoring and failing over are practised. */
const drills = [
  { runbook: 'backup-restore-drill', topic: 'Restore drill' },
  { runbook: 'failover-drill', topic: 'Failover drill' },
] as const
/** Practised each quarter, with some days' grace (ms). */
const drillEvery = 100 * 86_400_000

/** Whether a database can be restored: how old its newest backup is, how long backups are kept, and when that was last practised. */
export function reviewBackups(
  environment: string,
  {
    backup,
    runs,
    now,
  }: {
    /** Absent: the environment has no database. */
    readonly backup?: Checked
    readonly runs: readonly RunRecord[]
    readonly now: number
  },
): Review {
  const facts = [
    backup === undefined
      ? { topic: 'Backup', result: 'skip' as const, says: 'no database is configured' }
      : backupFact(backup),
    ...drills.map(({ runbook, topic }) =>
      drillFact(
        topic,
        runbook,
        runs.filter((run) => isDrill(run, runbook)),
        now,
      ),
    ),
  ]
  return {
    environment,
    of: 'backups',
    since: now - drillEvery,
    until: now,
    facts: facts.toSorted(
      (one, other) => reviewResults.indexOf(one.result) - reviewResults.indexOf(other.result),
    ),
  }
}

/** A run that somebody took to its end, whether as a drill or in earnest; a dry one restored nothing. */
export function isDrill({ runbook, mode, state }: RunRecord, id?: string): boolean {
  const named = id === undefined ? drills.some((one) => one.runbook === runbook.id) : runbook.id === id
  return named && mode !== 'dry' && state === 'done'
}

function backupFact({ result, figure, lines }: Checked): ReviewFact {
  const results = { pass: 'fine', warn: 'attention', fail: 'attention', unknown: 'skip' } as const
  return { topic: 'Backup', result: results[result], says: figure, ...(lines === undefined ? {} : { lines }) }
}

function drillFact(topic: string, runbook: string, runs: readonly RunRecord[], now: number): ReviewFact {
  const newest = runs.toSorted((one, other) => other.startedAt - one.startedAt)
  const [last] = newest
  const begin = `begin with \`/ohmy runbook start ${runbook}\``
  if (last === undefined) return { topic, result: 'attention', says: `never held; ${begin}` }
  const age = now - last.startedAt
  const when = `${formatDuration(age)} ago, took ${tookWords(last)}`
  return {
    topic,
    result: age > drillEvery ? 'attention' : 'fine',
    says: age > drillEvery ? `last held ${when}; ${begin}` : when,
    lines: newest
      .slice(0, 4)
      .map((run) => `${utcTime(run.startedAt)} · ${tookWords(run)} · ${run.caller.name}`),
  }
}

function tookWords({ startedAt, endedAt = startedAt }: RunRecord): string {
  return formatDuration(endedAt - startedAt)
}
