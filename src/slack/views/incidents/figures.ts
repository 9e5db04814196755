import { formatDuration } from '../../../core/duration.js'
import type { IncidentFigures } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { context, section } from '../../blocks.js'
import { message } from '../../message.js'

/** The figures by which teams compare themselves with themselves: lines, which a phone shows whole. */
export function figuresMessage(figures: IncidentFigures): Message {
  const { days, bySeverity, open, deployments, failedDeployments, changeFailureRate: rate } = figures
  const total = bySeverity[1] + bySeverity[2] + bySeverity[3]
  const failed =
    rate === undefined ? '*—*' : `*${Math.round(rate * 100)} %* (${failedDeployments} of ${deployments})`
  return message([
    section(
      `*${total} ${total === 1 ? 'incident' : 'incidents'} in ${days} days*${open === 0 ? '' : `, ${open} open`}`,
    ),
    section(
      [
        `SEV-1 *${bySeverity[1]}* · SEV-2 *${bySeverity[2]}* · SEV-3 *${bySeverity[3]}*`,
        `Time to acknowledge *${tookOf(figures.timeToAcknowledge)}* (mean)`,
        `Time to resolve *${tookOf(figures.timeToResolve)}* (mean)`,
        `Deployments a day *${deployments === 0 ? 'none' : figures.deploymentsADay.toFixed(2)}*`,
        `Change failure rate ${failed}`,
      ].join('\n'),
    ),
    context(
      'Times from when it was opened. A deployment counts as failed when it failed, was undone, or somebody rolled back after it.',
    ),
  ])
}

function tookOf(took: number | undefined): string {
  return took === undefined ? '—' : formatDuration(took)
}
