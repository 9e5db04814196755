import type { IncidentRecord } from '../core/incident.js'
import { changesBefore, changesSince, type TimelineLine, type TimelineSources } from './timeline.js'

/** What somebody who comes late has to know, besides the incident's own record. The newest first. */
export interface Briefing {
  /** What was changed since it began, however it ended. */
  readonly tried: readonly TimelineLine[]
  /** What was changed in the two hours before. */
  readonly changed: readonly TimelineLine[]
}

export async function briefingOf(
  record: IncidentRecord,
  now: number,
  sources: TimelineSources,
): Promise<Briefing> {
  const [tried, changed] = await Promise.all([
    changesSince(record, now, sources),
    changesBefore(record, sources),
  ])
  return { tried, changed }
}
