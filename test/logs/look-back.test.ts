import { describe, expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { LogEvent, LogEventsPage, LogEventsQuestion } from '../../src/aws/logs.js'
import { lookBack } from '../../src/logs/look-back.js'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 23, 3, 0)

/** A log group as FilterLogEvents gives it: oldest first, in pages, some of them empty. */
function group(events: readonly LogEvent[], pageSize = 100, emptyPages = 0) {
  const asked: LogEventsQuestion[] = []
  return {
    asked,
    async logEvents(question: LogEventsQuestion): Promise<LogEventsPage> {
      asked.push(question)
      const [skipped = 0, empty = 0] = (question.next ?? '0,0').split(',').map(Number)
      if (empty < emptyPages) return { events: [], next: `${skipped},${empty + 1}` }
      const fitting = events.filter(({ at }) => at >= question.from && at <= question.to)
      const page = fitting.slice(skipped, skipped + pageSize)
      const more = skipped + pageSize < fitting.length
      return { events: page, ...(more ? { next: `${skipped + pageSize},0` } : {}) }
    },
  }
}

function every(step: number, length: number): LogEvent[] {
  return Array.from({ length: Math.floor(length / step) }, (_, index) => ({
    at: now - length + (index + 1) * step,
    stream: 's',
    text: String(index),
  }))
}

async function look(
  logs: ReturnType<typeof group>,
  wanted: number,
  options: { calls?: number; from?: number; late?: () => boolean } = {},
) {
  const found: LogEvent[] = []
  const result = await lookBack({
    logs,
    logGroup: '/ecs/x',
    span: { from: options.from ?? now - 24 * hour, to: now },
    calls: options.calls ?? 16,
    late: options.late ?? (() => false),
    enough: async (events) => {
      found.push(...events)
      return found.length >= wanted
    },
  })
  return { ...result, found: found.map(({ at }) => at).toSorted((a, b) => b - a) }
}

describe('looking back from the end', () => {
  test('takes one call where the last minute has enough', async () => {
    const logs = group(every(1_000, hour))
    const { found, looked, unread } = await look(logs, 50)
    expect(logs.asked).toHaveLength(1)
    expect(found[0]).toBe(now)
    expect(looked).toEqual({ from: now - minute + 1, to: now })
    expect(unread).toEqual([])
  })

  test('reaches four times as far each time, without gaps and without overlap', async () => {
    const logs = group(every(10 * minute, 24 * hour), 1_000)
    const { found } = await look(logs, 50)
    expect(logs.asked.map(({ from, to }) => (to - from + 1) / minute)).toEqual([1, 4, 16, 64, 256, 1_024])
    for (const [index, { to }] of logs.asked.slice(1).entries())
      expect(to).toBe((logs.asked[index]?.from ?? 0) - 1)
    expect(new Set(found).size).toBe(found.length)
    expect(found.slice(0, 2)).toEqual([now, now - 10 * minute])
  })

  test('stops at the beginning of what was asked for', async () => {
    const logs = group([])
    const { looked, unread } = await look(logs, 1, { from: now - 2 * hour })
    expect(looked).toEqual({ from: now - 2 * hour, to: now })
    expect(unread).toEqual([])
    expect(logs.asked.length).toBeLessThanOrEqual(5)
  })

  test('narrows a minute that holds more than can be read, and so finds the newest', async () => {
    const logs = group(every(1, minute), 1_000)
    const { found } = await look(logs, 50)
    expect(found[0]).toBe(now)
    expect(found.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => now - index))
    expect(logs.asked.length).toBeLessThanOrEqual(6)
  })

  test('goes on through empty pages', async () => {
    const logs = group(every(1_000, hour), 100, 3)
    expect((await look(logs, 50)).found[0]).toBe(now)
  })

  test('never asks more often than it may, and says what was not looked at', async () => {
    const logs = group(every(1_000, 24 * hour), 50, 4)
    const { looked, unread } = await look(logs, 5_000, { calls: 16 })
    expect(logs.asked.length).toBeLessThanOrEqual(16)
    expect(unread.length).toBeGreaterThan(0)
    expect(unread.at(-1)).toMatchObject({ from: now - 24 * hour })
    expect(looked.to).toBe(now)
  })

  test('stops when time is up', async () => {
    const logs = group([])
    const { unread } = await look(logs, 1, { late: () => logs.asked.length >= 2 })
    expect(logs.asked).toHaveLength(2)
    expect(unread).toEqual([{ from: now - 24 * hour, to: now - 5 * minute }])
  })

  test('keeps what was found when AWS asks for fewer calls meanwhile, and fails when nothing was', async () => {
    const events = every(10 * minute, 24 * hour)
    const failing = (after: number) => {
      const logs = group(events)
      return {
        ...logs,
        async logEvents(question: LogEventsQuestion) {
          if (logs.asked.length < after) return logs.logEvents(question)
          throw new AwsError('throttled', 'logs:FilterLogEvents', 'ThrottlingException', 'slow down')
        },
      }
    }
    const { found, unread } = await look(failing(3), 50)
    expect(found[0]).toBe(now)
    expect(unread).toEqual([{ from: now - 24 * hour, to: now - 21 * minute }])
    await expect(look(failing(0), 50)).rejects.toThrow('slow down')
  })
})
