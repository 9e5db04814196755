import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, findRedisServer, startEmbeddedStore } from '../../src/redis/embedded.js'
import { storeFaultOf } from '../../src/redis/store-fault.js'
import { createStoreWatch } from '../../src/redis/store-watch.js'
import { warningsIn } from '../../src/redis/store-warnings.js'
import { until } from '../support/until.js'

const path = process.env['PATH'] ?? ''

interface Line {
  readonly level: number
  readonly msg: string
}

describe.skipIf(findRedisServer(path) === undefined)('a store that refuses', () => {
  let store: EmbeddedStore
  let admin: Redis
  const open: { stop(): void }[] = []
  beforeAll(async () => {
    store = await startEmbeddedStore({ path, kind: 'redis' })
    admin = new Redis(store.url)
  })
  afterAll(async () => {
    admin.disconnect()
    await store.stop()
  })
  afterEach(async () => {
    for (const { stop } of open.splice(0)) stop()
    await admin.replicaof('NO', 'ONE')
    await admin.config('SET', 'maxmemory', 0, 'min-replicas-to-write', 0, 'maxmemory-policy', 'noeviction')
    await admin.config('SET', 'appendonly', 'yes')
    await admin.acl('SETUSER', 'default', 'reset', 'on', 'nopass', '~*', '&*', '+@all')
  })

  function watching() {
    const lines: Line[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const redis = connect(store.url, 'engine', pino({ level: 'silent' }))
    open.push({ stop: () => redis.disconnect() })
    return { watch: createStoreWatch({ redis, logger }), redis, lines }
  }

  const refusing: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['is full', () => admin.config('SET', 'maxmemory', 1), 'is full, and takes nothing more'],
    ['is a replica', () => admin.replicaof('127.0.0.1', '1'), 'is a read-only replica, and takes nothing'],
    [
      'lacks replicas',
      () => admin.config('SET', 'min-replicas-to-write', 1),
      'takes nothing while it has fewer replicas than it needs',
    ],
    [
      'does not permit a command',
      () => admin.acl('SETUSER', 'default', '-set'),
      'does not permit its user what ohmy needs',
    ],
    [
      'does not permit scripts',
      () => admin.acl('SETUSER', 'default', '-evalsha', '-eval'),
      'does not permit its user what ohmy needs',
    ],
    [
      'does not permit our keys',
      () => admin.acl('SETUSER', 'default', 'resetkeys', '~other*'),
      'does not permit its user what ohmy needs',
    ],
  ]

  it.each(refusing)('because it %s is not ready, says why, and is logged once', async (_, refuse, words) => {
    const { watch, redis, lines } = watching()
    await watch.check()
    await refuse()
    for (let round = 0; round < 3; round += 1) await expect(watch.check()).rejects.toThrow(words)
    const error: unknown = await redis
      .eval("return redis.call('SET', KEYS[1], 1)", 1, '{ohmy}:x')
      .catch(String)
    expect(String(error)).toMatch(/Error/)
    expect(lines.map(({ level, msg }) => [level, msg.includes(words)])).toEqual([[50, true]])
    await admin.replicaof('NO', 'ONE')
    await admin.config('SET', 'maxmemory', 0, 'min-replicas-to-write', 0)
    await admin.acl('SETUSER', 'default', 'reset', 'on', 'nopass', '~*', '&*', '+@all')
    await until('the store to be good again', () =>
      watch.check().then(
        () => true,
        () => false,
      ),
    )
    expect(lines.at(-1)?.msg).toBe('The store takes writes again')
    expect(lines).toHaveLength(2)
  })

  it('tells a wrong password from a store that is away', async () => {
    await admin.acl('SETUSER', 'default', 'resetpass', '>right')
    const redis = connect(store.url, 'engine', pino({ level: 'silent' }))
    open.push({ stop: () => redis.disconnect() })
    const watch = createStoreWatch({ redis, logger: pino({ level: 'silent' }) })
    await expect(watch.check()).rejects.toThrow('does not take the user or the password')
    const nowhere = connect('redis://127.0.0.1:1', 'engine', pino({ level: 'silent' }))
    open.push({ stop: () => nowhere.disconnect() })
    const other = createStoreWatch({ redis: nowhere, logger: pino({ level: 'silent' }) })
    await expect(other.check()).rejects.toThrow('The store cannot be reached (ECONNREFUSED).')
  })

  it('is told when it keeps nothing, or throws keys away', async () => {
    const { watch, lines } = watching()
    await watch.check()
    expect(watch.warnings()).toEqual([])
    await admin.config('SET', 'appendonly', 'no')
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    await watch.check()
    await watch.check()
    expect(watch.warnings()).toEqual([
      expect.stringMatching(
        /^The store keeps no append-only file: when it stops, .* are lost\. Set appendonly yes\.$/,
      ),
      expect.stringMatching(
        /^The store throws keys away when it is full \(maxmemory-policy allkeys-lru\): .*locks/,
      ),
    ])
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [40, 'The store is not set up for what ohmy keeps in it'],
    ])
  })

  it('goes back to the primary by its name once the connected one is a replica', async () => {
    const { watch, redis } = watching()
    await watch.check()
    let connections = 0
    redis.on('connect', () => (connections += 1))
    await admin.replicaof('127.0.0.1', '1')
    await expect(watch.check()).rejects.toThrow('read-only replica')
    await until('another connection', () => connections > 0)
  })
})

describe('what a store says of itself', () => {
  it('may be nothing', () => {
    expect(warningsIn('', { asCluster: false })).toEqual([])
    expect(
      warningsIn('# Memory\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n', { asCluster: false }),
    ).toEqual([])
  })

  it('tells what an evicting policy throws away', () => {
    const [all] = warningsIn('maxmemory_policy:allkeys-lfu', { asCluster: false })
    const [some] = warningsIn('maxmemory_policy:volatile-lru', { asCluster: false })
    expect(all).toContain('locks, approvals and audit records are among them')
    expect(some).toContain('leases of running operations')
  })

  it('tells a node of a cluster that is not asked as one', () => {
    expect(warningsIn('cluster_enabled:1', { asCluster: true })).toEqual([])
    expect(warningsIn('cluster_enabled:1', { asCluster: false })).toEqual([
      expect.stringContaining('Add ?cluster=true to REDIS_URL.'),
    ])
  })
})

describe('a node that has not got the keys', () => {
  const moved = 'MOVED 8123 10.0.0.2:6379'

  it('is a cluster that passes, to a client that goes where it is sent', () => {
    const error = new Error(`Too many Cluster redirections. Last error: ReplyError: ${moved}`)
    expect(storeFaultOf(error)).toMatchObject({ kind: 'cluster', passes: true })
    expect(storeFaultOf(error)?.next).not.toContain('REDIS_URL')
  })

  it('is one that REDIS_URL does not tell of, to any other', () => {
    const error = Object.assign(new Error(moved), { name: 'ReplyError' })
    expect(storeFaultOf(error)?.next).toBe('Add ?cluster=true to REDIS_URL.')
    expect(storeFaultOf(error)?.passes).toBeUndefined()
  })
})
