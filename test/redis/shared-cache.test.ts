import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { bundleOurs } from '../../build.js'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createProcessCache } from '../../src/aws/process-cache.js'
import { type Clock, systemClock } from '../../src/core/clock.js'
import type { SharedCache } from '../../src/core/kept-answers.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { createSharedCache } from '../../src/redis/shared-cache.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import type { Outcome, Reading } from './cache-process.js'
import { endsWithin } from '../support/duration.js'

const logger = pino({ level: 'silent' })
const minute = 60_000
const freshness = { freshFor: 10_000, knownFor: 10 * minute, failedFor: 2_000 }

const cacheOn = (
  redis: Redis,
  clock: Clock,
  more: { leaseFor?: number; askFor?: number } = {},
): SharedCache => createSharedCache({ redis, local: createProcessCache(clock), clock, logger, ...more })

describeWithStores('an answer that processes share', (kind) => {
  let store: EmbeddedStore
  let redis: Redis
  let compiled: string
  let asked: number
  let now: number
  let answers: (respond: (status: number, text: string) => void) => void
  let server: Server
  const children = new Set<ChildProcess>()

  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(store.url, 'edge', logger)
    await new Promise<void>((ready) => redis.once('ready', () => ready()))
    compiled = resolve(import.meta.dirname, `../../node_modules/.cache/ohmy-cache/${process.pid}-${kind}.mjs`)
    bundleOurs(join(import.meta.dirname, 'cache-process.ts'), compiled)
    server = createServer((_, response) => {
      asked += 1
      answers((status, text) => response.writeHead(status).end(text))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  })
  beforeEach(async () => {
    asked = 0
    now = 1_790_000_000_000
    answers = (respond) => setTimeout(() => respond(200, `answer ${asked}`), 250)
    await redis.flushall()
  })
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL')
    children.clear()
  })
  afterAll(async () => {
    redis.disconnect()
    server.closeAllConnections()
    server.close()
    await store.stop()
    rmSync(compiled, { force: true })
  })

  async function startProcess() {
    const child = fork(compiled, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    children.add(child)
    await new Promise((ready) => child.once('message', ready))
    return {
      kill: () => child.kill('SIGKILL'),
      read: (times: number, more: Partial<Reading> = {}): Promise<Outcome> =>
        new Promise((done) => {
          child.once('message', (outcome) => done(outcome as Outcome))
          const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
          child.send({ store: store.url, name: 'alarms', url, times, freshness, ...more } satisfies Reading)
        }),
    }
  }
  const cacheHere = (options: { leaseFor?: number; askFor?: number } = {}): SharedCache =>
    cacheOn(redis, { now: () => now }, options)

  it('is asked for once, when 500 ask at the same time from three processes', async () => {
    const processes = await Promise.all([startProcess(), startProcess(), startProcess()])
    const outcomes = await Promise.all(processes.map((one, index) => one.read(index === 0 ? 168 : 166)))
    const all = outcomes.flatMap((outcome) => outcome.answers)
    expect(all).toHaveLength(500)
    expect([...new Set(all)]).toEqual(['answer 1'])
    expect(asked).toBe(1)
  })

  it('is asked for once by all even when nobody wants an old one', async () => {
    const processes = await Promise.all([startProcess(), startProcess()])
    answers = (respond) => setTimeout(() => respond(200, `answer ${asked}`), 700)
    const outcomes = await Promise.all(
      processes.map((one) => one.read(50, { freshness: { ...freshness, freshFor: 0 } })),
    )
    expect(new Set(outcomes.flatMap((outcome) => outcome.answers)).size).toBe(1)
    expect(asked).toBe(1)
  })

  it('is asked for by the next one soon after the process that asked was killed', async () => {
    const [first, second] = await Promise.all([startProcess(), startProcess()])
    answers = () => undefined
    void first.read(1)
    await until('the first process to ask', () => asked === 1)
    answers = (respond) => respond(200, 'answer of the second')
    const waiting = second.read(20)
    first.kill()
    expect(await endsWithin(10_000, waiting)).toBe(true)
    expect(new Set((await waiting).answers)).toEqual(new Set(['answer of the second']))
    expect(asked).toBe(2)
  })

  it('is still asked for once when the answer takes longer than the lease', async () => {
    const processes = await Promise.all([startProcess(), startProcess()])
    answers = (respond) => setTimeout(() => respond(200, 'slow answer'), 2_000)
    const outcomes = await Promise.all(processes.map((one) => one.read(5)))
    expect(new Set(outcomes.flatMap((outcome) => outcome.answers))).toEqual(new Set(['slow answer']))
    expect(asked).toBe(1)
  })

  it('is not there when asking fails: everybody learns why, and nobody asks again at once', async () => {
    const processes = await Promise.all([startProcess(), startProcess()])
    answers = (respond) => setTimeout(() => respond(503, 'CloudWatch is away'), 250)
    const outcomes = await Promise.all(processes.map((one) => one.read(20)))
    expect(new Set(outcomes.flatMap((outcome) => outcome.answers))).toEqual(
      new Set(['unavailable: CloudWatch is away']),
    )
    expect(asked).toBe(1)
  })

  it('is the last known one, and says why, while asking fails', async () => {
    const cache = cacheHere()
    await cache.read('alarms', freshness, async () => 'known')
    now += 4 * minute
    const fail = async (): Promise<string> => {
      asked += 1
      throw new Error('CloudWatch is away')
    }
    const old = { value: 'known', at: now - 4 * minute, instead: 'CloudWatch is away' }
    expect(await cache.read('alarms', freshness, fail)).toEqual(old)
    // Another process, which has never seen an answer: the store has it.
    expect(await cacheHere().read('alarms', freshness, fail)).toEqual(old)
    expect(asked).toBe(1)
    now += freshness.failedFor
    await cache.read('alarms', freshness, fail)
    expect(asked).toBe(2)
    now += freshness.knownFor
    await expect(cache.read('alarms', freshness, fail)).rejects.toThrow('CloudWatch is away')
    expect((await cache.read('alarms', { ...freshness, failedFor: 0 }, async () => 'new')).value).toBe('new')
  })

  it('is asked for again when it is not fresh any more, and is gone from the store when nobody may use it', async () => {
    const cache = cacheHere()
    const brief = { freshFor: 1_000, knownFor: 1_500, failedFor: 0 }
    const ask = async () => `answer ${++asked}`
    expect((await cache.read('alarms', brief, ask)).value).toBe('answer 1')
    now += 999
    expect((await cache.read('alarms', brief, ask)).value).toBe('answer 1')
    now += 1
    expect(await cache.read('alarms', brief, ask)).toEqual({ value: 'answer 2', at: now })
    expect(await redis.dbsize()).toBe(1)
    await until('the store to forget', async () => (await redis.dbsize()) === 0)
  })

  it('costs the store one question, however many read it here at the same time', async () => {
    const cache = cacheHere()
    await cache.read('alarms', freshness, async () => 'known')
    const before = await commandsSent(redis)
    const many = await Promise.all(
      Array.from({ length: 500 }, () => cache.read('alarms', freshness, async () => 'never')),
    )
    expect(new Set(many.map(({ value }) => value))).toEqual(new Set(['known']))
    expect((await commandsSent(redis)) - before).toBe(1)
  })

  it('is known to other processes without anybody asking, also after it failed, until it is forgotten', async () => {
    expect(await cacheHere().known('alarms')).toBeUndefined()
    const at = now
    await cacheHere().read('alarms', freshness, async () => 'three')
    now += freshness.freshFor
    await cacheHere().read('alarms', freshness, () => Promise.reject(new Error('away')))
    expect(await cacheHere().known('alarms')).toEqual({ at, value: 'three' })
    await cacheHere().forget('alarms')
    expect(await cacheHere().known('alarms')).toBeUndefined()
  })

  it('is asked for again after it was forgotten, and what was asked before does not come back', async () => {
    const cache = cacheHere()
    let release: (answer: string) => void = () => undefined
    const slow = cache.read('alarms', freshness, () => new Promise<string>((answer) => (release = answer)))
    await until('the slow question to be asked', async () => (await redis.dbsize()) === 1)
    await cache.forget('alarms')
    expect((await cacheHere().read('alarms', freshness, async () => 'after')).value).toBe('after')
    release('before')
    expect((await slow).value).toBe('before')
    expect((await cacheHere().read('alarms', freshness, async () => 'never')).value).toBe('after')
  })

  it('does not wait for ever for somebody whose question never ends', async () => {
    void cacheHere({ leaseFor: 200, askFor: 300 }).read(
      'alarms',
      freshness,
      () => new Promise<string>(() => undefined),
    )
    await until('the endless question to be asked', async () => (await redis.dbsize()) === 1)
    expect((await cacheHere({ leaseFor: 200 }).read('alarms', freshness, async () => 'mine')).value).toBe(
      'mine',
    )
  })
})

