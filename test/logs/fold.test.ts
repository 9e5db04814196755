import { describe, expect, test } from 'vitest'
import { fold, groupErrors } from '../../src/logs/fold.js'
import { readLine } from '../../src/logs/read-line.js'
import { processorTime } from '../support/duration.js'

const lines = (...texts: string[]) =>
  texts.map((text, index) => readLine({ at: index * 1_000, stream: 's', text }))

describe('two messages count as the same', () => {
  test.each([
    ['numbers', 'order 17 took 1.5 s', 'order 200,000 took 2 s'],
    ['ids', 'job 6f1c2b9e-1d7a-4b5c-9f00-0123456789ab lost', 'job aaaaaaaa-1d7a-4b5c-9f00-0123456789ab lost'],
    ['hexadecimal numbers', 'commit 3f4021ab at 0x7f00dead', 'commit 9bc0d1e2 at 0x1'],
    ['addresses', 'no route to 10.0.1.17:5432', 'no route to 10.0.2.94:6379'],
    ['addresses of IPv6', 'no route to fe80::1:2:3:4', 'no route to 2001:db8:0:1::7'],
    ['quoted values', "KeyError: 'MATIC'", "KeyError: 'AVAX and more'"],
    ['values in double quotes', 'no file "a.txt"', 'no file "b/c.txt"'],
    ['mail addresses', 'no mail to rita@example.com', 'no mail to a.b+c@mail.example.org'],
    ['times', 'since 2026-11-20T10:00:00Z', 'since 2026-11-21 11:30:00.123'],
    ['request ids at the end', 'it broke request_id=7fc00bfc87bc', 'it broke request_id=abc'],
  ])('but for %s', (_, one, other) => {
    expect(fold(one)).toBe(fold(other))
  })

  test.each([
    ['words', 'connection refused', 'connection reset'],
    ['the status of a request', 'GET /x → 500', 'GET /x → 503'],
    ['names with a number in them', 'cannot read s3', 'cannot read ec2'],
  ])('not with other %s', (_, one, other) => {
    expect(fold(one)).not.toBe(fold(other))
  })

  test("an apostrophe is not a quote: can't, won't", () => {
    expect(fold("can't do it and won't try")).toBe("can't do it and won't try")
  })
})

describe('groups of errors', () => {
  test('have a count, the first and the last time, and come most frequent first', () => {
    const groups = groupErrors(
      lines('ERROR order 1 failed', 'ERROR disk full', 'INFO order 5 stored', 'ERROR order 2 failed'),
    )
    expect(groups.map(({ message, count, first, last }) => ({ message, count, first, last }))).toEqual([
      { message: 'order # failed', count: 2, first: 0, last: 3_000 },
      { message: 'disk full', count: 1, first: 1_000, last: 1_000 },
    ])
  })

  test('begin with what is fatal, and with the newest where a task ended', () => {
    const found = lines('ERROR a a', 'ERROR a a', 'CRITICAL lost', 'ERROR b b')
    expect(groupErrors(found).map(({ message }) => message)).toEqual(['lost', 'a a', 'b b'])
    expect(groupErrors(found, 'newest').map(({ message }) => message)).toEqual(['lost', 'b b', 'a a'])
  })

  test('show the message as it is where all are the same', () => {
    const [group] = groupErrors(lines('ERROR order 17 failed', 'ERROR order 17 failed'))
    expect(group?.message).toBe('order 17 failed')
  })

  test('put together what differs in one word in at least three ways', () => {
    const coin = (name: string) => `ERROR price feed timed out for ${name}/USD again`
    expect(groupErrors(lines(coin('ADA'), coin('BTC'), coin('DOT'), coin('ADA')))).toMatchObject([
      { message: 'price feed timed out for ‹…› again', count: 4 },
    ])
    expect(groupErrors(lines(coin('ADA'), coin('BTC')))).toHaveLength(2)
  })

  test('do not put requests to different paths together', () => {
    const request = (path: string) => `INFO GET /${path} 500 response_time: 25 ms`
    expect(groupErrors(lines(request('a'), request('b'), request('c')))).toHaveLength(3)
  })

  test('do not count a trace twice whose first line came alone', () => {
    expect(groupErrors(lines('Traceback (most recent call last):'))).toEqual([])
  })

  test('thousands of different errors are grouped quickly', () => {
    const many = lines(
      ...Array.from(
        { length: 3_000 },
        (_, index) => `ERROR ${'abcdefgh'.slice(index % 8)} ${'x'.repeat(index % 200)} went wrong here`,
      ),
    )
    expect(processorTime(() => groupErrors(many))).toBeLessThan(2_000)
  })
})
