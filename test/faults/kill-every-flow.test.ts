import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { project, sourcesBelow } from '../house/rooms.js'
import { kinds } from './flow-kinds.js'
import { playScene } from './flow-rounds.js'
import { type BotProcess, createBotProcesses } from './processes.js'

const path = process.env['PATH'] ?? ''
const hasRedis = findRedisServer(path) !== undefined
const stores: readonly ('redis' | 'javascript')[] = hasRedis ? ['redis', 'javascript'] : ['javascript']
/** A built-in store is slow, and the whole table on it takes half an hour: without a Redis each kind plays its first scene. */
const played = <Of>(all: readonly Of[]): readonly Of[] => (hasRedis ? all : all.slice(0, 1))
const plays = kinds.flatMap(({ kind, stages }) =>
  played(stages).flatMap((stage) => {
    // The scripts are the same; that the built-in store carries a flow over a death is met where a stage asks for it.
    return stores
      .slice(0, stage.onBothStores === true ? 2 : 1)
      .map((store) => [`${kind}: ${stage.name}`, store, stage] as const)
  }),
)

let processes: ReturnType<typeof createBotProcesses>
beforeAll(() => {
  processes = createBotProcesses(2)
})
afterAll(() => processes.stop())

it('every kind of flow that the source declares stands in the table', () => {
  const declared = sourcesBelow('src').flatMap((file) =>
    [...readFileSync(join(project, file), 'utf8').matchAll(/\bkind: '([\w.]+)',\s+(?:lane|record):/g)].map(
      ([, kind]) => kind,
    ),
  )
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(declared))
})

// Side by side: most of each round is waiting for what a dead process held. Built-in stores run in this very process, and many of them would be slow
// enough for a bot to say that it cannot reach its store.
const sideBySide = hasRedis ? describe.concurrent : describe
sideBySide.each(plays)('%s, its process killed (%s store)', (_, store, stage) => {
  const { scenes, speed = 400 } = stage
  let world: World
  let bot: BotProcess | undefined
  const diedAt = new Set<string>()
  beforeAll(async () => {
    world = await startWorld({ ...stage.world, path, store, account: { speed } })
  })
  afterAll(async () => {
    await bot?.kill()
    await world.stop()
  })

  async function start(): Promise<BotProcess> {
    const next = await processes.start({
      environment: { ...world.environment, ...stage.environment },
      leaseFor: 900,
      timeScale: 1 / speed,
    })
    world.botListensOn(next.port)
    return next
  }

  it.sequential.each(played(Object.entries(scenes)))(
    '%s is followed by another, for every checkpoint: one outcome, nothing twice, one message, nothing held or open',
    async (name, scene) => {
      const first = bot ?? (await start())
      bot = undefined
      bot = await playScene({ world, name, scene, kinds, start }, first, diedAt)
    },
    600_000,
  )
})
