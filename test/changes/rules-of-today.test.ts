import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'

const anna: Caller = { ...rita, id: 'U3', name: 'Anna' }
const adam: Caller = { ...rita, id: 'U4', name: 'Adam' }

describeWithStores('what counts is the rules of today', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
    bench.counter.value = 5
  })
  afterEach(() => bench.stop())

  async function requested(by = rita, options = {}, to = 5): Promise<OperationRecord> {
    const { operation = '' } = await bench.request(to, by, options)
    return (await bench.operations.find(operation)) as OperationRecord
  }
  const approve = ({ id, fingerprint }: OperationRecord, by: Caller) =>
    bench.operations.approve(id, fingerprint, by)
  const find = async ({ id }: OperationRecord) => (await bench.operations.find(id)) as OperationRecord
  const ended = ({ id }: OperationRecord) => bench.operations.follow(id, () => undefined)
  const askedAgain = (record: OperationRecord) =>
    until('the new question', async () => {
      const now = await find(record)
      return now.state === 'unapproved' && now.approval?.again !== undefined && now
    })
  const rule = (count: number, role: 'approver' | 'admin' = 'approver') => {
    bench.rules.approval = { count, role, within: 60_000 }
  }

  it('the glass stays whole when the role for it was taken away before the start', async () => {
    bench.admins.add(aaron.id)
    const record = await requested(aaron, { breakGlass: 'it burns' })
    bench.admins.delete(aaron.id)
    bench.work()
    expect(await ended(record)).toMatchObject({
      state: 'failed',
      outcomeReason: expect.stringContaining(
        'Nothing was changed. `--break-glass` in staging takes the role admin',
      ),
    })
    expect(bench.counter.changes).toEqual([])
  })

  it('the glass stays whole when the role for it was taken away before the confirmation', async () => {
    bench.admins.add(aaron.id)
    const record = await requested(aaron, { breakGlass: 'it burns' }, 0)
    bench.admins.delete(aaron.id)
    await expect(bench.operations.confirm(record.id, 'counter', aaron)).rejects.toMatchObject({
      code: 'role-missing',
      what: expect.stringContaining('`--break-glass` in staging takes the role admin'),
    })
    expect((await find(record)).state).toBe('unconfirmed')
  })

  it('a click counts for a rule that became stricter, and the rest is asked for', async () => {
    rule(1)
    const record = await requested()
    rule(2)
    await approve(record, aaron)
    const waiting = await find(record)
    expect(waiting).toMatchObject({ state: 'unapproved', approval: { needed: 2 } })
    expect(waiting.approval?.again).toContain('it takes 2 people with the role approver now')
    await approve(record, anna)
    bench.work()
    expect((await ended(record)).state).toBe('succeeded')
  })

  it('a click of somebody without the stricter role is not taken', async () => {
    rule(1)
    const record = await requested()
    rule(1, 'admin')
    await expect(approve(record, aaron)).rejects.toMatchObject({ code: 'role-missing' })
    bench.admins.add(adam.id)
    await approve(record, adam)
    bench.work()
    expect((await ended(record)).state).toBe('succeeded')
  })

  it('whoever could say no when it was asked may still say no', async () => {
    rule(1)
    const record = await requested()
    rule(1, 'admin')
    await bench.operations.reject(record.id, record.fingerprint, 'not today', aaron)
    expect((await find(record)).state).toBe('cancelled')
  })

  it('a rule that became stricter before the start asks again, and says which approval does not suffice', async () => {
    rule(1)
    const record = await requested()
    await approve(record, aaron)
    rule(2, 'admin')
    for (const { id } of [anna, adam]) bench.admins.add(id)
    bench.work()
    const again = await askedAgain(record)
    expect(again.approval).toMatchObject({ needed: 2, role: 'admin', decisions: [] })
    expect(again.approval?.again).toContain('it takes 2 people with the role admin now')
    expect(again.approval?.again).toContain('The approval of Aaron does not count for it')
    expect(bench.counter.changes).toEqual([])
    await approve(again, anna)
    await approve(again, adam)
    expect((await ended(record)).state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([5])
  })

  it('a rule that came after the request is asked for before the start', async () => {
    const record = await requested()
    rule(1)
    bench.work()
    const again = await askedAgain(record)
    expect(again.approval).toMatchObject({ needed: 1, role: 'approver', decisions: [] })
    expect(bench.counter.changes).toEqual([])
    expect(await bench.redis.exists('{ohmy}:lock:counter')).toBe(0)
    await expect(approve(again, rita)).rejects.toMatchObject({ code: 'own-request' })
    await approve(again, aaron)
    expect((await ended(record)).state).toBe('succeeded')
  })

  it('a rule that came before the confirmation is asked for after it', async () => {
    const record = await requested(rita, {}, 0)
    rule(1)
    await bench.operations.confirm(record.id, 'counter', rita)
    expect(await find(record)).toMatchObject({ state: 'unapproved', approval: { needed: 1 } })
  })

  it('who may do what is asked anew at the start, not remembered', async () => {
    rule(1)
    const record = await requested()
    await approve(record, aaron)
    const { authority } = bench.engine
    const hasLeft = async (id: string) => (id === aaron.id ? 'deactivated' : 'member')
    bench.work({
      authority: { ...authority, afresh: () => ({ ...authority, standingOf: hasLeft }) },
    })
    expect((await askedAgain(record)).approval?.again).toContain('The approval of Aaron does not count')
  })

  it('waits where Slack does not say who is in a group, says so, and goes on when it does', async () => {
    rule(1)
    const record = await requested()
    await approve(record, aaron)
    let silent = true
    const { authority } = bench.engine
    const unread = () => Promise.reject(new Error('ratelimited'))
    bench.work({
      authority: {
        ...authority,
        afresh: () => ({ ...authority, ...(silent ? { standingOf: unread } : {}) }),
      },
    })
    await until('the reason', async () =>
      (await find(record)).startFault?.why.includes('Slack did not tell whether you are a full member'),
    )
    expect(bench.counter.changes).toEqual([])
    silent = false
    expect((await ended(record)).state).toBe('succeeded')
  })
})
