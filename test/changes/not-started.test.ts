import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OperationRecord } from '../../src/core/operation.js'
import type { OperationDefinition } from '../../src/changes/definition.js'
import { operationCard } from '../../src/slack/views/operations/card.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { type Bench, rita, startBench } from './bench.js'
import { type Counter, PassingError, setCounter } from './counter.js'

class DeniedError extends Error {
  readonly passing = false
}

describeWithStores('an operation that cannot be planned again', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
    bench.counter.value = 5
  })
  afterEach(() => bench.stop())

  /** Works with a plan that fails; the clock of the worker may be ahead of the request by so many ms. */
  function workWith(fault: () => Error | undefined, ahead: () => number = () => 0) {
    const failing: OperationDefinition<{ to: number }, Counter> = {
      ...setCounter,
      plan: async (context) => {
        const error = fault()
        if (error !== undefined) throw error
        return setCounter.plan(context)
      },
    }
    bench.work({
      operations: [failing],
      clock: { now: () => Date.now() + ahead() },
      explain: (error) => (error instanceof DeniedError ? 'it is not allowed' : 'AWS did not answer in time'),
    })
  }
  async function requested(): Promise<OperationRecord> {
    const { operation = '' } = await bench.request(5, rita)
    return (await bench.operations.find(operation)) as OperationRecord
  }
  const find = async ({ id }: OperationRecord) => (await bench.operations.find(id)) as OperationRecord
  const ended = ({ id }: OperationRecord) => bench.operations.follow(id, () => undefined)

  it('says why on its card meanwhile, and starts once it can', async () => {
    let away = true
    const record = await requested()
    workWith(() => (away ? new PassingError('away') : undefined))
    const shown = await until('the card', () => bench.cards.find(({ startFault }) => startFault?.times === 2))
    expect(operationCard(shown).text).toContain(
      'Not started yet: AWS did not answer in time. ohmy tries again.',
    )
    away = false
    const done = await ended(record)
    expect(done.state).toBe('succeeded')
    expect(operationCard(done).text).not.toContain('Not started yet')
  })

  it('ends with the last fault when its time is over, not with a lack of workers', async () => {
    const record = await requested()
    let ahead = 0
    workWith(
      () => new PassingError('away'),
      () => ahead,
    )
    await until('the first try', async () => (await find(record)).startFault !== undefined)
    ahead = 6 * 60_000
    expect(await ended(record)).toMatchObject({
      state: 'expired',
      outcomeReason:
        'It could not be started in time, so nothing was changed: AWS did not answer in time. Ask again.',
    })
    expect(bench.counter.changes).toEqual([])
  })

  it('says that no worker was free where nobody took it', async () => {
    const record = await requested()
    workWith(
      () => undefined,
      () => 6 * 60_000,
    )
    expect((await ended(record)).outcomeReason).toContain('No worker was free to start it in time')
  })

  it('ends at once where asking again does not help', async () => {
    const record = await requested()
    workWith(() => new DeniedError('denied'))
    expect(await ended(record)).toMatchObject({
      state: 'failed',
      outcomeReason: 'Nothing was changed. It was refused: it is not allowed.',
    })
  })

  it('can be cancelled meanwhile', async () => {
    const record = await requested()
    workWith(() => new PassingError('away'))
    await until('the first try', async () => (await find(record)).startFault !== undefined)
    await bench.operations.cancel(record.id, rita)
    expect((await ended(record)).state).toBe('cancelled')
  })
})
