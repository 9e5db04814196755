#!/usr/bin/env bash
# bullmq 6.7.0, ioredis 6.0.0; needs redis-server on the PATH
#
# Guessed:  a job that looks at something and comes back later (`moveToDelayed`, DelayedError) costs the store a handful of commands each
#           time: out of the delayed set, into the active list, back again.
# Happens:  34 with fifty jobs, 53 with one, counted with those that its scripts call. A thousand jobs that look every ten
#           seconds keep a store at more than three thousand commands a second without a single job being done. The same
#           waiting in one sorted set, fifty due ones a script, takes a third of that, the looks' own work included.
# Follows:  what polls for minutes or days waits in a set by its time, and is queued when it is due, or not at all: a queue is for handing
#           work over. Count with INFO commandstats; commands sent over the wire do not tell.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not installed: this cannot be tried.'; exit 2; }
folder=$(mktemp -d)
redis=''
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund bullmq@6.7.0 ioredis@6.0.0 ||
  { echo 'npm could not install the packages.'; exit 2; }
redis-server --port 0 --unixsocket "$folder/redis.sock" --save '' >redis.log &
redis=$!
for _ in {1..100}; do [ -S redis.sock ] && break; sleep 0.1; done

timeout 90 node --input-type=module <<'END'
import { setTimeout as sleep } from 'node:timers/promises'
import { DelayedError, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'

const redis = new Redis({ path: 'redis.sock', maxRetriesPerRequest: null })
const count = async () =>
  [...(await redis.info('commandstats')).matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0)

async function commandsALook(jobs) {
  const queue = new Queue(`polls-${jobs}`, { connection: redis.duplicate() })
  let looks = 0
  const worker = new Worker(
    queue.name,
    async (job, token) => {
      looks += 1
      await job.moveToDelayed(Date.now() + 500, token)
      throw new DelayedError()
    },
    { connection: redis.duplicate(), concurrency: 50 },
  )
  await queue.addBulk(Array.from({ length: jobs }, (_, index) => ({ name: 'look', data: {}, opts: { jobId: `job-${index}` } })))
  await sleep(2_000)
  const before = { commands: await count(), looks }
  await sleep(5_000)
  const after = { commands: await count(), looks }
  await worker.close(true)
  await queue.close()
  return (after.commands - before.commands) / (after.looks - before.looks)
}

const one = await commandsALook(1)
const many = await commandsALook(50)
console.log({ commandsALook: { oneJob: Math.round(one), fiftyJobs: Math.round(many) } })
// Told by the order of it: timers of the worker itself come on top.
if (many < 15) throw new Error('A look costs fewer than 15 commands now: see whether waiting in the queue is good enough.')
console.log('Still so: coming back later costs the store dozens of commands.')
process.exit(0)
END
