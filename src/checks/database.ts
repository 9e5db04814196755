import { z } from 'zod'
import { duration } from './arguments.js'
import { check } from './check.js'
import { figuresAgainstTargets } from './infrastructure.js'

const minute = 60_000

export const database = check({
  name: 'database',
  summary: 'The figures of the database against their targets: CPU, connections, free storage',
  results: {
    pass: 'all within target',
    warn: 'one was beyond its target in the `window`, and is not now',
    fail: 'one is beyond its target',
  },
  reads: ['cloudwatch:GetMetricData'],
  value: 'figures beyond their target',
  needsService: false,
  arguments: z.strictObject({
    window: duration({ least: minute }).prefault('15m').describe('how far back one is looked for'),
  }),
  ask: (subject, { window }, ports) =>
    figuresAgainstTargets(subject, { focus: 'rds', cause: 'database' }, window, ports),
})
