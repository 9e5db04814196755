import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requester } from '../../sandbox/people.js'
import { sandboxConfig, type World } from '../../sandbox/world.js'
import type { ScheduleRecord } from '../../src/core/schedule.js'
import { keys } from '../../src/redis/keys.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'
import type { FlowKind, Scene } from './flow-kind.js'

const id = 'schedule-locks'
const configuration = join(mkdtempSync(join(tmpdir(), 'ohmy-schedules-')), 'ohmy.yaml')
writeFileSync(
  configuration,
  `${readFileSync(sandboxConfig, 'utf8')}\nschedules:\n  locks: { what: stale-locks, at: daily 16:00 }\n`,
)

const began = Date.now()
/** Of each world: several may be played side by side. */
const times = new WeakMap<World, number>()

/** Its time has come, another one each time, a few minutes ago: as the store has it when the clock has gone on. */
async function comesNow(world: World): Promise<void> {
  const time = (times.get(world) ?? 0) + 1
  times.set(world, time)
  await inStore(world.store.url, async (redis) => {
    const key = keys.flow(id)
    // A process that has just begun looks at it, and would go on with it in the same look.
    await until('nobody to look at it', async () => (await redis.exists(keys.flowLease(id))) === 0)
    const text = (await until('the schedule to be kept', () => redis.hget(key, 'record'))) ?? ''
    // A minute has one message.
    const next = began - time * 60_000
    const record = JSON.parse(text) as ScheduleRecord
    await redis.hset(key, 'record', JSON.stringify({ ...record, next }))
    await redis.hincrby(key, 'version', 1)
    await redis.zadd(keys.openFlows('reading'), Date.now(), id)
  })
}

const one = {
  about: 'Schedule `locks`',
  messages: 1,
  changes: {},
  ended: ['Old locks and mutes — all is well'],
}

const scenes: Readonly<Record<string, Scene>> = {
  'a schedule whose time has come': {
    ...one,
    prepare: async ({ world }) => ({ say: () => comesNow(world) }),
    hit: ['taken', 'written running', 'gathered', 'posted', 'written waiting'],
  },
  'one that is asked for now': {
    ...one,
    prepare: async ({ world }) => ({
      say: () => world.workspace.say(requester, 'devops', '/ohmy schedule run locks'),
    }),
    hit: ['said', 'requested', 'taken', 'gathered', 'posted', 'written waiting'],
  },
}

export const schedules: FlowKind = {
  kind: 'schedule',
  stages: [{ name: 'its time', scenes, environment: { OHMY_CONFIG: configuration }, onBothStores: true }],
}
