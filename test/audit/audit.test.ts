import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createAudit } from '../../src/audit/audit.js'
import { createAuditReader } from '../../src/audit/read.js'
import { systemClock } from '../../src/core/clock.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { connect } from '../../src/redis/connections.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { endsWithin } from '../support/duration.js'

const logger = pino({ level: 'silent' })

interface Kept {
  readonly number: number
  readonly before: string
  readonly summary: string
  readonly hash: string
  /** What the hash is of. */
  readonly record: string
}

describeWithStores('the audit record', (kind) => {
  let store: EmbeddedStore
  const open: Redis[] = []
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  })
  afterAll(() => store.stop())
  afterEach(async () => {
    await redis().flushall()
    for (const connection of open.splice(0)) connection.disconnect()
  })

  function redis(): Redis {
    const connection = connect(store.url, 'engine', logger)
    open.push(connection)
    return connection
  }
  const audit = () => createAudit({ redis: redis(), clock: systemClock, logger })
  const entry = (summary: string) => ({ kind: 'requested', actor: 'U0REQUEST', summary })

  async function kept(): Promise<readonly Kept[]> {
    const entries = await redis().xrange(keys.audit, '-', '+')
    return entries.map(([, [, record = '', , hash = '']]) => ({
      ...(JSON.parse(record) as Omit<Kept, 'hash' | 'record'>),
      hash,
      record,
    }))
  }

  function expectUnbroken(records: readonly Kept[]): void {
    let before = ''
    for (const [index, record] of records.entries()) {
      expect(record.number).toBe(index + 1)
      expect(record.before).toBe(before)
      expect(record.hash).toBe(createHash('sha256').update(record.record).digest('hex'))
      before = record.hash
    }
  }

  it('appends where a look of the same process has just learned what others appended', async () => {
    const other = audit()
    for (const summary of ['one', 'two']) await other.append(entry(summary))
    // A process that has just started: its look is answered before its first append, which was sent knowing less.
    const own = audit()
    await Promise.all([own.look(), own.append(entry('three'))])
    await other.append(entry('four'))
    await Promise.all([own.look(), own.append(entry('five'))])
    const records = await kept()
    expectUnbroken(records)
    expect(records.map(({ summary }) => summary)).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  it('chains every record to the one before', async () => {
    const writer = audit()
    for (const summary of ['one', 'two', 'three']) await writer.append(entry(summary))
    const records = await kept()
    expect(records.map(({ summary }) => summary)).toEqual(['one', 'two', 'three'])
    expectUnbroken(records)
  })

  it('goes on with the chain after a restart', async () => {
    await audit().append(entry('before'))
    await audit().append(entry('after'))
    expectUnbroken(await kept())
    expect(await kept()).toHaveLength(2)
  })

  it('loses nothing when several processes write at the same time', async () => {
    const writers = [audit(), audit(), audit()]
    const summaries = Array.from({ length: 150 }, (_, index) => `entry ${index}`)
    await Promise.all(writers.flatMap((writer) => summaries.map((summary) => writer.append(entry(summary)))))
    const records = await kept()
    expect(records.map(({ summary }) => summary).toSorted()).toEqual(
      [...summaries, ...summaries, ...summaries].toSorted(),
    )
    expectUnbroken(records)
  })

  it('keeps the order in which one process wrote', async () => {
    const writer = audit()
    const summaries = Array.from({ length: 250 }, (_, index) => `entry ${index}`)
    await Promise.all(summaries.map((summary) => writer.append(entry(summary))))
    expect((await kept()).map(({ summary }) => summary)).toEqual(summaries)
  })

  it('appends an event with a name once, even from two processes and in the same instant', async () => {
    const writers = [audit(), audit()]
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        writers[index % 2]?.append(entry(`ended ${index % 4}`), `op-${index % 4}:ended`),
      ),
    )
    await audit().append(entry('ended 1'), 'op-1:ended')
    const records = await kept()
    expect(records.map(({ summary }) => summary).toSorted()).toEqual([
      'ended 0',
      'ended 1',
      'ended 2',
      'ended 3',
    ])
    expectUnbroken(records)
  })

  it('appends once what is asked for again because its answer was lost on the way', async () => {
    const connection = redis()
    const evalsha = connection.evalsha.bind(connection)
    // As the client does by itself once the store is back.
    connection.evalsha = (async (...asked: Parameters<typeof evalsha>) => {
      await evalsha(...asked)
      return evalsha(...asked)
    }) as typeof evalsha
    const writer = createAudit({ redis: connection, clock: systemClock, logger })
    // The store knows the script from now on.
    await audit().append(entry('zero'))
    await Promise.all(['one', 'two', 'three'].map((summary) => writer.append(entry(summary))))
    await writer.append(entry('four'), 'named')
    const records = await kept()
    expectUnbroken(records)
    expect(records.map(({ summary }) => summary)).toEqual(['zero', 'one', 'two', 'three', 'four'])
  })

  it('keeps the others of a batch in which one is known already', async () => {
    const writer = audit()
    await writer.append(entry('known'), 'known')
    await Promise.all([
      writer.append(entry('first')),
      writer.append(entry('known again'), 'known'),
      writer.append(entry('second'), 'other'),
    ])
    expect((await kept()).map(({ summary }) => summary)).toEqual(['known', 'first', 'second'])
    expectUnbroken(await kept())
  })

  it('keeps no secret and no more than a line of what was said', async () => {
    await audit().append(entry(`deploy --reason "token=hunter2hunter2 ${'x'.repeat(5_000)}"`))
    const [record] = await kept()
    expect(record?.record).not.toContain('hunter2')
    expect(record?.summary.length).toBe(1_000)
  })

  it('writes the same to the log, so that a second copy exists', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    await createAudit({ redis: redis(), clock: systemClock, logger: log }).append(entry('said'))
    const [record] = await kept()
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      number: 1,
      hash: record?.hash,
      audit: entry('said'),
    })
  })

  it('is verified, exported since a time and read by operation, in pages', async () => {
    let now = 1_000_000
    const clock = { now: () => now }
    const connection = redis()
    const writer = createAudit({ redis: connection, clock, logger })
    const reader = createAuditReader({ redis: connection, audit: writer })
    expect(await reader.verify()).toMatchObject({ records: 0, problems: [] })
    for (let hour = 0; hour < 12; hour++) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          writer.append({ ...entry(`“${hour}”/${index}`), operation: `op-${index}` }),
        ),
      )
      now += 3_600_000
    }
    expect(await reader.verify()).toMatchObject({ records: 1_200, problems: [], more: 0 })
    const all = await reader.export(0)
    expect(all).toMatchObject({ records: 1_200, left: 0 })
    const late = await reader.export(1_000_000 + 10 * 3_600_000)
    expect(late).toMatchObject({ records: 200, until: 1_000_000 + 11 * 3_600_000 })
    expect(all.lines.endsWith(late.lines)).toBe(true)
    for (const line of late.lines.trim().split('\n')) {
      const { hash } = JSON.parse(line) as { hash: string }
      const record = line.slice(line.indexOf('"record":') + 9, -1)
      expect(createHash('sha256').update(record).digest('hex')).toBe(hash)
    }
    const story = await reader.ofOperation('op-7')
    expect(story.map(({ summary }) => summary)).toEqual(
      Array.from({ length: 12 }, (_, hour) => `“${hour}”/7`),
    )
    expect(await reader.ofOperation('op-none')).toEqual([])

    expect(await connection.xdel(keys.audit, '600-0')).toBe(1)
    expect((await reader.verify()).problems).toEqual([
      { kind: 'missing', from: 600, to: 600, what: 'Record 600 is missing.' },
    ])
  })

  it('refuses when the store is away, so that what was to be recorded does not happen', async () => {
    const writer = audit()
    await writer.append(entry('before'))
    await store.kill()
    const appended = Promise.all(['a', 'b'].map((name) => writer.append(entry(name))))
    expect(await endsWithin(8_000, appended)).toBe(true)
    await expect(appended).rejects.toThrow()
    await store.start()
    const until = async (answer: string, next: ReturnType<typeof audit>) =>
      expect
        .poll(() =>
          next.append(entry('afterwards')).then(
            () => 'kept',
            (error: Error) => ('code' in error ? error.code : 'away'),
          ),
        )
        .toBe(answer)
    // A store that came back empty is not taken for the one that was known, until somebody has looked and started the process again.
    await until(store.keeps ? 'kept' : 'audit-broken', writer)
    await until('kept', audit())
    expectUnbroken(await kept())
  })

  const isBroken = { code: 'audit-broken' }
  const tampering: Record<string, (connection: Redis) => Promise<unknown>> = {
    'is deleted with its head': (connection) => connection.del(keys.audit, keys.auditHead),
    'is deleted without its head': (connection) => connection.del(keys.audit),
    'is cut off': async (connection) => {
      const [, before] = await connection.xrange(keys.audit, '2-0', '3-0')
      const hash = (await kept())[1]?.hash ?? ''
      await connection.xdel(keys.audit, before?.[0] ?? '')
      await connection.hset(keys.auditHead, 'number', 2, 'hash', hash)
    },
    'is written anew, and longer': async (connection) => {
      await connection.del(keys.audit, keys.auditHead)
      for (const index of [1, 2, 3, 4, 5]) await audit().append(entry(`forged ${index}`))
    },
    'is written anew, and as long': async (connection) => {
      await connection.del(keys.audit, keys.auditHead)
      for (const index of [1, 2, 3]) await audit().append(entry(`forged ${index}`))
    },
    'has a head ahead of its records': (connection) =>
      connection.hset(keys.auditHead, 'number', 9, 'hash', 'f'.repeat(64)),
    'has a head that no number can be': (connection) =>
      connection.hset(keys.auditHead, 'number', '999999999999999999999'),
    'has a head that is no number': (connection) => connection.hset(keys.auditHead, 'number', 'many'),
  }

  it.each(Object.entries(tampering))('that %s gets no more records, and stays wrong', async (_, tamper) => {
    const lines: { level: number; msg: string }[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const connection = redis()
    const writer = createAudit({ redis: connection, clock: systemClock, logger: log })
    const reader = createAuditReader({ redis: connection, audit: writer })
    for (const summary of ['one', 'two', 'three']) await writer.append(entry(summary))
    expect((await reader.verify()).problems).toEqual([])
    await tamper(connection)
    const before = (await kept()).length
    for (const summary of ['four', 'five'])
      await expect(writer.append(entry(summary))).rejects.toMatchObject(isBroken)
    await expect(writer.look()).rejects.toMatchObject(isBroken)
    expect(await kept()).toHaveLength(before)
    expect((await reader.verify()).problems.map(({ what }) => what).join(' ')).toMatch(/[Rr]ecord/)
    expect(lines).toEqual([
      expect.objectContaining({ level: 50, msg: expect.stringContaining('went backwards or was rewritten') }),
    ])
  })

  it('that somebody puts back as it was goes on', async () => {
    const connection = redis()
    const writer = audit()
    for (const summary of ['one', 'two']) await writer.append(entry(summary))
    const records = await kept()
    const head = await connection.hgetall(keys.auditHead)
    await connection.del(keys.audit, keys.auditHead)
    await expect(writer.append(entry('never'))).rejects.toMatchObject(isBroken)
    for (const { number, record, hash } of records)
      await connection.xadd(keys.audit, `${number}-0`, 'record', record, 'hash', hash)
    await connection.hset(keys.auditHead, head)
    await writer.append(entry('three'))
    expect((await kept()).map(({ summary }) => summary)).toEqual(['one', 'two', 'three'])
    expectUnbroken(await kept())
  })

  it('goes on, too, when its head was ahead and is put back', async () => {
    const connection = redis()
    const writer = audit()
    for (const summary of ['one', 'two']) await writer.append(entry(summary))
    const head = await connection.hgetall(keys.auditHead)
    await connection.hset(keys.auditHead, 'number', 900, 'hash', 'f'.repeat(64))
    await expect(writer.append(entry('never'))).rejects.toMatchObject(isBroken)
    await expect(writer.look()).rejects.toMatchObject(isBroken)
    await connection.hset(keys.auditHead, head)
    await writer.append(entry('three'))
    expectUnbroken(await kept())
  })

  it('that is something else altogether is called broken by whoever appends, looks or verifies', async () => {
    const connection = redis()
    const writer = audit()
    await writer.append(entry('one'))
    await connection.del(keys.audit)
    await connection.set(keys.audit, 'nothing')
    await expect(writer.append(entry('never'))).rejects.toMatchObject(isBroken)
    await expect(writer.look()).rejects.toMatchObject(isBroken)
    await expect(createAuditReader({ redis: connection, audit: writer }).verify()).rejects.toMatchObject(
      isBroken,
    )
  })

  it('is remembered by a process that only looks', async () => {
    await audit().append(entry('one'))
    const looking = audit()
    expect(await looking.look()).toMatchObject({ number: 1 })
    await audit().append(entry('two'))
    expect(await looking.look()).toMatchObject({ number: 2 })
    await redis().del(keys.audit, keys.auditHead)
    await expect(looking.look()).rejects.toMatchObject(isBroken)
  })
})
