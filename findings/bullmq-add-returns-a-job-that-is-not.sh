#!/usr/bin/env bash
# bullmq 6.7.0, ioredis 6.0.0; needs redis-server on the PATH
#
# Guessed:  BullMQ ignores an add with a jobId that exists (documented), and one sees that from the Job that `add` returns.
# Happens:  that Job carries the name, data and delay that were *not* stored, with the id of the other job, whose state it
#           tells and which its methods change. Asked to run now, a job that is due in an hour stays due in an hour.
#           While the other job runs it is the same: when that ends, nothing follows, although what was added came later
#           than anything it may have read. Only the event stream says `duplicated`.
# Follows:  "add with the same id" is no wake-up call. Compare with `queue.getJob(id)`, promote what is delayed, and put what a
#           running job must not miss where it reads it, not into the queue.
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

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'

const connection = { path: 'redis.sock', maxRetriesPerRequest: null }
const queue = new Queue('looks', { connection })
const short = async (job) => ({ name: job.name, data: job.data, delay: job.delay, state: await job.getState() })

await queue.add('later', { wanted: 1 }, { jobId: 'a', delay: 3_600_000 })
const returned = await queue.add('soon', { wanted: 2 }, { jobId: 'a', delay: 1_000 })
const seen = { returned: await short(returned), stored: await short(await queue.getJob('a')) }
await returned.changeDelay(7_200_000)
seen.changedThroughIt = (await queue.getJob('a')).delay

const ran = []
let end
const ended = new Promise((resolve) => (end = resolve))
const work = async (job) => {
  ran.push(job.data.wanted)
  await ended
}
const worker = new Worker(queue.name, work, { connection })
await queue.add('now', { wanted: 3 }, { jobId: 'b', removeOnComplete: true })
while (ran.length === 0) await sleep(20)
seen.whileItRuns = await short(await queue.add('now', { wanted: 4 }, { jobId: 'b', removeOnComplete: true }))
end()
await sleep(2_000)
seen.ran = ran
seen.waiting = await queue.getWaitingCount()
await worker.close()
await queue.close()
console.log(seen)
deepStrictEqual(seen, {
  returned: { name: 'soon', data: { wanted: 2 }, delay: 1_000, state: 'delayed' },
  stored: { name: 'later', data: { wanted: 1 }, delay: 3_600_000, state: 'delayed' },
  changedThroughIt: 7_200_000,
  whileItRuns: { name: 'now', data: { wanted: 4 }, delay: undefined, state: 'active' },
  ran: [3],
  waiting: 0,
})
END
echo 'As stated.'
