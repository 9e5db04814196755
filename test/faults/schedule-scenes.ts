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

const minutes = 60_000

/** Its time has come, another one each time, a few minutes ago: as the store has it when the clock has gone on. */
async function comesNow({ store }: World): Promise<void> {
  await inStore(store.url, async (redis) => {
    const key = keys.flow(id)
    const text = (await until('the schedule to be kept', () => redis.hget(key, 'record'))) ?? ''
    const next = Date.now() - 5 * minutes
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
