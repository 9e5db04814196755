import type { ScheduleFinding } from '../../core/schedule.js'
import { countedOf, listed } from '../../core/wording.js'
import { orUnread, type Part, type ReportSources } from './sources.js'

const namesShown = 5

/** Alarms that nobody wrote a runbook for, patterns that fit no alarm, runbooks that are broken or were to be looked through. */
export function runbookCoverage(environments: readonly string[], sources: ReportSources): Promise<Part> {
  return orUnread(sources, { subject: 'runbooks', topic: 'alarms' }, async () => {
    const { runbooks, broken } = await sources.runbooks()
    const coverage = await sources.coverage(runbooks, environments)
    const today = new Date(sources.zone.wallAt(sources.now())).toISOString().slice(0, 10)
    const old = sources.overdue(runbooks, today)
    const findings: ScheduleFinding[] = [
      ...broken.map(({ file, says }) => ({ mark: 'bad' as const, subject: file, topic: 'broken', says })),
      ...coverage.withoutRunbook.map(({ environment, alarms }) => ({
        ...{ mark: 'attention' as const, subject: environment, topic: 'no runbook' },
        says: `${alarms.length === 1 ? '1 alarm has' : `${alarms.length} alarms have`} none: ${firstOf(alarms)}`,
        button: {
          text: 'Alarms',
          line: { verb: 'alarms', words: [environment], options: { all: true as const } },
        },
      })),
      ...old.map(({ id, title, reviewBy = '' }) => ({
        ...{ mark: 'attention' as const, subject: title, topic: 'review' },
        says: `it was to be looked through by ${reviewBy}`,
        button: { text: 'Runbook', line: { verb: 'runbook', words: ['show', id] } },
      })),
      ...coverage.idle.map(({ runbook, pattern }) => ({
        ...{ mark: 'attention' as const, subject: runbook.title, topic: 'pattern' },
        says: `no alarm is called like ${pattern}`,
      })),
      ...coverage.unread.map(({ environment, says }) => ({
        ...{ mark: 'unknown' as const, subject: environment, topic: 'alarms', says },
      })),
    ]
    const without = coverage.withoutRunbook.reduce((sum, { alarms }) => sum + alarms.length, 0)
    return {
      findings,
      fine: [
        ...(coverage.alarms > without
          ? [`${countedOf(coverage.alarms - without, coverage.alarms, 'alarm')} with a runbook`]
          : []),
        ...(old.length === 0 ? [`none of ${runbooks.length} runbooks is overdue`] : []),
      ],
    }
  })
}

function firstOf(names: readonly string[]): string {
  const left = names.length - namesShown
  return listed(left > 0 ? [...names.slice(0, namesShown), `${left} more`] : names, 'and')
}
