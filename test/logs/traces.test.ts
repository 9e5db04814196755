import { describe, expect, test } from 'vitest'
import type { LogEvent } from '../../src/aws/logs.js'
import { joinEvents } from '../../src/logs/join-events.js'
import { readLine } from '../../src/logs/read-line.js'

/** One event a line, a millisecond apart, as the log driver cuts them; `wrap` is what a log router makes of each. */
function cut(text: string, wrap: (line: string) => string = (line) => line): LogEvent[] {
  return text.split('\n').map((line, index) => ({ at: 1_000 + index, stream: 'ecs/a/1', text: wrap(line) }))
}

const traces: readonly (readonly [producer: string, trace: string, level: string, message: string])[] = [
  [
    'Go, a panic',
    `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a2f10]

goroutine 1 [running]:
main.(*Server).price(0x0, {0xc000012018, 0x3})
	/app/server.go:42 +0x1d
main.main()
	/app/main.go:10 +0x45
exit status 2`,
    'fatal',
    'panic: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    'Go, a request that panicked',
    `2026/11/20 10:00:00 http: panic serving 10.0.1.5:51234: runtime error: integer divide by zero
goroutine 34 [running]:
net/http.(*conn).serve.func1()
	/usr/local/go/src/net/http/server.go:1850 +0xbf
panic({0x6c3e20?, 0x8a4c10?})
	/usr/local/go/src/runtime/panic.go:890 +0x262
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3086 +0x5cb`,
    'error',
    'http: panic serving 10.0.1.5:51234: runtime error: integer divide by zero',
  ],
  [
    'PHP',
    `PHP Fatal error:  Uncaught RuntimeException: no price in /app/src/Prices.php:12
Stack trace:
#0 /app/public/index.php(7): App\\Prices->get()
#1 {main}
  thrown in /app/src/Prices.php on line 12`,
    'fatal',
    'RuntimeException: no price in /app/src/Prices.php:12',
  ],
  [
    'Laravel',
    `[2026-11-20 10:00:00] production.ERROR: no price {"exception":"[object] (RuntimeException(code: 0): no price at /app/Prices.php:12)
[stacktrace]
#0 /app/public/index.php(7): App\\Prices->get()
#1 {main}
"} `,
    'error',
    'no price',
  ],
  [
    'Java with two causes',
    `java.lang.RuntimeException: no orders
	at app.Main.run(Main.java:1)
	Suppressed: java.io.IOException: not closed
		at x.Y.z(Y.java:3)
Caused by: java.io.IOException: closed
	at x.Y.z(Y.java:2)
	... 3 more
Caused by: java.net.ConnectException: refused
	at java.net.Socket.connect(Socket.java:1)
	... 7 more`,
    'error',
    'java.net.ConnectException: refused',
  ],
  [
    'Node with a cause',
    `Error: no price
    at price (/app/prices.js:3:9)
    at main (/app/index.js:1:1) {
  [cause]: Error: connect ECONNREFUSED 10.0.1.5:5432
      at TCPConnectWrap.afterConnect (node:net:1595:16) {
    errno: -111,
    code: 'ECONNREFUSED'
  }
}`,
    'error',
    'Error: connect ECONNREFUSED 10.0.1.5:5432',
  ],
  [
    'Node, uncaught',
    `/app/index.js:3
    throw new TypeError('no price')
    ^

TypeError: no price
    at main (/app/index.js:3:11)

Node.js v22.21.1`,
    'error',
    'TypeError: no price',
  ],
  [
    '.NET with an inner exception',
    `System.InvalidOperationException: no price
 ---> System.TimeoutException: timed out
   at App.Db.Get() in /app/Db.cs:line 3
   --- End of inner exception stack trace ---
   at App.Prices.Get() in /app/Prices.cs:line 7`,
    'error',
    'System.TimeoutException: timed out',
  ],
  [
    '.NET’s console',
    `fail: App.Prices[0]
      no price
      System.InvalidOperationException: no price for ADA
         at App.Prices.Get() in /app/Prices.cs:line 7`,
    'error',
    'System.InvalidOperationException: no price for ADA',
  ],
  [
    'Rust',
    `thread 'main' panicked at src/main.rs:4:5:
index out of bounds: the len is 3 but the index is 3
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
    'fatal',
    'index out of bounds: the len is 3 but the index is 3',
  ],
  [
    'Python',
    `Traceback (most recent call last):
  File "/app/main.py", line 12, in prices
    return table[symbol]
KeyError: 'MATIC'`,
    'error',
    "KeyError: 'MATIC'",
  ],
]

const wraps: readonly (readonly [string, ((line: string) => string) | undefined])[] = [
  ['as it is', undefined],
  [
    'in a log router’s objects',
    (log) => JSON.stringify({ container_name: 'backend', source: 'stderr', log }),
  ],
]

describe.each(wraps)('a trace that was cut at its lines, %s', (_, wrap) => {
  test.each(traces)('%s', (_producer, trace, level, message) => {
    const joined = joinEvents(cut(`INFO before\n${trace}\nINFO after`, wrap))
    expect(joined.map(({ text }) => text)).toEqual(['INFO before', trace, 'INFO after'])
    expect(joined[1] === undefined ? undefined : readLine(joined[1])).toMatchObject({ level, message })
  })
})

test('lines that only look like frames of Go or PHP stay alone', () => {
  expect(joinEvents(cut('INFO one\nstored(17)\n#3 in the queue\n}'))).toHaveLength(4)
})
