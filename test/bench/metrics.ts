import { pino } from 'pino'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { systemClock } from '../../src/core/clock.js'
import type { Environment } from '../../src/core/environment.js'
import { readMetrics } from '../../src/metrics/read-metrics.js'
import { metricsMessage } from '../../src/slack/views/metrics/metrics.js'
import { createZone } from '../../src/core/time-zone.js'
import { environmentOf } from '../aws/environment.js'
import { thresholds } from '../status/thresholds.js'
import { startChild } from './child.js'
import type { Bench, Figure } from './figure.js'

/** ms each call to the simulated account takes at least. */
const latency = 50
const hour = 3_600_000

/**
 * The figures of 2 and 25 services over three hours, from the question to the finished message with its charts, against calls that have to
 * wait for one another: the list where services are discovered, then the descriptions beside the load balancer, then all figures in one call.
 */
export const metrics: Bench = async ({ rounds, profile }) => {
  const account = await startChild('status-account.ts', [String(latency), '25'], profile)
  const cases = [
    {
      count: 2,
      asked: environmentOf('staging', 'ohmycoins-staging', ['backend', 'frontend']),
      depth: 2,
    },
    { count: 25, asked: environmentOf('bench', 'bench-25', []), depth: 3 },
  ]
  const times = new Map<number, number[]>(cases.map(({ count }) => [count, []]))
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: await account.ask<string>('url'),
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    })
    for (let round = 0; round <= rounds; round++) {
      for (const { count, asked } of cases) {
        const time = await read(asked, count)
        // The first round warms the compiler up.
        if (round > 0) times.get(count)?.push(time)
      }
    }
  } finally {
    await account.stop()
  }
  return cases.map(({ count, depth }): Figure => {
    const ours = times.get(count) ?? []
    return {
      name: `Metrics of ${count} services`,
      unit: 'ms',
      ours,
      bare: ours.map(() => depth * latency),
      against: `${depth} calls deep × ${latency} ms`,
      // Of 25 services the simulated account makes up 20,000 points, which is not our work: told, not judged.
      ...(count === 2 ? { goal: { atMost: 1.3 } } : {}),
    }
  })
}

/** Reads as a process does that has just started: clients loaded, no connection open, call rates unused. Answers with ms. */
async function read(environment: Environment, count: number): Promise<number> {
  const awsFor = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }) })
  try {
    await awsFor.warm([environment])
    const begun = performance.now()
    const found = await readMetrics({
      aws: awsFor(environment),
      environment,
      since: 3 * hour,
      thresholds,
      clock: systemClock,
    })
    metricsMessage(found, { zone: createZone('Australia/Sydney'), since: '3h', buttons: true })
    const time = performance.now() - begun
    const services = new Set(found.figures.map(({ subject }) => subject))
    if (services.size < count || found.missing.length > 0) {
      throw new Error(`Not all of ${count} services were read: ${JSON.stringify(found.missing)}`)
    }
    return time
  } finally {
    await awsFor.close()
  }
}
