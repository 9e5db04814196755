import { describe, expect, test } from 'vitest'
import type { LogEvent } from '../../src/aws/logs.js'
import { joinEvents } from '../../src/logs/join-events.js'
import { readLine } from '../../src/logs/read-line.js'

/** One event a line, a millisecond apart, as the log driver cuts them. */
function cut(text: string, stream = 'ecs/backend/a', from = 1_000): LogEvent[] {
  return text.split('\n').map((line, index) => ({ at: from + index, stream, text: line }))
}

const trace = `Traceback (most recent call last):
  File "/app/main.py", line 12, in prices
    return table[symbol]
KeyError: 'MATIC'`

describe('events that the log driver cut at line breaks', () => {
  test('a Python trace is one line again, and what follows is not part of it', () => {
    const joined = joinEvents([...cut(`INFO before\n${trace}\nINFO after`)])
    expect(joined.map(({ text }) => text)).toEqual(['INFO before', trace, 'INFO after'])
    expect(joined[1]?.at).toBe(1_001)
  })

  test('the error that announces a trace belongs to it', () => {
    const [joined, ...others] = joinEvents(cut(`ERROR [app.api] failed\n${trace}`))
    expect(others).toEqual([])
    expect(joined === undefined ? undefined : readLine(joined)).toMatchObject({
      level: 'error',
      message: "KeyError: 'MATIC'",
      fields: [{ name: 'while', value: '[app.api] failed' }],
    })
  })

  test('an exception that was raised while handling another stays with it', () => {
    const chained = `${trace}\n\nDuring handling of the above exception, another exception occurred:\n\n${trace.replace('KeyError', 'ValueError')}`
    const joined = joinEvents(cut(`${chained}\nINFO after`))
    expect(joined.map(({ text }) => text)).toEqual([chained, 'INFO after'])
    expect(readLine(joined[0] ?? { at: 0, stream: '', text: '' }).message).toBe("ValueError: 'MATIC'")
  })

  test('a trace that came in one piece does not take the next line in, although its message has several lines', () => {
    const whole = `CRITICAL failed\n${trace}\nNAME\n  Field required`
    const events = [
      { at: 1, stream: 's', text: whole },
      { at: 1, stream: 's', text: '2026-11-23 10:00:00,000 ERROR exiting' },
    ]
    expect(joinEvents(events)).toEqual(events)
    expect(readLine(events[0] ?? { at: 0, stream: '', text: '' }).message).toBe(
      "KeyError: 'MATIC' NAME Field required",
    )
  })

  test('traces of two tasks at the same moment are told apart', () => {
    const one = cut(trace, 'ecs/backend/a')
    const two = cut(trace.replace('MATIC', 'AVAX'), 'ecs/backend/b')
    const mixed = one.flatMap((event, index) => [event, two[index] ?? event])
    expect(joinEvents(mixed).map(({ text }) => text)).toEqual([trace, trace.replace('MATIC', 'AVAX')])
  })

  test('frames of JavaScript and Java follow their first line', () => {
    const java =
      'java.lang.RuntimeException: no\n\tat app.Main.run(Main.java:1)\nCaused by: java.io.IOException: closed\n\tat x.Y.z(Y.java:2)\n\t... 3 more'
    expect(joinEvents(cut(`${java}\nnext`)).map(({ text }) => text)).toEqual([java, 'next'])
  })

  test('lines that were written later are not part of a trace', () => {
    const late = { at: 9_000, stream: 'ecs/backend/a', text: '  indented, but later' }
    expect(joinEvents([...cut(trace), late])).toHaveLength(2)
  })

  test('two different errors in a row stay two', () => {
    expect(joinEvents(cut('ERROR one\nERROR two'))).toHaveLength(2)
  })

  test('a private key is put together, so that it is recognised and masked', () => {
    const body = 'MIIEpAIBAAKCAQEA7bq0Jx8vPpXyq2Zt9mVwE3sKfLh4Rg1Nd6Uc5Ty0Ia8Ob2Qe'
    const key = `-----BEGIN PRIVATE KEY-----\n${body}\n${body}\nAB12cd34==\n-----END PRIVATE KEY-----`
    const joined = joinEvents(cut(`loading\n${key}\nloaded`))
    expect(joined.map((event) => readLine(event).whole)).toEqual(['loading', '•••', 'loaded'])
  })

  test('a line of a key whose beginning nobody has seen is masked, too', () => {
    const body = 'MIIEpAIBAAKCAQEA7bq0Jx8vPpXyq2Zt9mVwE3sKfLh4Rg1Nd6Uc5Ty0Ia8Ob2QeKl'.slice(0, 64)
    expect(joinEvents(cut(body)).map(({ text }) => text)).toEqual(['•••'])
  })

  test('a stream that never ends a trace is cut off', () => {
    const endless = Array.from({ length: 5_000 }, (_, index) => ({
      at: index,
      stream: 's',
      text: '  at somewhere',
    }))
    expect(joinEvents(endless).length).toBeGreaterThan(10)
  })
})
