import { byUrgency, type Schedule, type ScheduledWork, type ScheduleReport } from '../../core/schedule.js'
import { handOver } from './hand-over.js'
import { morningCheck } from './morning-check.js'
import { runbookCoverage } from './runbook-coverage.js'
import type { Part, ReportSources } from './sources.js'
import { staleLocks } from './stale-locks.js'
import { weeklyCost } from './weekly-cost.js'
import { weeklyPerformance } from './weekly-performance.js'
import { weeklySecurity } from './weekly-security.js'

type MakePart = (schedule: Schedule, sources: ReportSources) => Promise<Part>

const makers: Readonly<Record<ScheduledWork, MakePart>> = {
  'morning-check': ({ environments }, sources) => morningCheck(environments, sources),
  'weekly-cost': ({ environments }, sources) => weeklyCost(environments, sources),
  'weekly-performance': ({ environments }, sources) => weeklyPerformance(environments, sources),
  'weekly-security': ({ environments }, sources) => weeklySecurity(environments, sources),
  'runbook-coverage': ({ environments }, sources) => runbookCoverage(environments, sources),
  'stale-locks': (schedule, sources) => staleLocks(schedule, sources),
  'hand-over': (_schedule, sources) => handOver(sources),
}

/** Everything one message tells. @throws a defect */
export async function reportOf(schedule: Schedule, sources: ReportSources): Promise<ScheduleReport> {
  const { what, environments } = schedule
  const { findings, fine, facts = [], headline } = await makers[what](schedule, sources)
  return {
    ...{ what, environments, findings: byUrgency(findings), fine },
    ...(facts.length === 0 ? {} : { facts }),
    ...(headline === undefined ? {} : { headline }),
  }
}
