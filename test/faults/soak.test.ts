import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { until } from '../support/until.js'
import { alerts } from './alert-scenes.js'
import { expectBalanced } from './flow-books.js'
import type { FlowKind } from './flow-kind.js'
import { incidents } from './incident-scenes.js'
import { createAlarms } from './soak/alarms.js'
import { alarmsOff, endsOff, type Problems } from './soak/books.js'
import { startBots } from './soak/bots.js'
import { createPeople } from './soak/people.js'
import { createRandom } from './soak/random.js'
import { storeAwayAround, troubleAround } from './soak/troubles.js'

/** `npm run soak`; `OHMY_SOAK_SEED` tries one again. Without it a short one. */
const isLong = process.env['OHMY_SOAK'] === 'long'
const scale = isLong
  ? { alarms: 500, incidents: 20, within: 60_000, killEvery: [2_000, 6_000] as const }
  : { alarms: 60, incidents: 3, within: 6_000, killEvery: [1_500, 3_000] as const }
const rounds = isLong ? Number(process.env['OHMY_SOAK_ROUNDS'] ?? 4) : 1
const firstSeed = Number(process.env['OHMY_SOAK_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 1))
/** So long what was said may take to be everywhere, on a busy machine (ms). */
const restWithin = 150_000

const path = process.env['PATH'] ?? ''
/** Besides those of the scenes: what an incident calls people with. */
const pages: FlowKind = {
  kind: 'page',
  stages: [],
  outcomeIn: ({ kind, operation }) => (kind === 'page ended' ? operation : undefined),
}

describe.skipIf(findRedisServer(path) === undefined)('alarms, incidents and people, with deaths', () => {
  it.each(Array.from({ length: rounds }, (_, round) => firstSeed + round))(
    'seed %d: nothing is lost, nothing is there twice, and everything has its last word',
    async (seed) => {
      process.stderr.write(`soak: OHMY_SOAK_SEED=${seed}\n`)
      const world = await startWorld({ path, store: 'redis', workspace: { strictRateLimits: true } })
      const folder = mkdtempSync(join(tmpdir(), 'ohmy-soak-'))
      const config = join(folder, 'ohmy.yaml')
      const queue = world.account.world.queueUrl()
      writeFileSync(config, `${readFileSync(sandboxConfig, 'utf8')}\nalerts:\n  queue: ${queue}\n`)
      world.account.world.setVisibilityTimeout(3)
      const bots = await startBots(world, { ...world.environment, OHMY_CONFIG: config, LOG_LEVEL: 'error' })
      try {
        await soak(world, bots, seed)
      } finally {
        bots.stop()
        await world.stop()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    1_200_000,
  )
})

async function soak(world: World, bots: Awaited<ReturnType<typeof startBots>>, seed: number): Promise<void> {
  // Each has its own, so that how long one takes does not change what another does.
  const random = (of: number) => createRandom(seed * 10 + of)
  const alarms = createAlarms(world, random(1), scale.alarms)
  const people = createPeople(world, random(2))

  async function inTrouble(kills: number, act: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const over = new AbortController()
    const troubles = Promise.all([
      bots.killAround(random(kills), scale.killEvery, over.signal),
      troubleAround(world, random(kills + 1), over.signal),
      storeAwayAround(world, random(kills + 2), over.signal),
    ])
    try {
      await act(over.signal)
    } finally {
      over.abort()
      await troubles
    }
  }

  await inTrouble(3, async (signal) => {
    const talk = new AbortController()
    const talking = people.talk(alarms.alarms, AbortSignal.any([signal, talk.signal]))
    await Promise.all([alarms.tellAll(scale.within), people.openAll(scale.incidents, scale.within * 0.6)])
    talk.abort()
    await talking
  })
  await alarms.allSent()
  await balanced(() => alarmsOff(world, alarms.alarms), 'each alarm to be told as it is')

  await inTrouble(6, async () => {
    await Promise.all([alarms.allGood(scale.within / 4), people.unmuteAll(), people.resolveAll()])
  })
  await alarms.allSent()
  await balanced(() => endsOff(world, people), 'everything to have its end')
  await expectBalanced(world.store.url, [alerts, incidents, pages], `seed ${seed}`)
  expect(await endsOff(world, people)).toEqual([])
  process.stderr.write(
    `soak: seed ${seed}: ${bots.kills()} deaths, ${people.opened.length} tries to open, ${people.notes.length} notes, balanced\n`,
  )
}

/** Waits until nothing is off any more; says what was, where that does not come. */
async function balanced(look: () => Promise<Problems>, what: string): Promise<void> {
  let problems: Problems = []
  await until(
    what,
    async () => {
      problems = await look()
      return problems.length === 0
    },
    restWithin,
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${problems.slice(0, 20).join('; ')}`)
  })
}
