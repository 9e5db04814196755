import { afterEach, beforeEach, expect, it } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import { createJobs, type Jobs } from '../../src/jobs/jobs.js'
import type { JobParts } from '../../src/jobs/parts.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { type Bench, type Book, rita, startBench } from './bench.js'

describeWithStores('a word about reading work whose wake-up is lost', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  /** A process whose queue takes nothing. */
  const refusing = (overrides: Partial<JobParts<Book>> = {}): Jobs<Book> =>
    createJobs(
      { ...bench.parts, ...overrides },
      { ...bench.queue, wake: () => Promise.reject(new Error('READONLY')) },
    )
  /** A process that dies when the word is written. */
  const dying = () =>
    refusing({
      checkpoint: (name) => (name === 'said' ? Promise.reject(new Error('It died')) : undefined),
    })

  async function putOff(): Promise<string> {
    const id = await bench.start({ pages: 2, every: 55_000 })
    bench.work()
    const openUntil = async () => Number(await bench.redis.zscore(keys.openJobs, id))
    await until('it to be put off', async () => (await openUntil()) > Date.now() + 30_000)
    return id
  }

  it.each(['refuses', 'dies'])('stops it all the same (the queue or the process %s)', async (how) => {
    const id = await putOff()
    if (how === 'dies') await expect(dying().stop(id, rita)).rejects.toThrow('It died')
    else await refusing().stop(id, rita)
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped' })
    await until('the last word', () => bench.said(id).at(-1) === 'Rita closed the book at page 1')
  })

  it('lets it go on all the same', async () => {
    const id = await putOff()
    await refusing().goAhead(id, rita)
    await until('the second page', () => bench.book.ticks.length === 2)
  })

  it('is not put off by a worker that looked before it was said', async () => {
    const id = await bench.start({ pages: 2, every: 55_000 })
    let said = false
    bench.work({
      outbox: {
        ...bench.parts.outbox,
        async send(letter) {
          await bench.parts.outbox.send(letter)
          if (said || letter.message.text !== 'page 1') return
          said = true
          await refusing().stop(id, rita)
        },
      },
    })
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped' })
  })

  it('is not put off by a worker that was just meeting a trouble of AWS', async () => {
    const id = await bench.start({ pages: 2, every: 55_000 })
    // The sixth trouble in a row: half a minute until the next look.
    await bench.parts.store.update(id, (record) => ({ ...record, faults: 5 }))
    bench.book.reading = async () => {
      await refusing().stop(id, rita)
      throw new AwsError('throttled', 'logs:FilterLogEvents', 'ThrottlingException', 'slow')
    }
    bench.work()
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped' })
  })
})
