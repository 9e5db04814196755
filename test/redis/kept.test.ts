import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { createKeptValues, KeptUnreadable, type KeptValues } from '../../src/redis/kept.js'
import { describeWithStores } from '../support/stores.js'

const hour = 3_600_000
const key = '{ohmy}:notes'
const Note = z.object({ says: z.string(), until: z.number().optional() })
type Note = z.infer<typeof Note>

describeWithStores('what is kept until it is over', (kind) => {
  let server: EmbeddedStore
  let redis: Redis
  let notes: KeptValues<Note>
  const now = Date.now()
  beforeAll(async () => {
    server = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(server.url, 'edge', pino({ level: 'silent' }))
    await new Promise((resolve) => redis.once('ready', resolve))
    notes = createKeptValues(redis, { key, what: 'notes', schema: Note, until: ({ until }) => until })
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await server.stop()
  })

  const put = (name: string, value: Note) => notes.put(name, value, undefined, now)
  const read = async (at: number) => (await notes.all(at)).map(({ name }) => name).toSorted()

  it('holds until its time, to the millisecond, or until it is removed', async () => {
    await put('short', { says: 'a', until: now + hour })
    await put('endless', { says: 'b' })
    expect(await read(now + hour - 1)).toEqual(['endless', 'short'])
    expect(await read(now + hour)).toEqual(['endless'])
    const endless = await notes.find('endless')
    expect(endless !== undefined && (await notes.remove(endless))).toBe(true)
    expect(await read(now + hour)).toEqual([])
  })

  it('leaves nothing in the store once the last of it is over', async () => {
    await put('long', { says: 'a', until: now + 2 * hour })
    await put('short', { says: 'b', until: now + hour })
    const left = await redis.pttl(key)
    expect(left).toBeGreaterThan(hour)
    expect(left).toBeLessThanOrEqual(2 * hour)
  })

  it('is not lost with a shorter one where it never ends, whichever came first', async () => {
    await put('endless', { says: 'a' })
    await put('short', { says: 'b', until: now + hour })
    expect(await redis.pttl(key)).toBe(-1)
    await redis.flushall()
    await put('short', { says: 'b', until: now + hour })
    await put('endless', { says: 'a' })
    expect(await redis.pttl(key)).toBe(-1)
  })

  it('takes away what is over when something else is put', async () => {
    await put('endless', { says: 'a' })
    await put('short', { says: 'b', until: now + hour })
    await notes.put('other', { says: 'c' }, undefined, now + hour)
    expect((await redis.hkeys(key)).toSorted()).toEqual(['endless', 'other'])
  })

  it('is put once by many at the same instant, and each other one gets what stands there', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((says) => put('same', { says })))
    expect(answers.filter((answer) => answer === 'kept')).toHaveLength(1)
    const stands = await notes.find('same')
    expect(stands).toBeDefined()
    for (const answer of answers) if (answer !== 'kept') expect(answer).toEqual(stands)
  })

  it('is neither replaced nor removed by who has read something older', async () => {
    await put('one', { says: 'old' })
    const old = await notes.find('one')
    if (old === undefined) throw new Error('It was not kept')
    await notes.put('one', { says: 'new' }, old, now)
    expect(await notes.put('one', { says: 'mine' }, old, now)).toMatchObject({ value: { says: 'new' } })
    expect(await notes.remove(old)).toBe(false)
    await redis.del(key)
    expect(await notes.put('one', { says: 'mine' }, old, now)).toBe('gone')
  })

  it('is told as unreadable where it is damaged or the store is silent, never as absent', async () => {
    await redis.hset(key, 'one', '{"says":7}')
    await expect(notes.all(now)).rejects.toMatchObject({
      code: 'notes-unreadable',
      what: 'The notes cannot be read, because one of them is damaged.',
    })
    await expect(notes.find('one')).rejects.toBeInstanceOf(KeptUnreadable)
    server.pause()
    try {
      await expect(notes.find('other')).rejects.toMatchObject({
        code: 'notes-unreadable',
        passing: true,
        what: expect.stringContaining('the store does not answer'),
      })
    } finally {
      server.resume()
    }
  })
})
