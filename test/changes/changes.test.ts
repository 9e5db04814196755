import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OperationRecord } from '../../src/core/operation.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'
import { PassingError } from './counter.js'

describeWithStores('the operation engine', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  /** Requests a change and follows it to its end; the counter follows what is set at once. */
  async function change(to: number): Promise<OperationRecord> {
    const { operation = '' } = await bench.request(to)
    const following = setInterval(() => {
      bench.counter.value = bench.counter.wanted
    }, 10)
    try {
      return await bench.operations.follow(operation, () => undefined)
    } finally {
      clearInterval(following)
    }
  }

  it('carries an operation from its request to one outcome and shows each state', async () => {
    bench.work()
    const record = await change(5)
    expect(record.state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([5])
    await until('the last card', () => bench.cards.at(-1)?.state === 'succeeded')
    expect(new Set(bench.cards.map((card) => card.state))).toEqual(
      new Set(['queued', 'running', 'succeeded']),
    )
    expect(record.steps.map((step) => `${step.state}: ${step.detail}`)).toEqual([
      'done: set to 5',
      'done: it is 5',
    ])
  })

  it('carries on what the store has forgotten before the end is written', async () => {
    let earlier: readonly (string | null)[] | undefined
    let forgotten = false
    bench.work({
      async checkpoint(name) {
        const [id = ''] = await bench.newest(1)
        const now = await bench.redis.hmget(keys.flow(id), 'version', 'record')
        if (name === 'acted Set it') earlier = now
        const { steps } = JSON.parse(now[1] ?? '{}') as Partial<OperationRecord>
        if (name !== 'shown running' || steps?.every(({ state }) => state === 'done') !== true) return
        const [version, record] = earlier ?? []
        if (forgotten || version == null || record == null) return
        forgotten = true
        await bench.redis.hset(keys.flow(id), { version, record })
      },
    })
    const record = await change(5)
    expect(forgotten).toBe(true)
    expect(record.state).toBe('succeeded')
    expect(record.steps.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(bench.counter.changes).toEqual([5])
  })

  it('carries a way back on that the store has forgotten before the end is written', async () => {
    let earlier: readonly (string | null)[] | undefined
    let forgotten = false
    bench.work({
      async checkpoint(name) {
        const [id = ''] = await bench.newest(1)
        const now = await bench.redis.hmget(keys.flow(id), 'version', 'record')
        const { state, revert } = JSON.parse(now[1] ?? '{}') as Partial<OperationRecord>
        if (name !== 'shown reverting' || state !== 'reverting') return
        if (revert?.every((step) => step.state === 'done') !== true) earlier ??= now
        else if (!forgotten) {
          forgotten = true
          const [version, record] = earlier ?? []
          await bench.redis.hset(keys.flow(id), { version: version ?? '', record: record ?? '' })
        }
      },
    })
    const { operation = '' } = await bench.request(5)
    await until('the change', () => bench.counter.wanted === 5)
    await bench.operations.cancel(operation, rita)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(forgotten).toBe(true)
    expect(record.state).toBe('cancelled')
    expect(record.revert?.map((step) => step.state)).toEqual(['done'])
    expect(bench.counter.changes).toEqual([5, 1])
  })

  it('writes down the request, the start, the change and the end', async () => {
    bench.work()
    await change(5)
    await until('the end in the record', () => bench.audit.some((event) => event.kind === 'ended'))
    expect(bench.ended).toEqual(['succeeded'])
    expect(bench.audit.map((event) => event.kind)).toEqual(['requested', 'started', 'change', 'ended'])
  })

  it('does not change anything when the audit record cannot be written', async () => {
    bench.work({
      audit: async (event) => {
        if (event.kind === 'change') throw new Error('no room')
      },
    })
    const { operation = '' } = await bench.request(5)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('failed')
    expect(bench.counter.changes).toEqual([])
  })

  it('refuses a second change of the same thing and says who is at it', async () => {
    await bench.request(5)
    await expect(bench.request(6, aaron)).rejects.toMatchObject({
      code: 'locked',
      what: expect.stringContaining('Rita is already changing it: Set the counter to 5'),
    })
  })

  it('lets the next one in as soon as the first has ended', async () => {
    bench.work()
    await change(5)
    const next = await change(6)
    expect(next.state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([5, 6])
  })

  it('frees a lock whose operation the store has lost', async () => {
    await bench.redis.set('{ohmy}:lock:counter', 'op-gone')
    await expect(bench.request(5)).resolves.toMatchObject({ operation: expect.stringMatching(/^op-/) })
  })

  it('cancels before the start without changing anything', async () => {
    const { operation = '' } = await bench.request(5)
    await bench.operations.cancel(operation, aaron)
    bench.work()
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record).toMatchObject({ state: 'cancelled', outcomeReason: expect.stringContaining('Aaron') })
    expect(bench.counter.changes).toEqual([])
  })

  it('takes its change back when it is cancelled while it waits', async () => {
    bench.work()
    const { operation = '' } = await bench.request(5)
    await until('the change', () => bench.counter.changes.length === 1)
    await bench.operations.cancel(operation, rita)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('cancelled')
    expect(bench.counter.changes).toEqual([5, 1])
  })

  it('undoes once, however often Undo is pressed', async () => {
    bench.work()
    const { id } = await change(5)
    bench.counter.value = 1
    const results = await Promise.allSettled([
      bench.operations.undo(id, rita),
      bench.operations.undo(id, aaron),
    ])
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await until('the undo', () => bench.counter.changes.length === 2)
    expect(bench.counter.changes).toEqual([5, 1])
    await until('the mark', async () => (await bench.operations.find(id))?.undoneBy)
    await expect(bench.operations.undo(id, rita)).rejects.toMatchObject({ code: 'already-undone' })
  })

  it('waits for a typed confirmation, takes only the right word and only from who asked', async () => {
    bench.work()
    const { operation = '' } = await bench.request(0)
    await expect(bench.operations.confirm(operation, 'conter', rita)).rejects.toMatchObject({
      code: 'wrong-confirmation',
    })
    await expect(bench.operations.confirm(operation, 'counter', aaron)).rejects.toMatchObject({
      code: 'not-yours',
    })
    expect(bench.counter.changes).toEqual([])
    bench.counter.value = 0
    await bench.operations.confirm(operation, 'counter', rita)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([0])
  })

  it('does not start when the world has moved since the plan, and shows the new difference', async () => {
    const { operation = '' } = await bench.request(5)
    bench.counter.wanted = 3
    bench.work()
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('failed')
    expect(record.diagnosis?.join()).toContain('Counter: 3 → 5')
    expect(bench.counter.changes).toEqual([])
  })

  it('does not start for somebody who lost the role in between', async () => {
    const { operation = '' } = await bench.request(5)
    bench.forbidden.add(rita.id)
    bench.work()
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record).toMatchObject({
      state: 'failed',
      outcomeReason: expect.stringContaining('`set` in staging takes the role operator; you have none'),
    })
    expect(bench.counter.changes).toEqual([])
  })

  it('tries again after a passing fault', async () => {
    bench.counter.faults.push(new PassingError('throttled'), new PassingError('throttled'))
    bench.work()
    const record = await change(5)
    expect(record.state).toBe('succeeded')
    expect(record.steps[0]?.faults).toBe(2)
  })

  it('changes once when the answer to the change was lost', async () => {
    bench.counter.faults.push(new PassingError('connection reset'))
    bench.counter.faultsAfter = true
    bench.work()
    const record = await change(5)
    expect(record.state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([5])
  })

  it('fails with a diagnosis when what it waits for does not come', async () => {
    bench.work()
    const { operation = '' } = await bench.request(5)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('failed')
    expect(record.outcomeReason).toContain('“Wait for it” took longer than 1 min. Last seen: it is 1.')
    expect(record.diagnosis).toEqual(['the counter stands at 1'])
    expect(record.causes).toEqual(['application-exit'])
    expect(record.offers.undo).toBe(true)
  })

  it('rolls back by itself where its definition says so, and keeps the reason', async () => {
    bench.work()
    const { operation = '' } = await bench.request(13)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('rolled back')
    expect(record.outcomeReason).toContain('“Wait for it” took longer than 1 min')
    expect(record.diagnosis).toEqual(['the counter stands at 1'])
    expect(record.causes).toEqual(['application-exit'])
    expect(bench.counter.changes).toEqual([13, 1])
  })

  it('tells a defect by an id, which the log explains, and shows nothing of its insides', async () => {
    bench.counter.faults.push(new Error('ECONNREFUSED 10.0.0.1 token=abc'))
    bench.work()
    const { operation = '' } = await bench.request(5)
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('failed')
    expect(record.outcomeReason).toMatch(
      /Something went wrong in ohmy; its log says what, under err-[a-z0-9]{6}/,
    )
    expect(JSON.stringify(record)).not.toContain('token=abc')
  })

  it('offers Undo again where taking it back came to nothing', async () => {
    const { operation = '' } = await bench.request(5)
    bench.counter.value = 5
    bench.work()
    await bench.operations.follow(operation, () => undefined)
    bench.rules.approval = { count: 1, role: 'approver', within: 60_000 }
    const undo = await bench.operations.undo(operation, rita)
    await bench.operations.cancel(undo.operation ?? '', rita)
    await bench.operations.follow(undo.operation ?? '', () => undefined)
    await until('Undo is offered again', async () => {
      const record = await bench.operations.find(operation)
      return record?.undoneBy === undefined && record?.offers.undo === true
    })
    const again = await bench.operations.undo(operation, rita)
    expect(again.operation).not.toBe(undo.operation)
    await expect(bench.operations.undo(operation, aaron)).rejects.toMatchObject({ code: 'already-undone' })
  })

  it('only plans with --dry-run', async () => {
    const reply = await bench.request(5, rita, { dryRun: true })
    expect(reply.operation).toBeUndefined()
    expect(await bench.newest(10)).toEqual([])
  })

  it('is found again when its wake-up never came', async () => {
    const { operation = '' } = await bench.request(5)
    await bench.redis.del(...(await bench.redis.keys('{ohmy}:queue:*')))
    bench.counter.value = 5
    bench.work()
    const record = await bench.operations.follow(operation, () => undefined)
    expect(record.state).toBe('succeeded')
  })
})
