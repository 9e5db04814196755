import { describe, expect, it } from 'vitest'
import { createTracing, type SpanKeeper } from '../../src/core/tracing.js'

describe('a span of work that fails', () => {
  const reasons: string[] = []
  const keeper: SpanKeeper = {
    begin: () => ({
      point: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true },
      rename: () => undefined,
      set: () => undefined,
      link: () => undefined,
      end: () => undefined,
      fail: (why) => void reasons.push(why),
    }),
  }
  const tracing = createTracing(keeper)

  it.each([
    ['keeps the reason that it was given itself', ['throttled'], 'throttled'],
    ['has the error’s class where it was given none', [], 'RangeError'],
  ])('%s', async (_, given, kept) => {
    reasons.length = 0
    const work = tracing.span({ name: 'work' }, (span) => {
      for (const why of given) span.fail(why)
      return Promise.reject(new RangeError('words that are no reason'))
    })
    await expect(work).rejects.toThrow(RangeError)
    expect(reasons).toEqual([kept])
  })
})
