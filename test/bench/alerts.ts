import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { credentials } from '../../sandbox/people.js'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { keys } from '../../src/redis/keys.js'
import { alarmEvent } from '../support/alarm-event.js'
import { asStarted, type Child, startChild } from './child.js'
import { goalFigure, type Bench, type Figure } from './figure.js'
import type { Cost } from './own-cost.js'
import { spread } from './statistics.js'

const alarmsEachRound = 10
/** Slack takes a post a second in a channel: what comes faster waits for Slack, not for ohmy (ms). */
const unhurried = 1_200
/** A storm's minute is a second here, so that each alarm is told by itself. */
const timeScale = 1 / 60
const stormOf = 500
/** Over so long they begin to ring (ms). */
const stormWithin = 60_000
/** After the last alarm, the storm's message may take so long to have all of them (ms). */
const settledWithin = 60_000

/** From an event in the queue to its message in Slack, beside the calls alone; and a storm. */
export const alerts: Bench = async ({ rounds, profile }) => [
  ...(await oneByOne(rounds, profile)),
  ...(await storms(Math.min(rounds, 3), profile)),
]

interface Stage {
  readonly world: World
  readonly bot: Child
  readonly bare: Child
}

/** A world with a queue, and a bot that reads it. */
async function onStage<T>(
  options: { readonly timeScale: number; readonly profile?: string | undefined },
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const workspace = { strictRateLimits: true }
  const world = await startWorld({ path: process.env['PATH'] ?? '', workspace, account: { witness: false } })
  const folder = await mkdtemp(join(tmpdir(), 'ohmy-bench-'))
  const config = join(folder, 'ohmy.yaml')
  const { account } = world
  const known = await readFile(sandboxConfig, 'utf8')
  await writeFile(config, `${known}\nalerts:\n  queue: ${account.world.queueUrl()}\n`)
  const environment = JSON.stringify({ ...world.environment, OHMY_CONFIG: config })
  const scale = String(options.timeScale)
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' })
  const bare = await startChild('alerts-bare.ts', [
    ...[account.world.queueUrl(bareQueue), world.workspace.apiUrl, credentials.botToken, account.url],
  ])
  const bot = await startChild('alerts-bot.ts', [environment, scale], options.profile, [
    ...asStarted,
    '--expose-gc',
  ])
  try {
    world.botListensOn(await bot.ask<number>('port'))
    await bare.ask('begin')
    return await play({ world, bot, bare })
  } finally {
    await Promise.all([bot.stop(), bare.stop()])
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const bareQueue = 'ohmycoins-alerts-dead'

function oneByOne(rounds: number, profile?: string): Promise<readonly Figure[]> {
  return onStage({ timeScale, profile }, async ({ world }) => {
    const ours: number[] = []
    const bare: number[] = []
    for (let round = 0; round <= rounds; round++) {
      for (let count = 0; count < alarmsEachRound; count++) {
        const name = `ohmycoins-staging-alarm-${round}-${count}`
        const alone = await untilPosted(world, 'devops', name, bareQueue)
        const told = await untilPosted(world, 'alerts', name)
        // The first round opens connections and warms the compiler up.
        if (round === 0) continue
        bare.push(alone)
        ours.push(told)
      }
    }
    const own = ours.map((each, index) => each - (bare[index] as number))
    return [
      {
        ...{ name: 'Event in the queue → its message in Slack', unit: 'ms', against: 'the calls alone' },
        ...{ ours, bare },
      },
      goalFigure('An event’s own time beyond the calls, median', 'ms', [spread(own).median], 50),
      goalFigure('Event in the queue → its message in Slack, p95', 'ms', [percentile(ours, 95)], 1_000),
    ]
  })
}

/** ms from an event in a queue until the workspace shows it. */
async function untilPosted(world: World, channel: string, name: string, queue?: string): Promise<number> {
  await sleep(unhurried / 2)
  const shown = world.workspace.waitForMessage(channel, ({ text }) => text.includes(shortOf(name)))
  const begun = performance.now()
  world.account.world.putMessage(alarmEvent(name, 'ALARM', Date.now()), queue)
  await shown
  return performance.now() - begun
}

function shortOf(name: string): string {
  return name.replace('ohmycoins-staging-', '')
}

interface Storm extends Cost {
  /** ms from the event that makes it a storm until its message is there, and from the first event until its own is. */
  readonly grouped: number
  readonly first: number
  /** ms from the last event until the message counts all of them. */
  readonly settled: number
  /** Of its first half; the rest of what it cost is its second half's. */
  readonly halfMemory: number
  readonly halfHeap: number
  readonly posts: number
  readonly edits: number
  readonly refused: number
  readonly missing: number
}

async function storms(rounds: number, profile?: string): Promise<readonly Figure[]> {
  const seen: Storm[] = []
  for (let round = 0; round < rounds; round++) seen.push(await onStage({ timeScale: 1, profile }, playStorm))
  const of = (key: keyof Storm) => seen.map((storm) => storm[key])
  const storm = (name: string) => `A storm of ${stormOf}: ${name}`
  return [
    goalFigure(storm('the event that makes it one → its message'), 'ms', of('grouped'), 2_000),
    goalFigure(storm('the first event → its message'), 'ms', of('first'), 1_000),
    goalFigure(storm('the last event → all are in the message'), 'ms', of('settled'), 6_000),
    {
      ...{ name: storm('memory (RSS), at most, second half'), unit: 'MB', against: 'first half' },
      ...{ ours: of('memory'), bare: of('halfMemory') },
    },
    {
      ...{ name: storm('heap in use at its end'), unit: 'MB', against: 'at its half' },
      ...{ ours: of('heap'), bare: of('halfHeap'), goal: { atMost: 1.1 } },
    },
    goalFigure(storm('event loop lag, p99'), 'ms', of('lag'), 50),
    goalFigure(storm('posts'), 'calls', of('posts'), 6),
    goalFigure(storm('edits'), 'calls', of('edits'), 60),
    goalFigure(storm('calls that Slack refused for their rate, and one'), 'calls', plusOne(of('refused')), 1),
    goalFigure(storm('alarms that are not accounted for, and one'), 'calls', plusOne(of('missing')), 1),
  ]
}

/** A ratio by nothing says nothing. */
function plusOne(values: readonly number[]): readonly number[] {
  return values.map((value) => value + 1)
}

async function playStorm({ world, bot }: Stage): Promise<Storm> {
  const { account, workspace } = world
  const redis = new Redis(world.store.url)
  try {
    await sleep(2_000)
    const callsBefore = workspace.calls.length
    await bot.ask('begin')
    const first = shownAfter(world, ({ text }) => text.includes('alarm-1 '))
    let grouped: Promise<number> | undefined
    let half: Cost | undefined
    for (let index = 1; index <= stormOf; index++) {
      if (index === stormOf / 2) {
        half = await bot.ask<Cost>('end')
        await bot.ask('begin')
      }
      if (index === 6) grouped = shownAfter(world, ({ text }) => text.includes('Storm in production'))
      account.world.putMessage(alarmEvent(`ohmycoins-prod-alarm-${index}`, 'ALARM', Date.now()))
      await sleep(stormWithin / stormOf)
    }
    const settled = await shownAfter(world, ({ text }) => text.includes(`${stormOf - 5} more alarms`))
    const cost = await bot.ask<Cost>('end')
    const begun = await redis.zcard(keys.flows('alert'))
    const channel = workspace.state().channels.find(({ name }) => name === 'alerts')?.id
    const calls = workspace.calls.slice(callsBefore).filter(({ args }) => args['channel'] === channel)
    const made = (method: string) => calls.filter((call) => call.method === method).length
    return {
      ...cost,
      ...{ halfMemory: half?.memory ?? Number.NaN, halfHeap: half?.heap ?? Number.NaN },
      ...{ first: await first, grouped: (await grouped) ?? Number.NaN, settled },
      ...{ posts: made('chat.postMessage'), edits: made('chat.update') },
      refused: calls.filter(({ outcome }) => outcome === '429').length,
      missing: stormOf + 1 - begun + account.world.queued().length,
    }
  } finally {
    redis.disconnect()
  }
}

async function shownAfter(
  { workspace }: World,
  match: (message: { readonly text: string }) => boolean,
): Promise<number> {
  const begun = performance.now()
  await workspace.waitForMessage('alerts', match, { timeout: settledWithin + stormWithin })
  return performance.now() - begun
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? 0
}
