import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createMutes, createMuteStore, type MuteStore } from '../../src/alarms/mutes.js'
import type { Caller } from '../../src/core/caller.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { authorityOf } from '../access/authority.js'
import { configWith } from '../dispatch/fixtures.js'
import { describeWithStores } from '../support/stores.js'

const hour = 3_600_000
const rita: Caller = { id: 'U0RITA', name: 'Rita', origin: 'command' }
const oscar: Caller = { ...rita, id: 'U0OSCAR', name: 'Oscar' }
const vera: Caller = { ...rita, id: 'U0VERA', name: 'Vera' }
const cpu = { environment: 'production', alarm: 'ohmycoins-prod-rds-cpu-utilization' }

/** Rita and Oscar are operators. */
const authority = authorityOf(
  configWith({
    grants: [{ role: 'operator', users: [rita.id, oscar.id], groups: [], environments: [] }],
    everyone: 'viewer',
  }),
)

describeWithStores('a mute', (kind) => {
  let server: EmbeddedStore
  let redis: Redis
  let store: MuteStore
  beforeAll(async () => {
    server = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(server.url, 'edge', pino({ level: 'silent' }))
    await new Promise((resolve) => redis.once('ready', resolve))
    store = createMuteStore(redis)
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await server.stop()
  })

  function mutes(on = store) {
    const time = { now: Date.UTC(2026, 10, 23, 12) }
    const audited: { kind: string; actor: string; summary: string; environment: string }[] = []
    const trouble: { audit?: Error } = {}
    const made = createMutes({
      store: on,
      clock: { now: () => time.now },
      async audit(entry) {
        if (trouble.audit !== undefined) throw trouble.audit
        audited.push(entry)
      },
      authority,
    })
    return { mutes: made, time, audited, trouble }
  }

  it('says who, until when and why, in every process', async () => {
    const one = mutes()
    const until = one.time.now + hour
    await one.mutes.mute({ ...cpu, until, reason: 'reindexing' }, rita)
    expect(await mutes(createMuteStore(redis)).mutes.list()).toEqual([
      {
        version: 1,
        ...cpu,
        by: { id: rita.id, name: rita.name },
        since: one.time.now,
        until,
        reason: 'reindexing',
      },
    ])
  })

  it('ends by itself, and leaves nothing behind in the store', async () => {
    const { mutes: all, time } = mutes()
    await all.mute({ ...cpu, until: time.now + hour }, rita)
    const left = await redis.pttl(keys.mutes)
    expect(left).toBeGreaterThan(hour - 10_000)
    expect(left).toBeLessThanOrEqual(hour)
    time.now += hour
    expect(await all.list()).toEqual([])
    await expect(all.unmute(cpu, rita)).rejects.toMatchObject({ code: 'not-muted' })
    await all.mute({ ...cpu, alarm: 'ohmycoins-prod-other', until: time.now + 2 * hour }, rita)
    expect(await redis.hlen(keys.mutes)).toBe(1)
  })

  it('that is longer keeps the shorter ones, and a shorter one takes no time from it', async () => {
    const { mutes: all, time } = mutes()
    await all.mute({ ...cpu, until: time.now + 5 * hour }, rita)
    await all.mute({ ...cpu, alarm: 'ohmycoins-prod-other', until: time.now + hour }, rita)
    expect(await redis.pttl(keys.mutes)).toBeGreaterThan(4 * hour)
  })

  it('can be made anew and ended by anybody who may mute', async () => {
    const { mutes: all, time, audited } = mutes()
    await all.mute({ ...cpu, until: time.now + hour }, rita)
    await all.mute({ ...cpu, until: time.now + 2 * hour, reason: 'longer' }, oscar)
    expect(await all.list()).toMatchObject([{ by: { id: oscar.id }, reason: 'longer' }])
    await all.unmute(cpu, rita)
    expect(await all.list()).toEqual([])
    expect(audited.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'muted U0RITA',
      'muted U0OSCAR',
      'unmuted U0RITA',
    ])
    expect(audited.at(-1)?.summary).toBe('ohmycoins-prod-rds-cpu-utilization (muted by Oscar)')
  })

  it('is refused to who may not, and not recorded', async () => {
    const { mutes: all, time, audited } = mutes()
    await expect(all.mute({ ...cpu, until: time.now + hour }, vera)).rejects.toMatchObject({
      code: 'role-missing',
    })
    await all.mute({ ...cpu, until: time.now + hour }, rita)
    await expect(all.unmute(cpu, vera)).rejects.toMatchObject({ code: 'role-missing' })
    expect(audited).toHaveLength(1)
    expect(await all.list()).toHaveLength(1)
  })

  it('does not happen when it cannot be recorded', async () => {
    const { mutes: all, time, trouble } = mutes()
    trouble.audit = new Error('the audit is away')
    await expect(all.mute({ ...cpu, until: time.now + hour }, rita)).rejects.toThrow('the audit is away')
    expect(await all.list()).toEqual([])
  })

  it('that somebody changed meanwhile is not overwritten, and the record says so', async () => {
    const slow = mutes({
      ...store,
      async find(name) {
        const found = await store.find(name)
        await mutes().mutes.mute({ ...cpu, until: Date.UTC(2026, 10, 24), reason: 'first' }, oscar)
        return found
      },
    })
    await expect(slow.mutes.mute({ ...cpu, until: slow.time.now + hour }, rita)).rejects.toMatchObject({
      code: 'mute-changed',
    })
    expect(slow.audited.map(({ kind }) => kind)).toEqual(['muted', 'not muted'])
    expect(await mutes().mutes.list()).toMatchObject([{ by: { id: oscar.id }, reason: 'first' }])
  })

  it('that is damaged is told as unreadable, not as absent', async () => {
    await redis.hset(keys.mutes, 'x', '{"version":9}')
    await expect(mutes().mutes.list()).rejects.toMatchObject({ code: 'mutes-unreadable' })
  })
})
