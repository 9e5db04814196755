import type { Runbook } from '../../../core/runbook.js'

/** Whether the day is over by which somebody was to look at it again. @param now ms since the epoch */
export function isOverdue({ reviewBy }: Pick<Runbook, 'reviewBy'>, now: number): boolean {
  return reviewBy !== undefined && reviewBy < new Date(now).toISOString().slice(0, 10)
}
