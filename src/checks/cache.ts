import { z } from 'zod'
import { duration } from './arguments.js'
import { check } from './check.js'
import { figuresAgainstTargets } from './infrastructure.js'

const minute = 60_000

export const cache = check({
  name: 'cache',
  summary: 'The figures of the cache against their targets: hit rate, CPU, memory, evictions',
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
    figuresAgainstTargets(subject, { focus: 'redis', cause: 'cache' }, window, ports),
})
