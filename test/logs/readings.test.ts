import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import { UserError } from '../../src/core/user-error.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './reading-bench.js'

const day = 86_400_000

describeWithStores('long reading work', (kind) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(kind)
  })
  afterEach(() => bench.stop())

  it('shows at once that it begins, then each step, and last what came of it, in one message', async () => {
    const id = await bench.start({ pages: 3, every: 20 })
    expect(bench.said(id)).toEqual(['opens the book'])
    bench.work()
    expect(await bench.ended(id)).toMatchObject({ status: 'done', result: { pages: 3 } })
    await until('the last word', () => bench.said(id).length === 4)
    expect(bench.said(id)).toEqual(['opens the book', 'page 1', 'page 2', 'page 3'])
    expect(bench.letters.map(({ version, final }) => [version, final])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ])
    expect(bench.letters[0]?.to).toMatchObject({ channel: 'C1' })
  })

  it('waits between two steps as long as it said', async () => {
    bench.work()
    const id = await bench.start({ pages: 3, every: 250 })
    await bench.ended(id)
    const gaps = bench.reader.looks.slice(1).map(({ at }, index) => at - (bench.reader.looks[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(240)
    expect(bench.reader.looks).toHaveLength(3)
  })

  it('goes on where it was when the store was away for a while', async () => {
    if (kind === 'javascript') return
    bench.work()
    const id = await bench.start({ pages: 4, every: 200 })
    await until('the first page', () => bench.reader.looks.length > 0)
    await bench.store.kill()
    await sleep(300)
    await bench.store.start()
    expect((await bench.ended(id)).status).toBe('done')
  })

  it('ends when its time is over', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 100, lasts: 400 })
    expect((await bench.ended(id)).status).toBe('expired')
    await until('the last word', () => /bed time at page \d/.test(bench.said(id).at(-1) ?? ''))
  })

  it('hands over its files once, under its message', async () => {
    bench.work()
    const id = await bench.start({ pages: 1, every: 10, files: true })
    await bench.ended(id)
    await until('the file', () => bench.uploads.length > 0)
    await until(
      'it is settled',
      async () => (await bench.redis.zscore(keys.openFlows('reading'), id)) === null,
    )
    expect(bench.uploads).toEqual([
      { to: { channel: 'C1' }, files: [{ name: 'book.txt', title: 'The book', content: '1 pages' }] },
    ])
  })

  it('says so when Slack does not take the files', async () => {
    bench.work()
    bench.slack.takesFiles = false
    const id = await bench.start({ pages: 1, every: 10, files: true })
    await until('the words', () => bench.letters.some(({ key }) => key === `flow:${id}:files`))
    expect(bench.letters.find(({ key }) => key.endsWith(':files'))?.message.text).toContain(
      'did not get here',
    )
  })

  it('is kept for a day after it ended, and not longer', async () => {
    bench.work()
    const id = await bench.start({ pages: 1, every: 10 })
    await until(
      'it is settled',
      async () => (await bench.redis.zscore(keys.openFlows('reading'), id)) === null,
    )
    const left = await bench.redis.pttl(keys.flow(id))
    expect(left).toBeGreaterThan(day - 60_000)
    expect(left).toBeLessThanOrEqual(day)
  })

  it('is stopped by whoever asked, soon, and the record says who it was', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 60_000 })
    await until('the first page', () => bench.reader.looks.length > 0)
    const reply = await bench.readings.hear(id, 'stop', rita)
    expect(reply.message.text).toContain('is stopping')
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped', stopRequestedBy: { name: 'Rita' } })
    await until('the last word', () => bench.said(id).at(-1) === 'Rita closed the book at page 1')
    expect(
      (await bench.readings.hear(id, 'stop', aaron).catch((error: unknown) => error)) as UserError,
    ).toMatchObject({ code: 'role-missing' })
    const late = await bench.readings.hear(id, 'stop', rita)
    expect(late.message.text).toContain('has ended already: Rita stopped it')
  })

  it('is stopped by an operator, and by nobody else', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 200 })
    await expect(bench.readings.hear(id, 'stop', aaron)).rejects.toMatchObject({
      code: 'role-missing',
      what: expect.stringContaining('operator'),
    })
    bench.operators.add(aaron.id)
    await bench.readings.hear(id, 'stop', aaron)
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped', stopRequestedBy: { name: 'Aaron' } })
  })

  it('is not stopped by who asked once they have no role any more', async () => {
    const id = await bench.start({ pages: 1_000, every: 200 })
    bench.strangers.add(rita.id)
    await expect(bench.readings.hear(id, 'stop', rita)).rejects.toMatchObject({ code: 'role-missing' })
  })

  it('stops soon even where it cannot tidy up', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 60_000 })
    await until('the first page', () => bench.reader.looks.length > 0)
    bench.reader.reading = () => {
      throw new AwsError('throttled', 'logs:StopQuery', 'ThrottlingException', 'slow')
    }
    await bench.readings.hear(id, 'stop', rita)
    expect((await bench.ended(id)).status).toBe('stopped')
  })

  it('is refused kindly when the person or the channel has enough, until one has ended', async () => {
    bench.work()
    const first = await bench.start({ pages: 1_000, every: 100 })
    await bench.start({ pages: 1_000, every: 100 })
    await expect(bench.start({ pages: 1, every: 100 })).rejects.toMatchObject({
      code: 'readings-too-many',
      what: expect.stringContaining('You have 2'),
    })
    await bench.start({ pages: 1_000, every: 100 }, aaron)
    await expect(bench.start({ pages: 1, every: 100 }, aaron)).rejects.toMatchObject({
      what: expect.stringContaining(
        '3 followed logs, queries, validations and plans running in this channel',
      ),
    })
    const elsewhere = { ...aaron, place: { channel: 'C2' } }
    await bench.start({ pages: 1_000, every: 100 }, elsewhere)
    await bench.readings.hear(first, 'stop', rita)
    await bench.ended(first)
    await until('room for another', () => bench.start({ pages: 1, every: 10 }).catch(() => undefined))
  })

  it('fails with the words of what refused it', async () => {
    bench.work()
    bench.reader.reading = () => {
      throw new UserError('book-missing', 'There is no such book.', 'Name another one.')
    }
    const id = await bench.start({ pages: 3, every: 10 })
    expect(await bench.ended(id)).toMatchObject({ status: 'failed' })
    await until('the words', () =>
      bench.said(id).at(-1)?.includes('There is no such book. Name another one.'),
    )
  })

  it('is patient with a trouble of AWS that passes, and gives up where it is not allowed', async () => {
    bench.work()
    let left = 1
    bench.reader.reading = () => {
      if (left-- > 0) throw new AwsError('throttled', 'logs:FilterLogEvents', 'ThrottlingException', 'slow')
    }
    const id = await bench.start({ pages: 2, every: 10 })
    expect((await bench.ended(id)).status).toBe('done')
    bench.reader.reading = () => {
      throw new AwsError('denied', 'logs:FilterLogEvents', 'AccessDeniedException', 'arn:aws:…')
    }
    const denied = await bench.start({ pages: 2, every: 10 })
    expect((await bench.ended(denied)).failure).toBe(
      'Ohmy is not allowed to call logs:FilterLogEvents; its IAM policy must grant it.',
    )
  })
})
