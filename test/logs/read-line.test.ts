import { describe, expect, test } from 'vitest'
import type { LogLevel } from '../../src/core/logs.js'
import { errorPattern } from '../../src/logs/error-pattern.js'
import { readLine } from '../../src/logs/read-line.js'
import { hostileLines } from './hostile-lines.js'

const stream = 'ecs/backend/0123456789abcdef0123456789abcdef'
const read = (text: string) => readLine({ at: 0, stream, text })

const trace = `2026-11-20 10:00:00,123 ERROR [app.api] GET /api/v1/prices failed
Traceback (most recent call last):
  File "/app/main.py", line 12, in prices
    return table[symbol]
           ~~~~~^^^^^^^^
KeyError: 'MATIC'`

const chainedTrace = `Traceback (most recent call last):
  File "/app/db.py", line 3, in connect
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 9, in start
sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not connect to server
DETAIL: is it running?`

const javaTrace = `Exception in thread "main" java.lang.IllegalStateException: no orders
\tat app.Main.main(Main.java:5)
Caused by: java.net.ConnectException: refused
\tat java.net.Socket.connect(Socket.java:1)
\t... 3 more`

const lines: readonly (readonly [string, LogLevel | undefined, string])[] = [
  ['2026-11-20 10:00:00,123 ERROR [app.orders] order 17 rejected', 'error', '[app.orders] order 17 rejected'],
  ['2026-11-20T10:00:00.123Z WARNING app.db: slow query', 'warning', 'app.db: slow query'],
  ['ERROR:root:it broke', 'error', 'root:it broke'],
  ['INFO:     Started server process [1]', 'info', 'Started server process [1]'],
  ['CRITICAL out of memory', 'fatal', 'out of memory'],
  [
    '[2026-11-20 10:00:00 +0000] [8] [CRITICAL] WORKER TIMEOUT (pid:9)',
    'fatal',
    '[8] [CRITICAL] WORKER TIMEOUT (pid:9)',
  ],
  [
    '2026/11/20 10:00:00 [error] 31#31: *1 connect() failed (111: Connection refused)',
    'error',
    'connect() failed (111: Connection refused)',
  ],
  ['2026/11/20 10:00:00 [warn] 31#31: buffered', 'warning', 'buffered'],
  [
    '10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /x?a=1 HTTP/1.1" 502 157 "-" "curl/8"',
    'error',
    'GET /x?a=1 → 502',
  ],
  ['10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "POST /login HTTP/2.0" 401 12', 'warning', 'POST /login → 401'],
  [
    '10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /error/500 HTTP/1.1" 200 12',
    'info',
    'GET /error/500 → 200',
  ],
  [
    'INFO:     10.0.1.5:40312 - "GET /api/v1/health HTTP/1.1" 500 Internal Server Error',
    'error',
    'GET /api/v1/health → 500',
  ],
  [
    '2026-11-20 10:00:00,000 INFO [app.api] GET /api/v1/orders 200 response_time: 25 ms',
    'info',
    'GET /api/v1/orders → 200 · 25 ms',
  ],
  ['{"level":"error","message":"it broke"}', 'error', 'it broke'],
  ['{"severity":"CRITICAL","msg":"it broke"}', 'fatal', 'it broke'],
  ['{"level":50,"msg":"pino"}', 'error', 'pino'],
  ['{"level":40,"msg":"pino"}', 'warning', 'pino'],
  ['{"level":"30","msg":"pino"}', 'info', 'pino'],
  ['{"levelno":40,"message":"python"}', 'error', 'python'],
  [
    '{"level":"info","method":"GET","path":"/x","status":503,"duration_ms":12.5}',
    'error',
    'GET /x → 503 · 12.5 ms',
  ],
  [
    '{"level":30,"req":{"method":"GET","url":"/x"},"res":{"statusCode":404},"responseTime":7,"msg":"request completed"}',
    'warning',
    'request completed · GET /x → 404 · 7 ms',
  ],
  ['level=error msg="it broke"', 'error', 'it broke'],
  ['panic: runtime error: index out of range', 'fatal', 'panic: runtime error: index out of range'],
  ["KeyError: 'price'", 'error', "KeyError: 'price'"],
  ['the error page was shown to nobody', undefined, 'the error page was shown to nobody'],
  ['no errors, 500 orders stored', undefined, 'no errors, 500 orders stored'],
  [trace, 'error', "KeyError: 'MATIC'"],
  [
    chainedTrace,
    'error',
    'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not connect to server DETAIL: is it running?',
  ],
  [javaTrace, 'error', 'java.net.ConnectException: refused'],
  [
    'TypeError: x is undefined\n    at run (/app/index.js:1:2)\n    at main',
    'error',
    'TypeError: x is undefined',
  ],
  ['\u001b[31mERROR\u001b[0m coloured', 'error', 'coloured'],
]

describe('a line', () => {
  test.each(lines)('%s', (text, level, message) => {
    expect(read(text).level).toBe(level)
    expect(read(text).message).toBe(message)
  })

  test('knows its task from the name of its stream', () => {
    expect(read('x').task).toBe('0123456789abcdef0123456789abcdef')
    expect(readLine({ at: 0, stream: 'my-own-stream', text: 'x' }).task).toBeUndefined()
  })

  test('of JSON shows its useful fields, and keeps all of them', () => {
    const line = read(
      '{"timestamp":"2026","level":"info","message":"price stored","coin":"ADA","price":12.5,"service":"backend","nested":{"a":1}}',
    )
    expect(line.fields).toEqual([
      { name: 'coin', value: 'ADA' },
      { name: 'price', value: '12.5' },
      { name: 'nested.a', value: '1' },
    ])
    expect(JSON.parse(line.whole)).toMatchObject({ timestamp: '2026', nested: { a: 1 } })
  })

  test('of JSON with a Python trace leads with the exception', () => {
    const line = read(JSON.stringify({ level: 'error', message: 'request failed', exc_info: trace }))
    expect(line.message).toBe("KeyError: 'MATIC' · request failed")
  })

  test('says what stood before a trace, and keeps the trace', () => {
    const line = read(trace)
    expect(line.fields).toEqual([{ name: 'while', value: '[app.api] GET /api/v1/prices failed' }])
    expect(line.whole).toBe(trace)
  })
})

describe('the pattern that spares AWS the harmless lines', () => {
  const passes = (text: string) => new RegExp(errorPattern.slice(1, -1)).test(text)

  test('lets every error through', () => {
    for (const text of [...lines.map(([line]) => line), ...hostileLines.map(({ line }) => line)]) {
      const { level } = read(text)
      if (level === 'error' || level === 'fatal') expect(passes(text), text.slice(0, 200)).toBe(true)
    }
  })

  test('holds back the usual harmless lines', () => {
    expect(passes('10.0.1.5 - - [20/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 200 157')).toBe(false)
    expect(passes('2026-11-20 10:00:00,123 INFO [app.orders] stored')).toBe(false)
  })

  test('has only characters that the expressions of CloudWatch know', () => {
    expect(errorPattern).toMatch(/^%[A-Za-z0-9_#=@/;,\-^$?[\]{}|\\*+.]+%$/)
    expect(errorPattern.length).toBeLessThanOrEqual(1_024)
  })
})
