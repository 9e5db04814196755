import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createLockStore, type LockStore } from '../../src/locks/locks.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import {
  aaron,
  backend,
  backendName,
  everything,
  frontendName,
  locksOn,
  oscar,
  production,
  rita,
} from './fixtures.js'

const hour = 3_600_000

describeWithStores('a lock', (kind) => {
  let server: EmbeddedStore
  let redis: Redis
  let store: LockStore
  beforeAll(async () => {
    server = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(server.url, 'edge', pino({ level: 'silent' }))
    await new Promise((resolve) => redis.once('ready', resolve))
    store = createLockStore(redis)
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await server.stop()
  })

  const reason = 'migration'
  const names = [backendName]

  it('says what, by whom, why, since when and until when', async () => {
    const { locks, time } = locksOn(store)
    await locks.lock({ scope: backend, reason, until: time.now + hour }, rita)
    expect(await locks.list()).toEqual([
      {
        version: 1,
        scope: backend,
        reason,
        owner: { id: rita.id, name: rita.name },
        since: time.now,
        until: time.now + hour,
      },
    ])
  })

  it('stays until it is unlocked, in every process', async () => {
    const one = locksOn(store)
    await one.locks.lock({ scope: production, reason }, rita)
    const other = locksOn(createLockStore(redis))
    other.time.now += 365 * 24 * hour
    expect(await other.locks.blocking({ environment: 'production', names })).toHaveLength(1)
    await other.locks.unlock(production, rita)
    expect(await one.locks.list()).toEqual([])
  })

  it('ends by itself when its time has come, and can then be taken by somebody else', async () => {
    const { locks, time } = locksOn(store)
    await locks.lock({ scope: production, reason, until: time.now + hour }, rita)
    time.now += hour - 1
    expect(await locks.list()).toHaveLength(1)
    time.now += 1
    expect(await locks.list()).toEqual([])
    await expect(locks.unlock(production, rita)).rejects.toMatchObject({ code: 'not-locked' })
    await locks.lock({ scope: production, reason: 'mine now' }, oscar)
    expect(await locks.list()).toMatchObject([{ owner: { id: oscar.id }, reason: 'mine now' }])
  })

  it('of a service bars that service only, of an environment all in it, of everything everything', async () => {
    const { locks } = locksOn(store)
    const bars = async (environment: string, name: string) =>
      (await locks.blocking({ environment, names: [name] })).length
    await locks.lock({ scope: backend, reason }, rita)
    expect(await bars('production', backendName)).toBe(1)
    expect(await bars('production', frontendName)).toBe(0)
    await locks.lock({ scope: production, reason }, rita)
    expect(await bars('production', frontendName)).toBe(1)
    expect(await bars('staging', 'service:ohmycoins-staging-cluster/x')).toBe(0)
    await locks.lock({ scope: everything, reason }, rita)
    expect(await bars('staging', 'service:ohmycoins-staging-cluster/x')).toBe(1)
    expect((await locks.list()).map(({ scope }) => scope.kind)).toEqual([
      'everything',
      'environment',
      'service',
    ])
  })

  it('bars a change of several services when one of them is locked', async () => {
    const { locks } = locksOn(store)
    await locks.lock({ scope: backend, reason }, rita)
    const change = { environment: 'production', names: [frontendName, backendName] }
    expect(await locks.blocking(change)).toHaveLength(1)
  })

  it('is not taken over by somebody else, who reads whose it is', async () => {
    const { locks } = locksOn(store)
    await locks.lock({ scope: production, reason }, rita)
    await expect(locks.lock({ scope: production, reason: 'mine' }, oscar)).rejects.toMatchObject({
      code: 'already-locked',
      what: expect.stringContaining('Rita has already locked production (“migration”)'),
    })
    expect(await locks.list()).toMatchObject([{ owner: { id: rita.id }, reason }])
  })

  it('may be given another end by its owner', async () => {
    const { locks, time } = locksOn(store)
    await locks.lock({ scope: production, reason }, rita)
    await locks.lock({ scope: production, reason: 'nearly done', until: time.now + hour }, rita)
    expect(await locks.list()).toMatchObject([{ reason: 'nearly done', until: time.now + hour }])
  })

  it('is unlocked by its owner or an approver of that environment, by nobody else', async () => {
    const { locks } = locksOn(store)
    await locks.lock({ scope: production, reason }, rita)
    await expect(locks.unlock(production, oscar)).rejects.toMatchObject({
      code: 'lock-not-yours',
      what: expect.stringContaining('only Rita or an approver may unlock it'),
    })
    await locks.unlock(production, aaron)
    await locks.lock({ scope: everything, reason }, rita)
    // Aaron is an approver in production only.
    await expect(locks.unlock(everything, aaron)).rejects.toMatchObject({ code: 'lock-not-yours' })
    await locks.unlock(everything, rita)
    expect(await locks.list()).toEqual([])
  })

  it('that is not there is told, with those that are', async () => {
    const { locks } = locksOn(store)
    await locks.lock({ scope: backend, reason }, rita)
    await expect(locks.unlock(production, rita)).rejects.toMatchObject({
      code: 'not-locked',
      next: expect.stringContaining('`/ohmy unlock backend production`'),
    })
  })

  it('is taken once by many at the same instant, and each other one is told', async () => {
    for (let round = 0; round < 20; round += 1) {
      await redis.flushall()
      const people = Array.from({ length: 6 }, (_, index) => ({
        ...rita,
        id: `U0P${index}`,
        name: `Person ${index}`,
      }))
      const answers = await Promise.allSettled(
        people.map((person) => locksOn(store).locks.lock({ scope: production, reason }, person)),
      )
      const won = answers.filter((answer) => answer.status === 'fulfilled')
      expect(won).toHaveLength(1)
      const [kept] = await locksOn(store).locks.list()
      expect(won[0]?.status === 'fulfilled' && won[0].value).toEqual(kept)
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'already-locked' })
      }
    }
  })

  it('that was changed since it was read is not unlocked', async () => {
    const { locks, audited } = locksOn({
      ...store,
      async remove(kept) {
        await locksOn(store).locks.lock({ scope: production, reason: 'again' }, rita)
        return store.remove(kept)
      },
    })
    await locks.lock({ scope: production, reason }, rita)
    await expect(locks.unlock(production, aaron)).rejects.toMatchObject({ code: 'lock-changed' })
    expect(await locks.list()).toMatchObject([{ reason: 'again' }])
    expect(audited.map((entry) => entry.kind)).toEqual(['locked', 'unlocked', 'not unlocked'])
  })

  it('is written down before it is taken and before it is given up; where that fails, nothing happens', async () => {
    const { locks, audited, trouble } = locksOn(store)
    trouble.audit = new Error('no room')
    await expect(locks.lock({ scope: production, reason }, rita)).rejects.toThrow('no room')
    expect(await locks.list()).toEqual([])
    delete trouble.audit
    await locks.lock({ scope: production, reason }, rita)
    trouble.audit = new Error('no room')
    await expect(locks.unlock(production, rita)).rejects.toThrow('no room')
    expect(await locks.list()).toHaveLength(1)
    delete trouble.audit
    await locks.unlock(production, aaron)
    expect(audited).toEqual([
      { kind: 'locked', actor: rita.id, summary: 'production: migration', environment: 'production' },
      {
        kind: 'unlocked',
        actor: aaron.id,
        summary: 'production: the lock of Rita (migration)',
        environment: 'production',
      },
    ])
  })

  it('of a damaged record counts as one that is there', async () => {
    await redis.hset(keys.peopleLocks, 'environment:production', '{"version":2}')
    const { locks } = locksOn(store)
    await expect(locks.blocking({ environment: 'staging', names: [] })).rejects.toMatchObject({
      code: 'locks-unreadable',
      passing: true,
    })
  })

  it('that cannot be read counts as one that is there', async () => {
    const { locks } = locksOn(store)
    server.pause()
    try {
      const change = { environment: 'production', names }
      await expect(locks.blocking(change)).rejects.toMatchObject({ code: 'locks-unreadable' })
      await expect(locks.lock({ scope: production, reason }, rita)).rejects.toMatchObject({
        code: 'locks-unreadable',
      })
      await expect(locks.list()).rejects.toMatchObject({ code: 'locks-unreadable' })
    } finally {
      server.resume()
    }
  })
})
