import { describe, expect, test } from 'vitest'
import { AwsError } from '../../src/aws/aws-error.js'
import type { LogEvent, LogEventsPage, LogEventsQuestion } from '../../src/aws/logs.js'
import { lookBack } from '../../src/logs/look-back.js'
import { lookBackInWindows } from '../../src/logs/look-back-in-windows.js'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 23, 3, 0)

/** A log group as FilterLogEvents gives it, in pages, some of them empty: newest first where it is asked to and `knows` how. */
function group(events: readonly LogEvent[], pageSize = 100, emptyPages = 0, knows = true) {
  const asked: LogEventsQuestion[] = []
  return {
    asked,
    async logEvents(question: LogEventsQuestion): Promise<LogEventsPage> {
      asked.push(question)
      const [skipped = 0, empty = 0] = (question.next ?? '0,0').split(',').map(Number)
      if (empty < emptyPages) return { events: [], next: `${skipped},${empty + 1}` }
      const fitting = events.filter(({ at }) => at >= question.from && at <= question.to)
      const ordered = question.newestFirst === true && knows ? fitting.toReversed() : fitting
      const page = ordered.slice(skipped, skipped + pageSize)
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
  options: { calls?: number; from?: number; late?: () => boolean; windows?: boolean } = {},
) {
  const found: LogEvent[] = []
  const calls = options.calls ?? 16
  const how: typeof lookBack =
    options.windows === true ? (asked) => lookBackInWindows(asked, { left: calls }) : lookBack
  const result = await how({
    logs,
    logGroup: '/ecs/x',
    span: { from: options.from ?? now - 24 * hour, to: now },
    calls,
    late: options.late ?? (() => false),
    enough: async (events) => {
      found.push(...events)
      return found.length >= wanted
    },
  })
  return { ...result, found: found.map(({ at }) => at).toSorted((a, b) => b - a) }
}

describe('looking back from the end', () => {
  test('takes one call, whenever the newest lines were written', async () => {
    for (const step of [1, 1_000, 10 * minute]) {
      const logs = group(every(step, step * 200), 1_000)
      const { found, unread } = await look(logs, 50)
      expect(logs.asked).toHaveLength(1)
      expect(found.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => now - index * step))
      expect(unread).toEqual([])
    }
  })

  test('keeps the order of what was written within one millisecond', async () => {
    const events = [1, 2, 3].map((number) => ({ at: now, stream: 's', text: String(number) }))
    const seen: string[] = []
    await lookBack({
      logs: group(events),
      logGroup: '/ecs/x',
      span: { from: now - hour, to: now },
      calls: 1,
      late: () => false,
      async enough(found) {
        seen.push(...found.map(({ text }) => text))
        return true
      },
    })
    expect(seen).toEqual(['1', '2', '3'])
  })

  test('goes on where a page was not enough, and says from when on everything was read', async () => {
    const logs = group(every(1_000, hour), 100)
    const { found, looked } = await look(logs, 250)
    expect(logs.asked).toHaveLength(3)
    expect(found).toHaveLength(300)
    expect(new Set(found).size).toBe(300)
    expect(looked).toEqual({ from: now - 299_000, to: now })
  })

  test('finds the newest where the order is not known, as before 18 June 2026', async () => {
    const logs = group(every(1, minute), 1_000, 0, false)
    const { found } = await look(logs, 50)
    expect(found.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => now - index))
    expect(logs.asked.length).toBeLessThanOrEqual(7)
  })

  test('asks for nothing before 2024 newest first, and finds it all the same', async () => {
    const since = Date.UTC(2024, 0, 1)
    const old = { at: since - hour, stream: 's', text: 'old' }
    const logs = group([old, { at: since + hour, stream: 's', text: 'new' }])
    const { found, looked, unread } = await look(logs, 50, { from: since - 24 * hour })
    expect(found).toEqual([since + hour, since - hour])
    expect([looked.from, unread]).toEqual([since - 24 * hour, []])
    expect(
      logs.asked.filter(({ newestFirst }) => newestFirst === true).every(({ from }) => from >= since),
    ).toBe(true)
  })

  test('keeps what the first call brought when the second fails', async () => {
    const logs = group(every(1_000, hour), 100)
    const failing = {
      ...logs,
      async logEvents(question: LogEventsQuestion) {
        if (logs.asked.length < 1) return logs.logEvents(question)
        throw new AwsError('throttled', 'logs:FilterLogEvents', 'ThrottlingException', 'slow down')
      },
    }
    const { found, looked, unread } = await look(failing, 250)
    expect(found).toHaveLength(100)
    expect(looked.from).toBe(now - 99_000)
    expect(unread).toEqual([{ from: now - 24 * hour, to: now - 99_000 - 1 }])
  })
})

describe('looking back in windows', () => {
  const windows = { windows: true }

  test('takes one call where the last minute has enough', async () => {
    const logs = group(every(1_000, hour))
    const { found, looked, unread } = await look(logs, 50, windows)
    expect(logs.asked).toHaveLength(1)
    expect(found[0]).toBe(now)
    expect(looked).toEqual({ from: now - minute + 1, to: now })
    expect(unread).toEqual([])
  })

  test('reaches four times as far each time, without gaps and without overlap', async () => {
    const logs = group(every(10 * minute, 24 * hour), 1_000)
    const { found } = await look(logs, 50, windows)
    expect(logs.asked.map(({ from, to }) => (to - from + 1) / minute)).toEqual([1, 4, 16, 64, 256, 1_024])
    for (const [index, { to }] of logs.asked.slice(1).entries())
      expect(to).toBe((logs.asked[index]?.from ?? 0) - 1)
    expect(new Set(found).size).toBe(found.length)
    expect(found.slice(0, 2)).toEqual([now, now - 10 * minute])
  })

  test('stops at the beginning of what was asked for', async () => {
    const logs = group([])
    const { looked, unread } = await look(logs, 1, { from: now - 2 * hour, ...windows })
    expect(looked).toEqual({ from: now - 2 * hour, to: now })
    expect(unread).toEqual([])
    expect(logs.asked.length).toBeLessThanOrEqual(5)
  })

  test('narrows a minute that holds more than can be read, and so finds the newest', async () => {
    const logs = group(every(1, minute), 1_000)
    const { found } = await look(logs, 50, windows)
    expect(found[0]).toBe(now)
    expect(found.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => now - index))
    expect(logs.asked.length).toBeLessThanOrEqual(6)
  })

  test('goes on through empty pages', async () => {
    const logs = group(every(1_000, hour), 100, 3)
    expect((await look(logs, 50, windows)).found[0]).toBe(now)
  })

  test('never asks more often than it may, and says what was not looked at', async () => {
    const logs = group(every(1_000, 24 * hour), 50, 4)
    const { looked, unread } = await look(logs, 5_000, { calls: 16, ...windows })
    expect(logs.asked.length).toBeLessThanOrEqual(16)
    expect(unread.length).toBeGreaterThan(0)
    expect(unread.at(-1)).toMatchObject({ from: now - 24 * hour })
    expect(looked.to).toBe(now)
  })

  test('stops when time is up', async () => {
    const logs = group([])
    const { unread } = await look(logs, 1, { ...windows, late: () => logs.asked.length >= 2 })
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
    const { found, unread } = await look(failing(3), 50, windows)
    expect(found[0]).toBe(now)
    expect(unread).toEqual([{ from: now - 24 * hour, to: now - 21 * minute }])
    await expect(look(failing(0), 50, windows)).rejects.toThrow('slow down')
  })
})
