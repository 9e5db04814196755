import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Account } from '../../sandbox/account/account.js'
import type { WorldControl } from '../../sandbox/account/control-contract.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { sandboxConfig, startWorld } from '../../sandbox/world.js'
import { OperationRecord } from '../../src/core/operation.js'
import { bucketOf, buckets } from '../../src/aws/limits.js'
import { createFlowStore, type FlowStore } from '../../src/flow/flow-store.js'
import { createFlowQueue } from '../../src/flow/queue.js'
import { type Child, startChild } from './child.js'
import type { Bench, Figure } from './figure.js'
import type { Cost } from './own-cost.js'
import { commandsRun } from './store-commands.js'
import { interval, waitingEnvironment } from './waiting-pace.js'

/** So many scales; looks begin all at once and have spread after so many intervals: of 5,000 AWS answers 180 a second. */
const runs = [
  { count: 1_000, settledAfter: 2 },
  { count: 5_000, settledAfter: 8 },
]
/** Tasks start soon once there is room for them, so that an end falls where it is put. */
const speed = 100
/** Scales whose end is timed, one after another over an interval. */
const ended = 20

/** Scales that wait for tasks, on one worker: what looking after them costs, and how soon an end is noticed. */
export const waiting: Bench = async ({ rounds, profile }) => {
  const figures: Figure[] = []
  for (const run of runs) figures.push(...(await waitingFor(run, rounds, profile)))
  return figures
}

