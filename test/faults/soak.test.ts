import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { startWorld } from '../../sandbox/world.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { startBots } from './soak/bots.js'
import { longSoak, shortSoak, soak, soakConfiguration } from './soak/soak.js'

/** `npm run soak`; `OHMY_SOAK_SEED` tries one again. Without it a short one. */
const isLong = process.env['OHMY_SOAK'] === 'long'
const scale = isLong ? longSoak : shortSoak
const rounds = isLong ? Number(process.env['OHMY_SOAK_ROUNDS'] ?? 4) : 1
const firstSeed = Number(process.env['OHMY_SOAK_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 1))

const path = process.env['PATH'] ?? ''

describe.skipIf(findRedisServer(path) === undefined)('alarms, incidents and people, with deaths', () => {
  it.each(Array.from({ length: rounds }, (_, round) => firstSeed + round))(
    'seed %d: nothing is lost, nothing is there twice, and everything has its last word',
    async (seed) => {
      process.stderr.write(`soak: OHMY_SOAK_SEED=${seed}\n`)
      const world = await startWorld({
        ...{ path, store: 'redis', storeKeepsAtOnce: true },
        workspace: { strictRateLimits: true },
      })
      const folder = mkdtempSync(join(tmpdir(), 'ohmy-soak-'))
      const config = soakConfiguration(world, folder)
      world.account.world.setVisibilityTimeout(3)
      const bots = await startBots(world, { ...world.environment, OHMY_CONFIG: config, LOG_LEVEL: 'error' })
      try {
        await soak(world, bots, seed, scale)
      } finally {
        bots.stop()
        await world.stop()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    1_200_000,
  )
})
