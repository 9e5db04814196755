import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import { UserError } from '../../src/core/user-error.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { aaron, type Bench, rita, startBench } from './bench.js'

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
    const gaps = bench.book.ticks.slice(1).map(({ at }, index) => at - (bench.book.ticks[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(240)
    expect(bench.book.ticks).toHaveLength(3)
  })

  it('is done once, however many workers there are and however often it is woken', async () => {
    bench.work()
    bench.work()
    const id = await bench.start({ pages: 6, every: 30 })
    let reading = 0
    let most = 0
    bench.book.reading = async () => {
      reading += 1
      most = Math.max(most, reading)
      await sleep(20)
      reading -= 1
    }
    const waking = setInterval(() => void bench.queue.wake(id), 5)
    await bench.ended(id)
    clearInterval(waking)
    expect(most).toBe(1)
    expect(bench.book.ticks.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('goes on within seconds when its worker dies between two steps', async () => {
    const first = bench.work()
    const id = await bench.start({ pages: 4, every: 300 })
    await until('the first page', () => bench.book.ticks.length > 0)
    first.vanish()
    const died = Date.now()
    bench.work()
    expect((await bench.ended(id)).status).toBe('done')
    expect(Date.now() - died).toBeLessThan(8_000)
  })

  it('goes on when its worker dies in the middle of a step, which is then done again', async () => {
    let hang = true
    bench.book.reading = async () => {
      if (hang) await new Promise(() => undefined)
    }
    const dead = bench.parts.store
    const first = bench.work({
      store: {
        ...dead,
        take: async (id, now) => {
          const lease = await dead.take(id, now)
          // A dead process prolongs nothing.
          return typeof lease === 'string' ? lease : { ...lease, holds: async () => true }
        },
      },
    })
    const id = await bench.start({ pages: 2, every: 10 })
    await until('the step', () => bench.book.ticks.length === 1)
    first.vanish()
    hang = false
    bench.work()
    expect((await bench.ended(id)).status).toBe('done')
    expect(bench.book.ticks.map(({ page }) => page)).toEqual([1, 1, 2])
  })

  it('shows what the worker before it had found and not shown', async () => {
    let dies = true
    bench.work({
      checkpoint: (name) => {
        if (dies && name === 'written done') throw new Error('dies here')
      },
    })
    const id = await bench.start({ pages: 1, every: 10 })
    await until('it is written', async () => (await bench.read(id)).status === 'done')
    dies = false
    await until('it is shown', () => bench.said(id).at(-1) === 'page 1')
  })

  it('keeps what a worker writes that was taken for dead from replacing what its successor wrote', async () => {
    const id = await bench.start({ pages: 9, every: 10 })
    const old = await bench.parts.store.take(id, Date.now())
    await sleep(1_000)
    const young = await bench.parts.store.take(id, Date.now())
    if (typeof old === 'string' || typeof young === 'string') throw new Error('not taken')
    expect(await old.holds(Date.now())).toBe(false)
    const late = bench.parts.store.update(id, (record) => ({ ...record, faults: 7 }), { fence: old.fence })
    await expect(late).rejects.toThrow('another worker')
    expect(await young.holds(Date.now())).toBe(true)
  })

  it('goes on where it was when the store was away for a while', async () => {
    if (kind === 'javascript') return
    bench.work()
    const id = await bench.start({ pages: 4, every: 200 })
    await until('the first page', () => bench.book.ticks.length > 0)
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
    await sleep(100)
    expect(bench.uploads).toEqual([
      { to: { channel: 'C1' }, files: [{ name: 'book.txt', title: 'The book', content: '1 pages' }] },
    ])
  })

  it('says so when Slack does not take the files', async () => {
    bench.work({ upload: () => Promise.reject(new Error('no')) })
    const id = await bench.start({ pages: 1, every: 10, files: true })
    await until('the words', () => bench.letters.some(({ key }) => key === `job:${id}:files`))
    expect(bench.letters.at(-1)?.message.text).toContain('did not get here')
  })

  it('is kept for a day after it ended, and not longer', async () => {
    bench.work()
    const id = await bench.start({ pages: 1, every: 10 })
    await bench.ended(id)
    await until('it is settled', async () => (await bench.redis.zscore(keys.openJobs, id)) === null)
    const left = await bench.redis.pttl(keys.job(id))
    expect(left).toBeGreaterThan(day - 60_000)
    expect(left).toBeLessThanOrEqual(day)
  })

  it('is stopped by whoever asked, soon, and the record says who it was', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 60_000 })
    await until('the first page', () => bench.book.ticks.length > 0)
    const reply = await bench.jobs.stop(id, rita)
    expect(reply.message.text).toContain('is stopping')
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped', stopRequestedBy: { name: 'Rita' } })
    await until('the last word', () => bench.said(id).at(-1) === 'Rita closed the book at page 1')
    expect((await bench.jobs.stop(id, aaron).catch((error: unknown) => error)) as UserError).toMatchObject({
      code: 'role-missing',
    })
    expect((await bench.jobs.stop(id, rita)).message.text).toContain('has ended already: Rita stopped it')
  })

  it('is stopped by an operator, and by nobody else', async () => {
    bench.work()
    const id = await bench.start({ pages: 1_000, every: 200 })
    await expect(bench.jobs.stop(id, aaron)).rejects.toMatchObject({
      code: 'role-missing',
      what: expect.stringContaining('operator'),
    })
    bench.roles.set(aaron.id, 'operator')
    await bench.jobs.stop(id, aaron)
    expect(await bench.ended(id)).toMatchObject({ status: 'stopped', stopRequestedBy: { name: 'Aaron' } })
  })

  it('is not stopped by who asked once they have no role any more', async () => {
    const id = await bench.start({ pages: 1_000, every: 200 })
    bench.roles.set(rita.id, 'nobody')
    await expect(bench.jobs.stop(id, rita)).rejects.toMatchObject({ code: 'role-missing' })
  })

  it('is refused kindly when the person or the channel has enough, until one has ended', async () => {
    bench.work()
    const first = await bench.start({ pages: 1_000, every: 100 })
    await bench.start({ pages: 1_000, every: 100 })
    await expect(bench.start({ pages: 1, every: 100 })).rejects.toMatchObject({
      code: 'jobs-too-many',
      what: expect.stringContaining('You have 2'),
    })
    await bench.start({ pages: 1_000, every: 100 }, aaron)
    await expect(bench.start({ pages: 1, every: 100 }, aaron)).rejects.toMatchObject({
      what: expect.stringContaining('3 followed logs and queries running in this channel'),
    })
    const elsewhere = { ...aaron, place: { channel: 'C2' } }
    await bench.start({ pages: 1_000, every: 100 }, elsewhere)
    await bench.jobs.stop(first, rita)
    await bench.ended(first)
    await until('room for another', () => bench.start({ pages: 1, every: 10 }).catch(() => undefined))
  })

  it('fails with the words of what refused it', async () => {
    bench.work()
    bench.book.reading = () => {
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
    bench.book.reading = () => {
      if (left-- > 0) throw new AwsError('throttled', 'logs:FilterLogEvents', 'ThrottlingException', 'slow')
    }
    const id = await bench.start({ pages: 2, every: 10 })
    expect((await bench.ended(id)).status).toBe('done')
    bench.book.reading = () => {
      throw new AwsError('denied', 'logs:FilterLogEvents', 'AccessDeniedException', 'arn:aws:…')
    }
    const denied = await bench.start({ pages: 2, every: 10 })
    expect((await bench.ended(denied)).failure).toBe(
      'Ohmy is not allowed to call logs:FilterLogEvents; its IAM policy must grant it.',
    )
  })

  it('ends for a defect too, and shows its id instead of its insides', async () => {
    bench.work()
    bench.book.reading = () => {
      throw new Error('secret insides')
    }
    const id = await bench.start({ pages: 2, every: 10 })
    const { failure } = await bench.ended(id)
    expect(failure).toMatch(/err-[a-z0-9]{6}/)
    expect(failure).not.toContain('insides')
  })

  it('is there once where the answer to its creation was lost', async () => {
    const record = await bench.read(await bench.start({ pages: 1_000, every: 100 }))
    for (let sent = 0; sent < 5; sent++) await bench.parts.store.create(record, { person: 2, channel: 3 })
    expect(await bench.redis.zcard(keys.openJobs)).toBe(1)
  })
})
