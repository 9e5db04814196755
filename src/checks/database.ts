import { z } from 'zod'
import { duration } from './arguments.js'
import { check } from './check.js'
import { configuredDatabase } from './configured-database.js'
import { figuresAgainstTargets } from './infrastructure.js'

const minute = 60_000

export const database = check({
  name: 'database',
  summary:
    'Whether the database is available, and its figures against their targets: CPU, connections, free storage',
  results: {
    pass: 'available, all within target',
    warn: 'RDS is at work on it (a backup, a change), or a figure was beyond its target in the `window` and is not now',
    fail: 'it is not available, or a figure is beyond its target',
  },
  reads: ['rds:DescribeDBInstances', 'cloudwatch:GetMetricData'],
  value: 'figures beyond their target',
  needsService: false,
  arguments: z.strictObject({
    window: duration({ least: minute }).prefault('15m').describe('how far back one is looked for'),
  }),
  async ask(subject, { window }, ports) {
    const [{ id, status }, figures] = await Promise.all([
      configuredDatabase(subject, ports),
      figuresAgainstTargets(subject, { focus: 'rds', cause: 'database' }, window, ports),
    ])
    const standing = standingOf(status)
    if (standing === 'pass') return figures
    const figure = `${id} is ${status}; ${figures.figure}`
    if (standing === 'fail') return { ...figures, result: 'fail', figure, cause: 'database' }
    return { ...figures, result: figures.result === 'pass' ? 'warn' : figures.result, figure }
  },
})

/**
 * States in which it can be used: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html. One that is newer than these
 * lists is a warning.
 */
const wellStates = ['available', 'storage-optimization']
const downStates =
  /^(?:creating|deleting|failed|inaccessible-encryption-credentials.*|incompatible-.*|insufficient-capacity|rebooting|restore-error|starting|stopp(?:ed|ing)|storage-full)$/

function standingOf(status: string): 'pass' | 'warn' | 'fail' {
  if (wellStates.includes(status)) return 'pass'
  return downStates.test(status) ? 'fail' : 'warn'
}
