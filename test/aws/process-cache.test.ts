import { beforeEach, expect, test } from 'vitest'
import { agoInWords } from '../../src/core/age.js'
import { createProcessCache } from '../../src/aws/process-cache.js'
import type { AnswerSource, ProcessCache } from '../../src/core/kept-answers.js'

const freshness = { freshFor: 1_000, knownFor: 60_000, failedFor: 500 }
let now: number
let sources: AnswerSource[]
let cache: ProcessCache
let asked: number

beforeEach(() => {
  now = 1_790_000_000_000
  sources = []
  asked = 0
  cache = createProcessCache({ now: () => now }, { size: 2, observe: (source) => void sources.push(source) })
})
const ask = async () => `answer ${++asked}`
const fail = async (): Promise<string> => {
  asked += 1
  throw new Error('away')
}

test('who comes while a question runs shares its answer, and who comes soon after gets it again', async () => {
  const many = await Promise.all(Array.from({ length: 3 }, () => cache.read('a', freshness, ask)))
  now += 999
  many.push(await cache.read('a', freshness, ask))
  expect(new Set(many.map(({ value }) => value))).toEqual(new Set(['answer 1']))
  expect(sources).toEqual(['asked', 'shared', 'shared', 'fresh'])
  now += 1
  expect(await cache.read('a', freshness, ask)).toEqual({ value: 'answer 2', at: now })
})

test('after a failure nobody asks for a while, then the next one does', async () => {
  await expect(cache.read('a', freshness, fail)).rejects.toThrow('away')
  await expect(cache.read('a', freshness, ask)).rejects.toThrow('away')
  expect(asked).toBe(1)
  now += 500
  expect((await cache.read('a', freshness, ask)).value).toBe('answer 2')
})

test('a question that fails before it was sent fails like any other', async () => {
  const broken = (): Promise<string> => {
    throw new Error('no credentials')
  }
  await expect(cache.read('a', freshness, broken)).rejects.toThrow('no credentials')
})

test('the last known answer stands in, with its age and the reason, until it is too old', async () => {
  await cache.read('a', freshness, ask)
  const at = now
  now += 59_999
  expect(await cache.read('a', freshness, fail)).toEqual({ value: 'answer 1', at, instead: 'away' })
  now += 1_000
  await expect(cache.read('a', freshness, fail)).rejects.toThrow('away')
})

test('what was forgotten does not come back with an answer that was on its way', async () => {
  let release: (answer: string) => void = () => undefined
  const slow = cache.read('a', freshness, () => new Promise<string>((answer) => (release = answer)))
  await Promise.resolve()
  await cache.forget('a')
  expect((await cache.read('a', freshness, async () => 'new')).value).toBe('new')
  release('old')
  expect((await slow).value).toBe('old')
  expect((await cache.read('a', freshness, ask)).value).toBe('new')
})

test('after a change nothing known is fresh, and nobody shares what was on its way; it still stands in', async () => {
  let release: (answer: string) => void = () => undefined
  const before = cache.read('a', freshness, () => new Promise<string>((answer) => (release = answer)))
  await Promise.resolve()
  cache.outdate()
  const after = cache.read('a', freshness, ask)
  release('from before')
  expect((await Promise.all([before, after])).map(({ value }) => value)).toEqual(['from before', 'answer 1'])
  expect((await cache.read('a', freshness, ask)).value).toBe('answer 1')
  cache.outdate()
  expect((await cache.read('a', freshness, ask)).value).toBe('answer 2')
  cache.outdate()
  expect(await cache.read('a', freshness, fail)).toMatchObject({ value: 'answer 2', instead: 'away' })
})

test('asking anew shares nothing, and its answer is remembered', async () => {
  const both = await Promise.all([cache.readAnew('a', ask), cache.readAnew('a', ask)])
  expect(both.map(({ value }) => value)).toEqual(['answer 1', 'answer 2'])
  expect(sources).toEqual(['asked', 'asked'])
  expect(cache.peek('a')?.value).toBe('answer 2')
})

test('it remembers no more than it may: the name used longest ago goes first', async () => {
  for (const name of ['a', 'b', 'c']) await cache.read(name, freshness, ask)
  expect(['a', 'b', 'c'].map((name) => cache.knows(name, freshness))).toEqual([false, true, true])
})

test.each([
  [0, 'just now'],
  [999, 'just now'],
  [1_000, '1 second ago'],
  [59_999, '59 seconds ago'],
  [240_000, '4 minutes ago'],
  [3_600_000, '1 hour ago'],
  [200_000_000, '2 days ago'],
  [-5_000, 'just now'],
])('an age of %i ms is told as "%s"', (age, words) => {
  expect(agoInWords(now - age, now)).toBe(words)
})
