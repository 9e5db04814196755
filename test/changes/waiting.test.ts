import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Finding } from '../../src/changes/definition.js'
import { operationCard } from '../../src/slack/views/operations/card.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { type Bench, startBench } from './bench.js'
import { PassingError } from './counter.js'

/** Of something that turns back when it fails: see the counter. */
const unlucky = 13
/** The step allows itself a minute. */
const minute = 60_000

describeWithStores('a wait', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  async function begin(seen: () => Partial<Finding>): Promise<string> {
    bench.counter.seen = seen
    bench.work()
    return (await bench.request(unlucky)).operation ?? ''
  }
  const end = (id: string) => bench.operations.follow(id, () => undefined)
  const waited = async (id: string) => {
    const step = (await bench.operations.find(id))?.steps[1]
    return step?.startedAt === undefined ? 0 : (Date.now() - step.startedAt) / bench.engine.timeScale
  }

  it('takes as long as what it looks at says, not as its step does', async () => {
    const id = await begin(() => ({ allowed: 100 * minute }))
    await until('more than the step allows', async () => (await waited(id)) > 3 * minute)
    expect(await bench.operations.find(id)).toMatchObject({ state: 'running' })
    bench.counter.value = unlucky
    expect((await end(id)).state).toBe('succeeded')
    expect(bench.counter.changes).toEqual([unlucky])
  })

  it('writes nothing and shows nothing where looks find nothing new', async () => {
    let looks = 0
    const id = await begin(() => {
      looks += 1
      return { allowed: 100 * minute, detail: 'it is 1' }
    })
    await until('a first look', () => looks > 1)
    const version = async () => (await bench.flowStore.read(id))?.version
    const before = { version: await version(), cards: bench.cards.length, looks }
    await until('ten more looks', () => looks > before.looks + 10)
    expect(await version()).toBe(before.version)
    expect(bench.cards).toHaveLength(before.cards)
    // What is shown follows from the record alone.
    const record = await bench.operations.find(id)
    expect(record && operationCard(record).text).toMatch(/Running, since \d\d:\d\d UTC/)
    bench.counter.value = unlucky
    expect((await end(id)).state).toBe('succeeded')
  })

  it('does not count the time in which somebody has to decide', async () => {
    let held = true
    const id = await begin(() => ({ held }))
    await until('more than the step allows', async () => (await waited(id)) > 3 * minute)
    expect(await bench.operations.find(id)).toMatchObject({ state: 'running' })
    held = false
    await until('a look after it', async () => (await bench.operations.find(id))?.steps[1]?.heldFor)
    bench.counter.value = unlucky
    expect((await end(id)).state).toBe('succeeded')
  })

  it('counts again after the decision', async () => {
    let held = true
    const id = await begin(() => ({ held }))
    await until('more than the step allows', async () => (await waited(id)) > 2 * minute)
    held = false
    const record = await end(id)
    expect(record.state).toBe('rolled back')
    expect(record.outcomeReason).toContain('took longer than 1 min')
  })

  it('is no longer followed when its time is over and it goes on by itself: nothing is taken back', async () => {
    const id = await begin(() => ({ goesOn: 'It counts by itself.' }))
    const record = await end(id)
    expect(record).toMatchObject({
      state: 'no longer followed',
      outcomeReason: '“Wait for it” took longer than 1 min. Last seen: it is 1. It counts by itself.',
      offers: { cancel: false, undo: true },
    })
    expect(record.revert).toBeUndefined()
    expect(bench.counter.changes).toEqual([unlucky])
    // Its locks are free again.
    await expect(bench.request(5)).resolves.toMatchObject({ operation: expect.stringMatching(/^op-/) })
  })

  it('is no longer followed when looking is refused: that is no failure of what was changed', async () => {
    const id = await begin(() => {
      throw Object.assign(new Error('you may not look'), { passing: false })
    })
    const record = await end(id)
    expect(record.state).toBe('no longer followed')
    expect(record.outcomeReason).toContain('you may not look')
    expect(record.outcomeReason).toContain('nothing was taken back')
    expect(bench.counter.changes).toEqual([unlucky])
  })

  it('outlives passing faults, however long after its begin they come', async () => {
    let away = false
    const id = await begin(() => {
      if (away) throw new PassingError('throttled')
      return { allowed: 10_000 * minute }
    })
    await until('more than the step allows', async () => (await waited(id)) > 2 * minute)
    away = true
    await until('faults', async () => ((await bench.operations.find(id))?.steps[1]?.faults ?? 0) > 2)
    expect(await bench.operations.find(id)).toMatchObject({ state: 'running' })
    away = false
    await until('a look', async () => (await bench.operations.find(id))?.steps[1]?.faultsSince === undefined)
    bench.counter.value = unlucky
    expect((await end(id)).state).toBe('succeeded')
  })
})
