import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import type { CallObservation } from '../../src/aws/call.js'
import { createAwsFor } from '../../src/aws/create-aws.js'
import { systemClock } from '../../src/core/clock.js'
import { createZone } from '../../src/core/time-zone.js'
import { errorPattern } from '../../src/logs/error-pattern.js'
import { readLogs } from '../../src/logs/read-logs.js'
import { logsMessage } from '../../src/slack/views/logs/logs.js'
import { environmentOf } from '../aws/environment.js'
import { startChild } from './child.js'
import type { Bench, Figure } from './figure.js'

/** ms each call to the simulated account takes at least. */
const latency = 50
/** Answers of one round, two a second: as an incident has them. */
const answers = 12
const between = 500

const group = '/ecs/ohmycoins-prod/backend'
const place = environmentOf('production', 'ohmycoins-prod', ['backend'])
const environment = { ...place, logGroups: { backend: group } }

/**
 * `logs backend production` at two a second, from the question to the finished message, in one process as people meet it, against the two
 * calls of FilterLogEvents that it makes, sent at once and alone, in turn with it: the account takes a while to make its lines up.
 */
export const logs: Bench = async ({ rounds, profile }) => {
  const account = await startChild('status-account.ts', [String(latency), '2'], profile)
  const ours: number[] = []
  const bare: number[] = []
  let calls = 0
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: await account.ask<string>('url'),
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    })
    const observe = ({ action }: CallObservation) => {
      if (action === 'logs:FilterLogEvents') calls += 1
    }
    const awsFor = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }), observe })
    const floorFor = createAwsFor({ clock: systemClock, logger: pino({ level: 'silent' }) })
    try {
      // The first round warms the compiler up.
      for (let round = 0; round <= rounds; round += 1) {
        const told = await atPace(() => answer(awsFor))
        await sleep(2_000)
        const floor = await atPace(() => call(floorFor))
        await sleep(2_000)
        if (round === 0) calls = 0
        else {
          ours.push(median(told))
          bare.push(median(floor))
        }
      }
    } finally {
      await awsFor.close()
      await floorFor.close()
    }
  } finally {
    await account.stop()
  }
  return [
    {
      name: 'Logs at two a second → the answer',
      unit: 'ms',
      ours,
      bare,
      against: 'its two calls, alone',
      goal: { atMost: 1.3 },
    },
    {
      name: 'Logs: calls of FilterLogEvents an answer',
      unit: 'calls',
      ours: [calls / (rounds * answers)],
      bare: [1],
      against: 'one call',
      goal: { atMost: 2 },
    },
  ] satisfies readonly Figure[]
}

async function atPace(work: () => Promise<number>): Promise<readonly number[]> {
  const running: Promise<number>[] = []
  for (let index = 0; index < answers; index += 1) {
    running.push(work())
    await sleep(between)
  }
  return Promise.all(running)
}

async function answer(awsFor: ReturnType<typeof createAwsFor>): Promise<number> {
  const begun = performance.now()
  const found = await readLogs({
    aws: awsFor(environment),
    environment,
    service: environment.services[0] as never,
    question: { limit: 50 },
    zone: createZone('Australia/Sydney'),
    clock: systemClock,
  })
  logsMessage(found)
  if (found.lines.length < 50) throw new Error(`Only ${found.lines.length} lines were found`)
  return performance.now() - begun
}

async function call(awsFor: ReturnType<typeof createAwsFor>): Promise<number> {
  const begun = performance.now()
  const to = Date.now()
  const newest = { logGroup: group, from: to - 86_400_000, to, newestFirst: true, limit: 400 }
  const errors = { ...newest, from: to - 900_000, pattern: errorPattern, limit: 5_000 }
  const aws = awsFor(environment)
  await Promise.all([aws.logEvents(newest), aws.logEvents(errors)])
  return performance.now() - begun
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}