describeWithStores('an answer that processes share, with the store away', (kind) => {
  it('is shared inside the process, remembered there, and shared by all again afterwards', async () => {
    const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    const redis = connect(store.url, 'edge', logger)
    await new Promise<void>((ready) => redis.once('ready', () => ready()))
    let now = 1_790_000_000_000
    let asked = 0
    const cache = cacheOn(redis, { now: () => now })
    const ask = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return `answer ${++asked}`
    }
    expect((await cache.read('alarms', freshness, ask)).value).toBe('answer 1')
    await store.kill()
    expect((await cache.read('alarms', freshness, ask)).value).toBe('answer 1')
    now += 2 * minute
    const fail = (): Promise<string> => Promise.reject(new Error('CloudWatch is away'))
    expect(await cache.read('alarms', freshness, fail)).toMatchObject({
      value: 'answer 1',
      at: now - 2 * minute,
    })
    now += freshness.failedFor
    const many = await Promise.all(Array.from({ length: 500 }, () => cache.read('alarms', freshness, ask)))
    expect(new Set(many.map(({ value }) => value))).toEqual(new Set(['answer 2']))
    expect(asked).toBe(2)
    await expect(cache.forget('alarms')).resolves.toBeUndefined()
    await store.start()
    await until('the store to be used again', async () => {
      await cache.forget('alarms')
      await cache.read('alarms', freshness, ask)
      return (await redis.dbsize().catch(() => 0)) === 1
    })
    redis.disconnect()
    await store.stop()
  })

  it('comes within a second when the store hangs', async () => {
    const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    const redis = connect(store.url, 'edge', logger)
    await new Promise<void>((ready) => redis.once('ready', () => ready()))
    const cache = cacheOn(redis, systemClock)
    store.pause()
    const read = cache.read('alarms', freshness, async () => 'answer')
    expect(await endsWithin(1_500, read)).toBe(true)
    expect((await read).value).toBe('answer')
    store.resume()
    redis.disconnect()
    await store.stop()
  })
})

/** Commands this connection has written so far. */
async function commandsSent(redis: Redis): Promise<number> {
  const counts = redis as Redis & { sent?: number }
  if (counts.sent === undefined) {
    counts.sent = 0
    const send = redis.sendCommand.bind(redis)
    redis.sendCommand = (...args) => {
      counts.sent = (counts.sent ?? 0) + 1
      return send(...args)
    }
  }
  return counts.sent
}
