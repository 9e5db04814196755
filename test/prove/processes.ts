import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWorld, type World } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { startBots } from '../faults/soak/bots.js'
import { longSoak, shortSoak, soak, soakConfiguration } from '../faults/soak/soak.js'
import { startRedisCluster } from '../support/redis-cluster.js'
import { atLeast, type Figure, known, none, type Proof, type Size } from './proof.js'
import { offInMessage } from './slack/block-schema.js'

const path = process.env['PATH'] ?? ''
/** `OHMY_SOAK_SEED` tries one again. */
const seed = Number(process.env['OHMY_SOAK_SEED'] ?? 1)
const roles = ['app', 'app', 'worker', 'worker', 'worker'] as const
/** So long it goes on, round after round (ms). */
const lasts = { 'one store': 600_000, cluster: 150_000 }

interface Books {
  rounds: number
  deaths: number
  messages: number
  readonly off: string[]
  readonly found: string[]
}

/** Two apps and three workers, one of which dies every few seconds. */
export const processes: Proof = {
  name: 'processes',
  claim:
    'Two apps and three workers on one store, of which one dies every few seconds for ten minutes: what was requested has ended, nothing is held, each thing has one message',
  inTests: false,
  missing,
  run: (size, note) => soaked('one store', size, note),
}

/** The same on a cluster. */
export const processesOnCluster: Proof = {
  name: 'processes-cluster',
  claim: 'The same on a Redis Cluster of three nodes, of which the one that has the keys dies as well',
  inTests: false,
  missing,
  run: (size, note) => soaked('cluster', size, note),
}

function missing(): string | undefined {
  return findRedisServer(path) === undefined ? 'there is no redis-server on PATH' : undefined
}

async function soaked(
  on: keyof typeof lasts,
  size: Size,
  note: (text: string) => void,
): Promise<readonly Figure[]> {
  const books: Books = { rounds: 0, deaths: 0, messages: 0, off: [], found: [] }
  const until = Date.now() + (size === 'full' ? lasts[on] : 0)
  do {
    const round = seed + books.rounds
    try {
      await playRound(on, size, round, books)
    } catch (error) {
      books.found.push(`seed ${round}: ${error instanceof Error ? error.message : String(error)}`)
    }
    books.rounds += 1
  } while (Date.now() < until)
  note(`seeds ${seed} to ${seed + books.rounds - 1}; \`OHMY_SOAK_SEED\` begins at another`)
  for (const one of books.found) note(`found: ${one}`)
  return [
    atLeast('deaths of processes', books.deaths, size === 'full' ? 20 : 1),
    none('rounds whose books are not balanced', books.found),
    none('messages that break the schema of blocks', books.off),
    known('rounds, messages', `${books.rounds}, ${books.messages}`),
  ]
}

async function playRound(on: keyof typeof lasts, size: Size, round: number, books: Books): Promise<void> {
  const world = await startWorld({
    path,
    store: 'redis',
    storeKeepsAtOnce: true,
    workspace: { strictRateLimits: true },
  })
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-processes-'))
  const config = soakConfiguration(world, folder)
  world.account.world.setVisibilityTimeout(3)
  const cluster = on === 'cluster' ? await startRedisCluster(findRedisServer(path) ?? '') : undefined
  const onIt = cluster === undefined ? world : onCluster(world, cluster)
  const environment = {
    ...world.environment,
    ...(cluster === undefined ? {} : { REDIS_URL: cluster.url }),
    ...{ OHMY_CONFIG: config, LOG_LEVEL: 'fatal' },
  }
  const bots = await startBots(world, environment, roles)
  try {
    await soak(onIt, bots, round, size === 'full' ? longSoak : shortSoak)
  } finally {
    books.deaths += bots.kills()
    for (const { name, id, directMessageWith } of world.workspace.state().channels)
      for (const { text, blocks } of world.workspace.messages(directMessageWith === undefined ? name : id)) {
        books.messages += 1
        for (const off of offInMessage(blocks)) books.off.push(`${off}: ${text.slice(0, 80)}`)
      }
    bots.stop()
    await world.stop()
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A world whose store is the node that has the keys: all of ohmy's are in one slot. Where it would hang, it dies, and comes back. */
function onCluster(world: World, cluster: Awaited<ReturnType<typeof startRedisCluster>>): World {
  let gone: Promise<void> = Promise.resolve()
  const store: World['store'] = {
    ...world.store,
    url: cluster.urlOf('ours'),
    pause() {
      gone = cluster.killOurs()
    },
    resume() {
      gone = gone.then(() => cluster.startOurs()).catch(() => undefined)
    },
  }
  return { ...world, store }
}