/** @param rounds of measuring, once all have been looked at */
export async function waitingFor(
  { count, settledAfter }: (typeof runs)[number],
  rounds: number,
  profile?: string,
): Promise<readonly Figure[]> {
  const prefix = waitingEnvironment(count)
  const environments = [...ohMyCoins(), manyServices({ count, prefix, desiredCount: 1 })]
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    account: { witness: false, speed, environments },
  })
  const folder = await mkdtemp(join(tmpdir(), 'ohmy-bench-'))
  const config = join(folder, 'ohmy.yaml')
  await writeFile(config, await configWith(prefix))
  const environment = { ...world.environment, OHMY_CONFIG: config, OHMY_ROLES: 'worker' }
  const bot = await startChild('waiting-bot.ts', [JSON.stringify(environment)], profile)
  const redis = new Redis(world.store.url)
  try {
    await bot.ask('port')
    const ids = await begin(bot, redis, { count, prefix, account: world.account })
    await sleep(settledAfter * interval)
    const costs: Measured[] = []
    for (let round = 0; round < rounds; round++) costs.push(await measure(bot, redis, world.account.calls))
    const late = await untilNoticed(redis, ids, prefix, world.account.world)
    return figuresOf(count, costs, late)
  } finally {
    redis.disconnect()
    await bot.stop()
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Measured extends Cost {
  /** DescribeServices in an interval. */
  readonly polls: number
  /** Commands the store ran in a second, those that scripts call with them. */
  readonly commands: number
}

async function measure(
  bot: Child,
  redis: Redis,
  calls: { of(action: string): readonly unknown[] },
): Promise<Measured> {
  const before = { polls: calls.of('DescribeServices').length, commands: await commandsRun(redis) }
  await bot.ask('begin')
  await sleep(interval)
  const cost = await bot.ask<Cost>('end')
  return {
    ...cost,
    polls: calls.of('DescribeServices').length - before.polls,
    commands: ((await commandsRun(redis)) - before.commands) / (interval / 1_000),
  }
}

/** One scale is asked for as people do; the others are records like it, each of its own service. @returns their ids */
async function begin(
  bot: Child,
  redis: Redis,
  { count, prefix, account }: { count: number; prefix: string; account: Account },
): Promise<readonly string[]> {
  const named = (number: number) => `service-${String(number).padStart(4, '0')}`
  for (let number = 1; number <= count; number++) account.world.setCapacity(`${prefix}-${named(number)}`, 1)
  const first = OperationRecord.parse(await bot.ask('scale', `scale service-0001 2 ${prefix}`))
  const store = createFlowStore(redis, 6_000)
  const queue = createFlowQueue(redis)
  const ids: string[] = []
  for (let number = 2; number <= count; number++) {
    const name = named(number)
    const id = `op-bench${number}`
    account.world.setDesiredCount(`${prefix}-${name}`, 2)
    const record = JSON.parse(
      JSON.stringify({ ...first, id }).replaceAll('service-0001', name),
    ) as OperationRecord
    const holds = [{ name: `service:${prefix}-cluster/${prefix}-${name}`, most: 1 }]
    await store.create({ id, kind: 'change', lane: 'changing', record, holds, keptFor: 3_600_000 })
    await queue.wake(id, 'changing')
    ids.push(id)
  }
  await queue.close()
  return ids
}

/** Makes room for some tasks, one scale after another. @returns ms from a task that runs to the record that says so */
async function untilNoticed(
  redis: Redis,
  ids: readonly string[],
  prefix: string,
  world: WorldControl,
): Promise<readonly number[]> {
  const store = createFlowStore(redis, 6_000)
  const late: Promise<number>[] = []
  for (let at = 0; at < ended; at++) {
    // Far apart, so that neighbours in the list, which are looked at together, are not all that is seen.
    const id = ids[Math.floor((at * ids.length) / ended)] ?? ''
    const service = `${prefix}-service-${id.replace('op-bench', '').padStart(4, '0')}`
    world.setCapacity(service, undefined)
    await until(() => Promise.resolve(world.service(service).runningCount === 2))
    late.push(noticed(store, id, Date.now()))
    await sleep(interval / ended)
  }
  return Promise.all(late)
}

async function noticed(store: FlowStore, id: string, at: number): Promise<number> {
  let endedAt: number | undefined
  await until(async () => {
    const record = (await store.read(id))?.record as OperationRecord | undefined
    endedAt = record?.steps.find(({ title }) => title === 'Wait for running tasks')?.endedAt
    return endedAt !== undefined
  }, 250)
  return (endedAt ?? 0) - at
}

async function until(look: () => Promise<boolean>, every = 10): Promise<void> {
  for (const last = Date.now() + 6 * interval; Date.now() < last; ) {
    if (await look()) return
    await sleep(every)
  }
  throw new Error('An end was not noticed')
}

function figuresOf(count: number, costs: readonly Measured[], late: readonly number[]): readonly Figure[] {
  const scales = `${count.toLocaleString('en')} scales waiting`
  const figure = (
    name: string,
    unit: Figure['unit'],
    ours: readonly number[],
    bare: number,
    against: string,
    atMost?: number,
  ): Figure => ({
    name: `${scales}: ${name}`,
    unit,
    ours,
    bare: ours.map(() => bare),
    against,
    ...(atMost === undefined ? {} : { goal: { atMost } }),
  })
  const of = (key: keyof Measured) => costs.map((cost) => cost[key])
  const sorted = late.toSorted((left, right) => left - right)
  // So long it takes at AWS's rate until each was looked at, ten in a call.
  const { perSecond } = buckets[bucketOf['ecs:DescribeServices']]
  const round = Math.max(interval, (1_000 * count) / 10 / perSecond)
  return [
    figure('DescribeServices in 10 s', 'calls', of('polls'), count / 10, 'services ÷ 10', 1.2),
    figure('commands in the store', 'a second', of('commands'), 2_000, 'goal', 1),
    figure('commands sent to it', 'a second', of('sent'), count / 10, 'looks due'),
    figure(
      'event loop utilization',
      '%',
      of('utilization').map((share) => 100 * share),
      count === 1_000 ? 15 : 50,
      'goal',
      1,
    ),
    figure('event loop lag, p99', 'ms', of('lag'), 50, 'goal', 1),
    figure(
      'CPU',
      '%',
      of('cpu').map((share) => 100 * share),
      100,
      'one core',
    ),
    figure(
      'an end is noticed after, median',
      'ms',
      [sorted[Math.floor(sorted.length / 2)] ?? 0],
      round,
      'a round of looks',
      1,
    ),
    figure('an end is noticed after, at most', 'ms', [sorted.at(-1) ?? 0], round, 'a round of looks', 1.2),
  ]
}

async function configWith(prefix: string): Promise<string> {
  const known = await readFile(sandboxConfig, 'utf8')
  const added = `environments:
  ${prefix}:
    region: ap-southeast-2
    cluster: ${prefix}-cluster
    servicePrefix: ${prefix}-
    policy:
      scale: { minimum: 0, maximum: 10, toZero: true }
      changesIn: [devops]
`
  return known.replace('environments:\n', added)
}
