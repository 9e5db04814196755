import { pino } from 'pino'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { perCall } from '../../src/aws/limits.js'
import { thresholds } from '../status/thresholds.js'
import { systemClock } from '../../src/core/clock.js'
import type { Environment } from '../../src/core/environment.js'
import { readStatus } from '../../src/status/read-status.js'
import { startChild } from './child.js'
import type { Bench, Figure } from './figure.js'

/** ms each call to the simulated account takes at least. */
const latency = 50
const discovered = [25, 1_000]

/** The status of 2, 25 and 1,000 services, against calls that have to wait for one another. */
export const status: Bench = async ({ rounds, profile }) => {
  const account = await startChild('status-account.ts', [latency, ...discovered].map(String), profile)
  const configured = environment('ohmycoins-staging', ['backend', 'frontend'])
  const cases = [
    { count: 2, asked: configured, depth: depthOf(2, true) },
    ...discovered.map((count) => ({
      count,
      asked: environment(`bench-${count}`, []),
      depth: depthOf(count, false),
    })),
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
      name: `Status of ${count.toLocaleString('en')} services`,
      unit: 'ms',
      ours,
      bare: ours.map(() => depth * latency),
      against: `${depth} calls deep × ${latency} ms`,
      goal: { atMost: 1.3 },
    }
  })
}

/**
 * How many calls have to wait for one another: each page of the list for the page before (an environment that names its services needs
 * none), then the descriptions, then what only they name: revisions and target groups. Everything else is asked beside these.
 */
function depthOf(count: number, configured: boolean): number {
  const pages = configured ? 0 : Math.ceil(count / perCall.servicesListed)
  return pages + 2
}

/** Reads as a process does that has just started: clients loaded, no connection open, call rates unused. Answers with ms. */
async function read(asked: Environment, count: number): Promise<number> {
  const awsFor = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }) })
  try {
    await awsFor.warm([asked])
    const begun = performance.now()
    const found = await readStatus({
      aws: awsFor(asked),
      environment: asked,
      thresholds,
      clock: systemClock,
    })
    const time = performance.now() - begun
    if (found.services.length !== count || found.missing.length > 0) {
      throw new Error(`Not all of ${count} services were read: ${JSON.stringify(found.missing)}`)
    }
    return time
  } finally {
    await awsFor.close()
  }
}

function environment(prefix: string, names: readonly string[]): Environment {
  const cluster = `${prefix}-cluster`
  return {
    name: prefix,
    aliases: [],
    region: 'ap-southeast-2',
    cluster,
    services: names.map((name) => ({ environment: prefix, name, service: `${prefix}-${name}`, cluster })),
    servicePrefix: `${prefix}-`,
    logGroups: {},
    loadBalancer: `${prefix}-alb`,
    alarmPrefix: `${prefix}-`,
    policy: {
      scale: { minimum: 0, maximum: 10, toZero: true },
      access: {},
      approvals: {},
      approvalsExpireAfter: 1_800_000,
      changesIn: [],
    },
  }
}
