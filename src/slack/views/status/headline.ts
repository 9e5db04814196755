import type { EnvironmentStatus } from '../../../core/status.js'
import { naming, whatIsWrong } from '../../../core/status-words.js'

/** Why it is as the first line says: all that is wrong, without the words of the lines below it. */
export function headlineReason(status: EnvironmentStatus): string {
  const { focus, verdict, reason, services, alarms, muted = [], measurements } = status
  const isMissed = measurements.some(({ met, value }) => !met && value !== undefined)
  const isToldBelow = alarms.length + muted.length > 0 || isMissed
  const isWrong = verdict === 'down' || verdict === 'degraded' || verdict === 'worth a look'
  // Who asks about one service reads what is wrong with that.
  if (focus !== undefined || !isWrong || !isToldBelow) return reason
  const deploying = services.some((service) => service.verdict === 'deploying')
  const wrong = whatIsWrong({ ...status, muted }, { brief: true })
  return [...wrong, ...(deploying ? [naming(services, 'deploying')] : [])].join('; ')
}
