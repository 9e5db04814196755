import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { UserError } from '../../src/core/user-error.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'

const anna: Caller = { ...rita, id: 'U3', name: 'Anna' }

describeWithStores('an approval', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
    bench.rules.approval = { count: 1, role: 'approver', within: 60_000 }
  })
  afterEach(() => bench.stop())

  async function requested(to = 5): Promise<OperationRecord> {
    const { operation = '' } = await bench.request(to)
    return (await bench.operations.find(operation)) as OperationRecord
  }
  const approve = (record: OperationRecord, by: Caller) =>
    bench.operations.approve(record.id, record.fingerprint, by)
  const reject = (record: OperationRecord, by: Caller) =>
    bench.operations.reject(record.id, record.fingerprint, 'not today', by)
  const follow = (record: OperationRecord) => bench.operations.follow(record.id, () => undefined)

  it('is waited for: nothing starts without it', async () => {
    bench.work()
    const record = await requested()
    expect(record.state).toBe('unapproved')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(bench.counter.changes).toEqual([])
    bench.counter.value = 5
    await approve(record, aaron)
    expect(await follow(record)).toMatchObject({ state: 'succeeded' })
    expect(bench.counter.changes).toEqual([5])
    expect(bench.audit.map((event) => event.kind)).toContain('approved')
  })

  it('never comes from who asked', async () => {
    const record = await requested()
    await expect(approve(record, rita)).rejects.toMatchObject({ code: 'own-request' })
  })

  it('is not taken from somebody without the role', async () => {
    const record = await requested()
    bench.forbidden.add(aaron.id)
    await expect(approve(record, aaron)).rejects.toMatchObject({ code: 'role-missing' })
    expect((await bench.operations.find(record.id))?.state).toBe('unapproved')
  })

  it('can be refused with a reason, and then nothing happens', async () => {
    bench.work()
    const record = await requested()
    await reject(record, aaron)
    const ended = await follow(record)
    expect(ended).toMatchObject({
      state: 'cancelled',
      outcomeReason: expect.stringContaining('Aaron rejected it. “not today”'),
    })
    await expect(approve(record, anna)).rejects.toMatchObject({ code: 'decided-already' })
    expect(bench.counter.changes).toEqual([])
  })

  it('counts different people where several are needed', async () => {
    bench.rules.approval = { count: 2, role: 'approver', within: 60_000 }
    const record = await requested()
    await approve(record, aaron)
    await expect(approve(record, aaron)).rejects.toMatchObject({ code: 'decided-already' })
    expect((await bench.operations.find(record.id))?.state).toBe('unapproved')
    await approve(record, anna)
    expect((await bench.operations.find(record.id))?.state).toBe('queued')
  })

  it('expires into a rejection', async () => {
    bench.rules.approval = { count: 1, role: 'approver', within: 200 }
    bench.work()
    const record = await requested()
    const ended = await follow(record)
    expect(ended).toMatchObject({
      state: 'expired',
      outcomeReason: expect.stringContaining('counts as rejected'),
    })
    await expect(approve(record, aaron)).rejects.toMatchObject({ code: 'decided-already' })
  })

  it('is bound to the plan on the screen', async () => {
    const record = await requested()
    const other = { ...record, fingerprint: 'another' }
    await expect(approve(other, aaron)).rejects.toMatchObject({ code: 'plan-changed' })
  })

  it('is asked for again, with the new difference, when the world has moved since', async () => {
    const record = await requested()
    await approve(record, aaron)
    bench.counter.wanted = 3
    bench.work()
    const again = await until('the new question', async () => {
      const now = await bench.operations.find(record.id)
      return now?.state === 'unapproved' ? now : undefined
    })
    expect(again.plan.changes).toEqual([{ what: 'Counter', from: '3', to: '5' }])
    expect(again.approval).toMatchObject({
      decisions: [],
      again: expect.stringContaining('after the approval'),
    })
    await expect(approve(record, aaron)).rejects.toMatchObject({ code: 'plan-changed' })
    bench.counter.value = 5
    await approve(again, aaron)
    expect(await follow(record)).toMatchObject({ state: 'succeeded' })
    expect(bench.counter.changes).toEqual([5])
  })

  it('does not count when the role was lost before the start', async () => {
    const record = await requested()
    await approve(record, aaron)
    bench.forbidden.add(aaron.id)
    bench.work()
    const again = await until('the new question', async () => {
      const now = await bench.operations.find(record.id)
      return now?.state === 'unapproved' ? now : undefined
    })
    expect(again.approval).toMatchObject({
      decisions: [],
      again: expect.stringContaining('The approval of Aaron'),
    })
    expect(bench.counter.changes).toEqual([])
  })

  it('is not needed by who may break the glass, and the card says so', async () => {
    bench.work()
    await expect(bench.request(5, rita, { breakGlass: 'it burns' })).rejects.toMatchObject({
      code: 'role-missing',
    })
    bench.counter.value = 5
    bench.admins.add(aaron.id)
    const { operation = '' } = await bench.request(5, aaron, { breakGlass: 'it burns' })
    const ended = await bench.operations.follow(operation, () => undefined)
    expect(ended).toMatchObject({ state: 'succeeded', breakGlass: 'it burns' })
    expect(bench.audit[0]?.summary).toContain('glass broken: it burns')
  })

  it('does not help against a lock that came in between: it is looked for again right before the change', async () => {
    const record = await requested()
    await approve(record, aaron)
    bench.work({
      checkpoint(name) {
        if (name.startsWith('before'))
          bench.rules.blocked = new UserError('locked', 'Anna locked it.', 'Ask her.')
      },
    })
    const ended = await follow(record)
    expect(ended).toMatchObject({
      state: 'failed',
      outcomeReason: expect.stringContaining('Anna locked it.'),
    })
    expect(bench.counter.changes).toEqual([])
  })

  // The built-in store takes 50 ms a race.
  const races = kind === 'redis' ? 1_000 : 100
  it(`is decided once in ${races} races of two clicks, and both people are answered`, async () => {
    const results = { approved: 0, rejected: 0 }
    for (let race = 0; race < races; race++) {
      const record = await requested()
      const clicks =
        race % 2 === 0
          ? [approve(record, aaron), reject(record, anna)]
          : [reject(record, anna), approve(record, aaron)]
      const answers = await Promise.allSettled(clicks)
      expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
      const loser = answers.find((answer) => answer.status === 'rejected')
      expect(loser?.reason).toMatchObject({ code: 'decided-already' })
      const after = (await bench.operations.find(record.id)) as OperationRecord
      expect(after.approval?.decisions).toHaveLength(1)
      results[after.state === 'queued' ? 'approved' : 'rejected'] += 1
      // Frees the lock for the next race, as the worker would at the end.
      await bench.redis.del(keys.held('counter'))
    }
    expect(results.approved + results.rejected).toBe(races)
  }, 120_000)
})
