import type { KnownBlock } from '@slack/types'
import { shortDay } from '../../../core/calendar.js'
import { formatDuration } from '../../../core/duration.js'
import type { FiguresPeriod, IncidentCount, IncidentFigures } from '../../../core/incident.js'
import type { Message } from '../../../core/message.js'
import { chart, context, section, table } from '../../blocks.js'
import { message } from '../../message.js'

const nothing = '–'
const severities = [1, 2, 3] as const

/** The figures by which a team compares itself with itself: how it was, then in a table, then over time. */
export function figuresMessage(figures: IncidentFigures): Message {
  const { days, all, bySeverity, isCut } = figures
  const blocks: KnownBlock[] = [section(headOf(figures))]
  if (all.count > 0)
    blocks.push(
      table(
        [
          ['Severity', 'Incidents', 'Acknowledged after', 'Resolved after'],
          ...severities.map((severity) => rowOf(`SEV-${severity}`, bySeverity[severity])),
          rowOf('All', all),
        ],
        ['left', 'right', 'right', 'right'],
      ),
    )
  blocks.push(section(deploymentsOf(figures)), ...charts(figures))
  const cut = isCut ? 'There was more than ohmy looks through: this is the newest of it. ' : ''
  blocks.push(
    context(
      `${cut}The last ${days} days. Means, from when it was opened; what is open does not count as resolved. A deployment failed when it failed, was undone or rolled back.`,
    ),
  )
  return message(blocks)
}

function headOf({ days, all }: IncidentFigures): string {
  if (all.count === 0) return `✅ *No incident in ${days} days*`
  const open = all.open === 0 ? '' : `, ${all.open} open`
  return `📊 *${counted(all.count, 'incident')} in ${days} days*${open}`
}

function rowOf(name: string, count: IncidentCount): readonly string[] {
  const many = count.open === 0 ? String(count.count) : `${count.count} (${count.open} open)`
  return [name, many, tookOf(count.timeToAcknowledge), tookOf(count.timeToResolve)]
}

function deploymentsOf(figures: IncidentFigures): string {
  const { deployments, failedDeployments, deploymentsADay, changeFailureRate: rate, timeToRestore } = figures
  if (rate === undefined) return 'ohmy deployed nothing.'
  return [
    `Deployments *${deployments}*, ${deploymentsADay.toFixed(deploymentsADay < 1 ? 2 : 1)} a day`,
    `Change failure rate *${Math.round(rate * 100)} %* (${failedDeployments} of ${deployments})`,
    `Time to restore after one *${tookOf(timeToRestore)}*`,
  ].join('\n')
}

/** Only where there is a course to see. */
function charts({ course, all, deployments, failedDeployments }: IncidentFigures): readonly KnownBlock[] {
  if (course.length < 3) return []
  const used = severities.filter((severity) => course.some(({ incidents }) => incidents[severity] > 0))
  return [
    ...(all.count === 0
      ? []
      : [
          bars(
            'Incidents',
            course,
            used.map((severity) => [`SEV-${severity}`, ({ incidents }) => incidents[severity]]),
          ),
        ]),
    ...(deployments === 0
      ? []
      : [
          bars('Deployments', course, [
            ['started', (period) => period.deployments],
            ...(failedDeployments === 0
              ? []
              : [['failed', (period: FiguresPeriod) => period.failedDeployments] as const]),
          ]),
        ]),
  ]
}

function bars(
  title: string,
  course: readonly FiguresPeriod[],
  series: readonly (readonly [string, (period: FiguresPeriod) => number])[],
): KnownBlock {
  const labels = course.map(({ from }) => shortDay(new Date(from).toISOString().slice(0, 10)))
  return chart(title, {
    type: 'bar',
    series: series.map(([name, valueOf]) => ({
      name,
      data: course.map((period, index) => ({ label: labels[index] ?? nothing, value: valueOf(period) })),
    })),
    axis_config: { categories: labels },
  })
}

function tookOf(took: number | undefined): string {
  return took === undefined ? nothing : formatDuration(took)
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}
