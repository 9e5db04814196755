import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { UserError } from '../../src/core/user-error.js'
import type { FlowQueue } from '../../src/flow/queue.js'
import { HeldError } from '../../src/flow/flows.js'
import { keys } from '../../src/redis/keys.js'
import { storeTime } from '../../src/redis/store-time.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { counting, startBench } from './bench.js'

const anHour = 3_600_000

describeWithStores('a flow', (kind) => {
  let bench: Awaited<ReturnType<typeof startBench>>
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  const isOpen = async (id: string) => (await bench.redis.zscore(keys.openFlows('changing'), id)) !== null
  const settled = (id: string) => until(`${id} is settled`, async () => !(await isOpen(id)))
  const waiting = (id: string) =>
    until(`a worker has looked at ${id} and left it`, async () => {
      const due = Number(await bench.redis.zscore(keys.openFlows('changing'), id))
      return due > Date.now() + 60_000
    })

  it('is looked at until it has ended, shows every version in order, and is kept for a while', async () => {
    await bench.begin('f-1')
    bench.work()
    await settled('f-1')
    expect((await bench.read('f-1')).count).toBe(3)
    expect(bench.shown.map(({ version }) => version)).toEqual([1, 2, 3, 4])
    expect(bench.abacus.settled).toEqual(['f-1'])
    const left = await bench.redis.pttl(keys.flow('f-1'))
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThanOrEqual(counting.keptFor)
  })

  it('begins once under one id', async () => {
    await bench.begin('f-1', { to: 5 })
    const again = await bench.begin('f-1', { to: 9 })
    expect(again.record.to).toBe(5)
  })

  it('is not begun after its time', async () => {
    const late = bench.begin('f-1', {}, { notAfter: (await storeTime(bench.redis)) - 1 })
    await expect(late).rejects.toMatchObject({ code: 'store-slow' })
    expect(await bench.redis.exists(keys.flow('f-1'))).toBe(0)
  })

  it('is looked at at once when somebody says something, however long it would have waited', async () => {
    await bench.begin('f-1', { every: anHour })
    bench.work()
    await waiting('f-1')
    await bench.say('f-1', 'stop')
    await settled('f-1')
    expect(await bench.read('f-1')).toMatchObject({ stoppedBy: 'Rita', count: 1 })
  })

  const refusing = (): FlowQueue => ({ ...bench.queue, wake: () => Promise.reject(new Error('READONLY')) })
  const stopSaid = { kind: 'stop', by: { id: 'U1', name: 'Rita', origin: 'command' } } as const

  it.each(['queue refuses it', 'process dies'])(
    'is looked at within seconds where the wake-up after a word is lost because the %s',
    async (how) => {
      await bench.begin('f-1', { every: anHour })
      bench.work()
      await waiting('f-1')
      const checkpoint = (name: string) =>
        how === 'process dies' && name === 'said' ? Promise.reject(new Error('It died')) : undefined
      const heard = bench.flowsWith({ checkpoint }, refusing()).hear(counting, 'f-1', stopSaid)
      if (how === 'process dies') await expect(heard).rejects.toThrow('It died')
      else await heard
      await settled('f-1')
      expect((await bench.read('f-1')).stoppedBy).toBe('Rita')
    },
  )

  it('is not put off by a worker that was just meeting a trouble of what it asks', async () => {
    await bench.begin('f-1', { every: anHour })
    // The sixth trouble in a row: half a minute until the next look.
    await bench.redis.hset(keys.flow('f-1'), 'faults', 5)
    bench.abacus.looking = async () => {
      if ((await bench.read('f-1')).stoppedBy !== undefined) return
      await bench.flowsWith({}, refusing()).hear(counting, 'f-1', stopSaid)
      throw Object.assign(new Error('slow'), { passing: true })
    }
    bench.work()
    await settled('f-1')
    expect((await bench.read('f-1')).stoppedBy).toBe('Rita')
  })

  it('sees a word that comes while it is looked at before it rests', async () => {
    let spoke = false
    bench.abacus.looking = async () => {
      if (spoke) return
      spoke = true
      // The look has read its record already; the queue does not take a wake-up for what is looked at now.
      await bench.say('f-1', 'stop')
    }
    await bench.begin('f-1', { every: anHour, to: 9 })
    bench.work()
    await settled('f-1')
    expect(await bench.read('f-1')).toMatchObject({ stoppedBy: 'Rita', ended: true })
  })

  it('looks once more where a write took over a word, also where the wake-up for that is lost', async () => {
    bench.abacus.looking = async () => {
      if (bench.abacus.looks.length > 1) return
      await bench.flowsWith({}, refusing()).hear(counting, 'f-1', { ...stopSaid, kind: 'further', to: 8 })
    }
    await bench.begin('f-1', { every: anHour, to: 9 })
    bench.work()
    await waiting('f-1')
    expect(bench.abacus.looks.length).toBe(2)
    expect(await bench.read('f-1')).toMatchObject({ count: 2, to: 8 })
  })

  it('is not looked at more often because it was woken more often', async () => {
    await bench.begin('f-1', { every: 100, to: 12 })
    for (let i = 0; i < 20; i++) await bench.queue.wake('f-1', 'changing')
    bench.work()
    bench.work()
    await settled('f-1')
    expect(bench.abacus.looks.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('has one entry in the queue until it is looked at, and none while it waits, whatever happens to its workers', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `f-${i}`)
    const entries = async () => {
      const found = await bench.redis.keys(`${keys.queues}:changing:f-*`)
      return found.filter((key) => !key.endsWith(':lock')).length
    }
    for (const id of ids) await bench.begin(id, { every: anHour })
    for (const id of ids) await bench.queue.wake(id, 'changing')
    expect(await entries()).toBe(30)
    bench.work().vanish()
    bench.work()
    for (const id of ids) await waiting(id)
    await until('the queue is empty', async () => (await entries()) === 0)
  })

  it('is looked at once more where somebody came while it was looked at, and wrote nothing', async () => {
    bench.abacus.looking = async () => {
      if (bench.abacus.looks.length > 1) return
      await bench.queue.wake('f-1', 'changing')
      await until(
        'another worker has come',
        async () => (await bench.redis.hget(keys.flow('f-1'), 'woken')) === '1',
      )
    }
    const record = { id: 'f-1', count: 0, to: 9, every: anHour, ended: false, holds: [] }
    // Looked at because its time has come: an entry of its own would keep another one out of the queue.
    await bench.flowsWith({}, refusing()).begin(counting, 'f-1', record)
    bench.work()
    await waiting('f-1')
    expect(bench.abacus.looks.length).toBe(2)
  })

  it('is looked at when its time has come, also by a worker that did not see it before', async () => {
    await bench.begin('f-1', { every: 1_500, to: 2 })
    const first = bench.work()
    await until('it was looked at', () => bench.abacus.looks.length === 1)
    await first.close()
    bench.work()
    await settled('f-1')
    const [before, after] = bench.abacus.looks.map(({ at }) => at)
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(1_400)
  })

  it('writes and shows nothing where a look finds nothing new', async () => {
    bench.abacus.looking = async (turn) => {
      if (bench.abacus.looks.length < 5) {
        await turn.write((record) => ({ ...record }))
        throw Object.assign(new Error('not yet'), { passing: true })
      }
    }
    await bench.begin('f-1', { to: 1 })
    bench.work({ explain: () => 'It does not answer.' })
    await until('it was looked at', () => bench.abacus.looks.length >= 2)
    expect(bench.shown.map(({ version }) => version)).toEqual([1])
  })

  it('belongs to one worker: an older one can neither hold nor write', async () => {
    await bench.begin('f-1')
    const first = await bench.engine.store.take('f-1', 'changing')
    if (typeof first === 'string') throw new Error(first)
    expect(await bench.engine.store.take('f-1', 'changing')).toBe('held')
    await sleep(1_000)
    const second = await bench.engine.store.take('f-1', 'changing')
    if (typeof second === 'string') throw new Error(second)
    expect([await first.holds([]), await second.holds([])]).toEqual([false, true])
    const write = bench.engine.store.write(
      first.stored,
      {},
      {
        lane: 'changing',
        fence: first.fence,
        state: 'running',
        taken: [],
        freed: [],
      },
    )
    await expect(write).rejects.toThrow('another worker')
  })

  it('is taken up by another worker when its own dies in the middle', async () => {
    let died = false
    bench.abacus.looking = () => {
      if (died) return
      died = true
      return new Promise(() => undefined)
    }
    await bench.begin('f-1')
    const doomed = bench.work()
    await until('it is looked at', () => bench.abacus.looks.length === 1)
    doomed.vanish()
    bench.work()
    await settled('f-1')
    expect((await bench.read('f-1')).count).toBe(3)
  })

  it('holds what it says until it has ended; others are told by whom it is held', async () => {
    const holds = [{ name: 'service:c/backend', most: 1 }]
    await bench.begin('f-1', { holds, every: anHour })
    const refused = await bench.begin('f-2', { holds }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(HeldError)
    expect(refused).toMatchObject({ held: 'service:c/backend', holders: [{ id: 'f-1' }] })
    expect(await bench.redis.exists(keys.flow('f-2'))).toBe(0)
    bench.work()
    await bench.say('f-1', 'stop')
    await settled('f-1')
    await bench.begin('f-2', { holds })
  })

  it('holds a place among so many', async () => {
    const holds = [{ name: 'queries of U1', most: 2 }]
    await bench.begin('f-1', { holds })
    await bench.begin('f-2', { holds })
    await expect(bench.begin('f-3', { holds })).rejects.toThrow('queries of U1')
  })

  it('frees what nobody holds by right any more', async () => {
    const holds = [{ name: 'service:c/backend', most: 1 }]
    await bench.begin('f-1', { holds })
    await bench.redis.del(keys.flow('f-1'))
    await bench.begin('f-2', { holds })
    expect(await bench.redis.smembers(keys.held('service:c/backend'))).toEqual(['f-2'])
  })

  it('fails with the words of a refusal, and is not looked at again', async () => {
    bench.abacus.looking = () => {
      throw new UserError('no', 'It cannot be.', 'Ask for less.')
    }
    await bench.begin('f-1')
    bench.work()
    await settled('f-1')
    expect(await bench.read('f-1')).toMatchObject({ failure: 'It cannot be. Ask for less.', ended: true })
  })

  it('tells a defect by an id and no raw message', async () => {
    bench.abacus.looking = () => {
      throw new Error('ECONNRESET at 10.0.0.1 with password hunter2')
    }
    await bench.begin('f-1')
    bench.work()
    await until('it has failed', async () => (await bench.read('f-1')).failure)
    expect((await bench.read('f-1')).failure).toMatch(/under err-[a-z0-9]{6}\./)
    expect((await bench.read('f-1')).failure).not.toContain('hunter2')
  }, 30_000)

  it('is settled even where its last duties cannot be done', async () => {
    bench.abacus.settling = () => {
      throw new UserError('no', 'It cannot be.', 'Never.')
    }
    await bench.begin('f-1', { to: 1 })
    bench.work()
    await settled('f-1')
  })

  it('goes on after a word even when it was settled', async () => {
    await bench.begin('f-1', { to: 2 })
    bench.work()
    await settled('f-1')
    await bench.say('f-1', 'further', 4)
    await until('it counts on', async () => (await bench.read('f-1')).count === 4)
    await settled('f-1')
    expect(await bench.redis.pttl(keys.flow('f-1'))).toBeGreaterThan(0)
  })

  it('wakes the flow that waits for it', async () => {
    await bench.begin('parent', { every: anHour, to: 2 })
    bench.work()
    await waiting('parent')
    await bench.begin('child', { to: 1, parent: 'parent' })
    await settled('child')
    await settled('parent')
  })

  it('whose record has vanished is not woken for ever', async () => {
    await bench.begin('f-1')
    await bench.redis.del(keys.flow('f-1'))
    bench.work()
    await settled('f-1')
  })
})
