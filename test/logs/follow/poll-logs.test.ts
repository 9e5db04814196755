import { expect, it } from 'vitest'
import type { LogEvent, LogEventsQuestion } from '../../../src/aws/logs.js'
import { followFrom, pollLogs } from '../../../src/logs/follow/poll-logs.js'
import { createMatcher } from '../../../src/logs/grep.js'

const start = Date.UTC(2026, 10, 23, 10)
const second = 1_000

/** A log group to which lines are added as time goes by. */
function group(pageSize = 10_000) {
  const events: LogEvent[] = []
  const asked: LogEventsQuestion[] = []
  let number = 0
  return {
    asked,
    write(at: number, text: string) {
      number += 1
      events.push({ id: `event-${number}`, at, stream: 'ecs/backend/0123456789abcdef0123456789abcdef', text })
    },
    logs: {
      async logEvents(question: LogEventsQuestion) {
        asked.push(question)
        const fitting = events
          .filter(({ at }) => at >= question.from && at <= question.to)
          .toSorted((left, right) => left.at - right.at)
        const from = Number(question.next ?? 0)
        const page = fitting.slice(from, from + pageSize)
        return {
          events: page,
          ...(from + pageSize < fitting.length ? { next: String(from + pageSize) } : {}),
        }
      },
    },
  }
}

type Group = ReturnType<typeof group>
const about = (log: Group, now: number) => ({
  logs: log.logs,
  logGroup: '/ecs/x',
  matcher: createMatcher(undefined),
  startedAt: start,
  now,
})

it('counts each line once, however often it is read, and late ones too', async () => {
  const log = group()
  let state = followFrom(start)
  log.write(start - 1, 'INFO before anybody looked')
  log.write(start + second, 'INFO one')
  state = await pollLogs(about(log, start + 3 * second), state)
  state = await pollLogs(about(log, start + 6 * second), state)
  expect(state).toMatchObject({ count: 1, errors: 0 })
  log.write(start + 2 * second, 'ERROR late')
  log.write(start + 7 * second, 'INFO two')
  state = await pollLogs(about(log, start + 9 * second), state)
  state = await pollLogs(about(log, start + 60 * second), state)
  expect(state).toMatchObject({ count: 3, errors: 1 })
  expect(state.lines.map(({ message }) => message)).toEqual(['one', 'late', 'two'])
  expect(state.latestError?.message).toBe('late')
})

it('counts a stack trace once, also when its end is written only after its beginning was read', async () => {
  const log = group()
  let state = followFrom(start)
  log.write(start + second, 'Traceback (most recent call last):')
  log.write(start + second + 1, '  File "app.py", line 1, in f')
  state = await pollLogs(about(log, start + 2 * second), state)
  log.write(start + second + 2, "KeyError: 'price'")
  state = await pollLogs(about(log, start + 5 * second), state)
  state = await pollLogs(about(log, start + 8 * second), state)
  expect(state).toMatchObject({ count: 1, errors: 1 })
  expect(state.lines.map(({ message }) => message)).toEqual(["KeyError: 'price'"])
})

it('shows the newest twenty lines', async () => {
  const log = group()
  for (let line = 1; line <= 50; line++) log.write(start + line * 100, `INFO line ${line}`)
  const state = await pollLogs(about(log, start + 6 * second), followFrom(start))
  expect(state.count).toBe(50)
  expect(state.lines).toHaveLength(20)
  expect(state.lines.at(-1)?.message).toBe('line 50')
})

it('reads what is looked for only', async () => {
  const log = group()
  log.write(start + 1, 'ERROR timeout of kraken')
  log.write(start + 2, 'INFO timeout of nothing')
  log.write(start + 3, 'ERROR other')
  const poll = {
    ...about(log, start + second),
    matcher: createMatcher({ kind: 'text', text: 'TIMEOUT' }),
    level: 'error' as const,
  }
  expect(await pollLogs(poll, followFrom(start))).toMatchObject({ count: 1, errors: 1 })
})

it('asks a few times a look, catches up, and says where it could not read everything', async () => {
  const log = group(10)
  for (let line = 0; line < 100; line++) log.write(start + line * 10, `INFO ${line}`)
  let state = await pollLogs(about(log, start + 3 * second), followFrom(start))
  expect(log.asked).toHaveLength(3)
  expect(state).toMatchObject({ count: 30, atLeast: false })
  for (let look = 0; look < 4; look++) state = await pollLogs(about(log, start + 4 * second), state)
  expect(state).toMatchObject({ count: 100, atLeast: false })
  for (let line = 0; line < 100; line++) log.write(start + 5 * second + line, `INFO more ${line}`)
  state = await pollLogs(about(log, start + 180 * second), state)
  expect(state.atLeast).toBe(true)
  expect(state.from).toBe(start + 160 * second)
})

it('keeps little, however much is written', async () => {
  const log = group()
  for (let line = 0; line < 9_000; line++)
    log.write(start + second + (line % 900), `ERROR ${'x'.repeat(5_000)} ${line}`)
  const state = await pollLogs(about(log, start + 3 * second), followFrom(start))
  expect(state.count).toBe(9_000)
  expect(JSON.stringify(state).length).toBeLessThan(60_000)
})
