#!/usr/bin/env bash
# bullmq 6.7.0, ioredis 6.0.0; needs redis-server (6 or newer) on the PATH
#
# Guessed:  `skipVersionCheck: true` skips a check. One sets it where INFO is not permitted, or to silence "It should be
#           noeviction", which every connection writes to console.warn past any logger, once for each.
# Happens:  the check is also how BullMQ learns what the server can do. Without it every server counts as Redis 5.0.0: workers
#           wait in whole seconds, and a delayed job that is due in 100 ms starts about a second late.
# Follows:  leave the check on where delays below some seconds matter, and catch the warnings at console.warn.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not installed: this cannot be tried.'; exit 2; }
folder=$(mktemp -d)
redis=''
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund bullmq@6.7.0 ioredis@6.0.0 ||
  { echo 'npm could not install the packages.'; exit 2; }
redis-server --port 0 --unixsocket "$folder/redis.sock" --save '' --maxmemory-policy allkeys-lru >redis.log &
redis=$!
for _ in {1..100}; do [ -S redis.sock ] && break; sleep 0.1; done

timeout 90 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'

const connection = { path: 'redis.sock', maxRetriesPerRequest: null }
const warnings = []
console.warn = (text) => warnings.push(text)

/** Milliseconds that jobs due in 100 ms start late: the least of five, so that a busy machine does not count. */
async function lateness(skipVersionCheck) {
  const late = []
  const options = { connection, skipVersionCheck }
  const queue = new Queue(`skip-${skipVersionCheck}`, options)
  const worker = new Worker(queue.name, async (job) => late.push(Date.now() - job.timestamp - job.delay), options)
  await worker.waitUntilReady()
  for (let job = 1; job <= 5; job += 1) {
    await sleep(200)
    await queue.add('look', {}, { delay: 100 })
    while (late.length < job) await sleep(20)
  }
  await worker.close()
  await queue.close()
  return Math.min(...late)
}
const checked = await lateness(false)
console.log('with the check:   ', checked, 'ms late; console.warn got', warnings)
const before = warnings.length
const skipped = await lateness(true)
console.log('without the check:', skipped, 'ms late; console.warn got', warnings.slice(before))
deepStrictEqual(
  { checked: checked < 500, skipped: skipped >= 500, warned: before > 1, warnedWithout: warnings.length - before },
  { checked: true, skipped: true, warned: true, warnedWithout: 0 },
)
END
echo 'As stated.'
