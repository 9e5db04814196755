#!/usr/bin/env bash
# @aws-sdk/client-ecs 3.1164.0 (with @smithy/core 3.41.0)
#
# Guessed:  `maxAttempts: 3` means that each failing call is tried three times, today, tomorrow and for every caller.
# Happens:  retries are paid from a purse of the client: 500, 14 a retry after a server error. A hundred calls during an outage
#           are 135 requests, not 300. Then the purse is empty, and time does not fill it: after any pause the next call
#           of *any* kind is tried once. Only calls that succeed pay back, 1 each: fourteen buy one retry.
# Follows:  after an outage a process that asks seldom has no retries left, and what suffers is not what caused it: the polling
#           of a page spends what a deployment would need. A client of its own for changes has a purse of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @aws-sdk/client-ecs@3.1164.0 @smithy/core@3.41.0 ||
  { echo 'npm could not install the packages.'; exit 2; }

NODE_NO_WARNINGS=1 timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ECSClient, ListClustersCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'

let status = 500
let requests = 0
const server = createServer((request, response) => {
  requests += 1
  request.resume().on('end', () => response.writeHead(status).end('{}'))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const options = {
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'ap-southeast-2',
  credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
  maxAttempts: 3,
  retryMode: 'standard',
}
const client = new ECSClient(options)

async function requestsOf(times, command, through = client) {
  requests = 0
  await Promise.allSettled(Array.from({ length: times }, () => through.send(command)))
  return requests
}
const list = new ListClustersCommand({})
const change = new UpdateServiceCommand({ service: 'backend', desiredCount: 4 })
const seen = { '100 calls, each failing': await requestsOf(100, list) }
await sleep(5_000)
seen['one change, 5 s later'] = await requestsOf(1, change)
seen['the same through another client'] = await requestsOf(1, change, new ECSClient(options))
status = 200
await requestsOf(14, list)
status = 500
seen['one change after 14 good calls'] = await requestsOf(1, change)
server.close()
console.log(seen)
deepStrictEqual(seen, {
  '100 calls, each failing': 135,
  'one change, 5 s later': 1,
  'the same through another client': 3,
  'one change after 14 good calls': 2,
})
END
echo 'As stated.'
