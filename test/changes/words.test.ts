import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OperationRecord } from '../../src/core/operation.js'
import type { Changes } from '../../src/changes/changes.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'
import type { Counter } from './counter.js'

interface Word {
  /** Asks for something that waits for the word; the worker then puts it off for a minute. */
  readonly ask: (bench: Bench) => Promise<unknown>
  readonly say: (operations: Changes<Counter>, record: OperationRecord) => Promise<unknown>
  readonly end: OperationRecord['state']
  /** A wait of a second becomes one of a minute. */
  readonly timeScale?: number
  /** What the counter was set to, one after another. */
  readonly changes: readonly number[]
  readonly recorded?: string
}

const underApproval = (bench: Bench) => {
  bench.rules.approval = { count: 1, role: 'approver', within: 120_000 }
  return bench.request(5)
}

const words: Readonly<Record<string, Word>> = {
  Approve: {
    ask: underApproval,
    say: (operations, { id, fingerprint }) => operations.approve(id, fingerprint, aaron),
    end: 'succeeded',
    changes: [5],
    recorded: 'approved',
  },
  Reject: {
    ask: underApproval,
    say: (operations, { id, fingerprint }) => operations.reject(id, fingerprint, 'not today', aaron),
    end: 'cancelled',
    changes: [],
    recorded: 'rejected',
  },
  'Cancel of what waits for an approval': {
    ask: underApproval,
    say: (operations, { id }) => operations.cancel(id, rita),
    end: 'cancelled',
    changes: [],
    recorded: 'cancel-requested',
  },
  'Cancel of what waits for a confirmation': {
    ask: (bench) => bench.request(0),
    say: (operations, { id }) => operations.cancel(id, rita),
    end: 'cancelled',
    changes: [],
    recorded: 'cancel-requested',
  },
  'Cancel of what has changed something': {
    ask: (bench) => bench.request(5),
    say: (operations, { id }) => operations.cancel(id, rita),
    end: 'cancelled',
    timeScale: 60,
    changes: [5, 1],
    recorded: 'cancel-requested',
  },
  'the typed confirmation': {
    ask: (bench) => bench.request(0),
    say: (operations, { id }) => operations.confirm(id, 'counter', rita),
    end: 'succeeded',
    changes: [0],
  },
}

const find = async (bench: Bench, id: string) => (await bench.operations.find(id)) as OperationRecord

