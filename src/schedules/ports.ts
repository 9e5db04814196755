import type { Schedule, ScheduleReport, ScheduleRun } from '../core/schedule.js'

/** What a schedule may use of the rest of the house. */
export interface SchedulePorts {
  /**
   * Looks at everything that its message tells. Reads only. What cannot be looked at is a finding.
   * @throws a defect, or what cannot be worked around
   */
  report(schedule: Schedule): Promise<ScheduleReport>
  /** Posts what was found; under the name of a letter that was handed in before nothing is posted again. */
  post(schedule: Schedule, run: ScheduleRun, report: ScheduleReport | undefined): Promise<void>
  /** Tells whoever runs ohmy. */
  log(event: {
    readonly schedule: string
    readonly missed: number
    readonly first: number
    readonly last: number
  }): void
}
