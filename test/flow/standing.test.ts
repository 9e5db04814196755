import { afterAll, beforeAll, expect, it } from 'vitest'
import { laneStanding } from '../../src/flow/standing.js'
import { until } from '../support/until.js'
import { startBench } from './bench.js'

let bench: Awaited<ReturnType<typeof startBench>>
beforeAll(async () => {
  bench = await startBench('javascript')
})
afterAll(() => bench.stop())

it('a queue that nobody works on: how much waits, since when, and how late it is', async () => {
  const empty = await laneStanding(bench.redis, 'changing')
  expect(empty).toEqual({ open: 0, due: 0, lateFor: 0, waiting: 0, waitedFor: 0, underWay: 0, flows: [] })
  await bench.begin('f-1')
  await bench.begin('f-2')
  const begun = await laneStanding(bench.redis, 'changing')
  expect(begun).toMatchObject({ open: 2, waiting: 2, underWay: 0 })
  expect(begun.flows).toEqual([{ kind: 'count', state: expect.any(String) as string, number: 2 }])
  // Nobody has looked within the two seconds in which somebody should.
  const late = await until('both are late', async () => {
    const standing = await laneStanding(bench.redis, 'changing')
    return standing.due === 2 && standing.lateFor > 0 && standing
  })
  expect(late.waitedFor).toBeGreaterThanOrEqual(2_000)
  const worker = bench.work()
  await until('all is done', async () => (await laneStanding(bench.redis, 'changing')).open === 0)
  expect(await laneStanding(bench.redis, 'changing')).toMatchObject({ due: 0, waiting: 0, lateFor: 0 })
  await worker.close()
})