// What is tested is waiting, so it is waited for side by side, each in a world of its own.
describeWithStores('a word whose wake-up is lost', (kind) => {
  async function inBench(test: (bench: Bench) => Promise<void>): Promise<void> {
    const bench = await startBench(kind)
    try {
      await test(bench)
    } finally {
      await bench.stop()
    }
  }

  async function asked(bench: Bench, word: Word): Promise<OperationRecord> {
    await word.ask(bench)
    const [id = ''] = await bench.newest(1)
    return find(bench, id)
  }

  /** The operation once a worker has looked and will look again in about a minute. */
  async function putOff(bench: Bench, word: Word): Promise<OperationRecord> {
    const { id } = await asked(bench, word)
    bench.work({ timeScale: word.timeScale ?? bench.engine.timeScale })
    await until('it to be put off', async () => (await bench.openUntil(id)) > Date.now() + 30_000)
    return find(bench, id)
  }

  /** It ends as it should, nothing holds its lock, and who said what is recorded once. */
  async function expectEnd(bench: Bench, { id }: OperationRecord, word: Word): Promise<void> {
    const following = setInterval(() => {
      bench.counter.value = bench.counter.wanted
    }, 10)
    const ended = await until(
      'its end',
      async () => {
        const record = await find(bench, id)
        return record.endedAt !== undefined && record
      },
      20_000,
    ).finally(() => clearInterval(following))
    expect(ended.state).toBe(word.end)
    expect(bench.counter.changes).toEqual(word.changes)
    await until('it to be settled', () => bench.isSettled(id))
    expect(await bench.redis.exists(keys.held('counter'))).toBe(0)
    expect(bench.cards.at(-1)).toMatchObject({ id, state: word.end })
    if (word.recorded !== undefined) {
      const named = bench.audit.filter(({ kind: what }) => what === word.recorded).map(({ once }) => once)
      expect(new Set(named).size).toBe(1)
    }
  }

  const all = Object.entries(words)

  it.concurrent.each(all)('%s: it counts all the same when its process dies', (_, word) =>
    inBench(async (bench) => {
      const record = await putOff(bench, word)
      await expect(word.say(bench.dyingAt('said'), record)).rejects.toThrow('It died')
      expect(await bench.openUntil(record.id)).toBeLessThanOrEqual(Date.now() + 2_000)
      await expectEnd(bench, record, word)
    }),
  )

  it.concurrent.each(all)('%s: it counts all the same when the queue refuses', (_, word) =>
    inBench(async (bench) => {
      const record = await putOff(bench, word)
      await word.say(bench.refusing(), record)
      await expectEnd(bench, record, word)
    }),
  )

  it.concurrent('is not put off by a worker that looked before it was said', () =>
    inBench(async (bench) => {
      const word = words['Approve'] as Word
      const record = await asked(bench, word)
      let said = false
      bench.work({
        // It has read the record, and does not know yet.
        checkpoint: async (name) => {
          if (said || name !== 'taken') return
          said = true
          await word.say(bench.refusing(), record)
        },
      })
      await expectEnd(bench, record, word)
    }))

  it.concurrent('is not put off by a worker that was looking while Cancel was pressed', () =>
    inBench(async (bench) => {
      const word = words['Cancel of what has changed something'] as Word
      const { id } = await asked(bench, word)
      let said = false
      const store = bench.flowStore
      bench.work({
        timeScale: 60,
        store: {
          ...store,
          write: async (...args) => {
            const [step, next] = (await find(bench, id)).steps
            if (!said && step?.state === 'done' && next?.state === 'waiting') {
              said = true
              await word.say(bench.refusing(), await find(bench, id))
            }
            return store.write(...args)
          },
        },
      })
      await until('Cancel', () => said)
      await expectEnd(bench, await find(bench, id), word)
    }))
})

describeWithStores('Undo', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  async function done(): Promise<string> {
    const { operation = '' } = await bench.request(5)
    bench.counter.value = 5
    bench.work()
    await bench.operations.follow(operation, () => undefined)
    bench.counter.value = 1
    return operation
  }

  it.each(['recorded', 'requested'])(
    'is done once and shown on both messages when its process dies (%s)',
    async (at) => {
      const id = await done()
      await expect(bench.dyingAt(at).undo(id, rita)).rejects.toThrow('It died')
      await until('the undo', () => bench.counter.changes.length === 2)
      const original = await until('the mark', async () => {
        const record = await bench.operations.find(id)
        return record?.undoneBy !== undefined && record
      })
      expect(original.offers.undo).toBe(false)
      await until('the mark on its message', () =>
        bench.cards.some((card) => card.id === id && card.undoneBy !== undefined),
      )
      await expect(bench.operations.undo(id, aaron)).rejects.toMatchObject({ code: 'already-undone' })
      expect(bench.counter.changes).toEqual([5, 1])
      expect(await bench.operations.find(original.undoneBy ?? '')).toMatchObject({ undoes: id })
    },
  )

  it('is asked for once where it has to be approved, however often it is pressed', async () => {
    const id = await done()
    bench.rules.approval = { count: 1, role: 'approver', within: 120_000 }
    const answers = await Promise.allSettled([
      bench.operations.undo(id, rita),
      bench.operations.undo(id, aaron),
      bench.operations.undo(id, rita),
    ])
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await bench.newest(10)).toHaveLength(2)
  })
})
