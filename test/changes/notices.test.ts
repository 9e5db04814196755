import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noticesOf } from '../../src/changes/notices.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'

const minute = 60_000

describe('what whoever asked is told', () => {
  const base = {
    caller: rita,
    requestedAt: 0,
    startedAt: 1_000,
    endedAt: 61_000,
    state: 'succeeded',
    plan: { summary: 'Scale', changes: [], warnings: [], basis: {} },
  } as unknown as OperationRecord
  const told = (record: Partial<OperationRecord>) =>
    noticesOf({ ...base, ...record }, minute * 60).map(({ kind }) => kind)
  const rejected = {
    state: 'cancelled',
    endedAt: 5_000,
    approval: {
      needed: 1,
      role: 'approver',
      within: minute,
      expiresAt: minute,
      decisions: [{ kind: 'rejected', by: aaron, at: 5_000 }],
    },
  } as const

  it('is the end of what took longer than a minute, and no other', () => {
    expect(told({})).toEqual(['end'])
    expect(told({ endedAt: 60_000 })).toEqual([])
    expect(told({ state: 'failed', endedAt: 90_000 })).toEqual(['end'])
  })

  it('is a rejection, what expired and what somebody else cancelled, however soon', () => {
    expect(told(rejected)).toContain('end')
    expect(told({ state: 'expired', endedAt: 5_000 })).toEqual(['end'])
    expect(told({ state: 'cancelled', endedAt: 5_000, cancelRequestedBy: aaron })).toEqual(['end'])
  })

  it('is never what they did themselves', () => {
    expect(told({ state: 'cancelled', endedAt: 90_000, cancelRequestedBy: rita })).toEqual([])
  })

  it('is only what did not go well, of a step of a runbook and of CI', () => {
    expect(told({ parent: 'run-2345678' })).toEqual([])
    expect(told({ caller: { ...rita, origin: 'hook' } })).toEqual([])
    expect(told({ caller: { ...rita, origin: 'hook' }, state: 'failed' })).toEqual(['end'])
    expect(told({ ...rejected, caller: { ...rita, origin: 'hook' } })).toContain('end')
  })

  it('is not broken glass where nothing came of it', () => {
    const glass = { breakGlass: 'down', state: 'cancelled', cancelRequestedBy: rita, endedAt: 5_000 } as const
    expect(told(glass)).toEqual(['broken glass'])
    const { startedAt: _, ...never } = { ...base, ...glass }
    expect(noticesOf(never as OperationRecord, minute)).toEqual([])
  })
})

describeWithStores('a request that waits', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())
  const kinds = () => bench.told.map((words) => words.replace(/ \d+/, ''))

  it('is told at once and at half of its time, each once, and its end to whoever asked', async () => {
    bench.rules.approval = { count: 1, role: 'approver', within: 2_000 }
    bench.work()
    const { operation = '' } = await bench.request(5)
    await until('the request', () => kinds().includes('approval true'))
    expect(kinds()).toEqual(['approval true'])
    const { approval } = (await bench.operations.find(operation)) as OperationRecord
    const half = (approval?.expiresAt ?? 0) - 1_000
    await until('the reminder', () => kinds().includes('reminder true'))
    expect(Date.now()).toBeGreaterThanOrEqual(half)
    await until('the end', () => kinds().includes('end'))
    expect(kinds()).toEqual(['approval true', 'reminder true', 'approval false', 'reminder false', 'end'])
  })

  it('is reminded of by whoever goes on, where nobody was there at half of its time', async () => {
    bench.rules.approval = { count: 1, role: 'approver', within: 4_000 }
    await bench.request(5)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    bench.work()
    await until('both', () => bench.told.length >= 2)
    expect(kinds().slice(0, 2)).toEqual(['approval true', 'reminder true'])
  })

  it('reminds nobody once it is decided', async () => {
    bench.rules.approval = { count: 1, role: 'approver', within: 1_500 }
    bench.counter.value = 5
    bench.work()
    const { operation = '' } = await bench.request(5)
    const record = (await bench.operations.find(operation)) as OperationRecord
    await until('the request', () => kinds().includes('approval true'))
    await bench.operations.approve(record.id, record.fingerprint, aaron)
    await bench.operations.follow(operation, () => undefined)
    await until('its settling', () => bench.isSettled(operation))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(kinds()).not.toContain('reminder true')
  })
})
