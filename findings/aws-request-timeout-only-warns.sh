#!/usr/bin/env bash
# @aws-sdk/client-ecs 3.1164.0 (with @smithy/node-http-handler 4.14.2)
#
# Guessed:  `requestHandler: { requestTimeout: 200 }` ends a request after 200 ms.
# Happens:  it writes a warning (to the console, unless the client has a logger) and waits on, for as long as the server likes.
#           Only `throwOnRequestTimeout: true` beside it ends the request. `socketTimeout` ends one by itself, but counts
#           silence only.
# Follows:  a client that was told to give up after some seconds does not. An abort signal of one's own, or both options,
#           keep a deadline.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @aws-sdk/client-ecs@3.1164.0 @smithy/node-http-handler@4.14.2 ||
  { echo 'npm could not install the packages.'; exit 2; }

NODE_NO_WARNINGS=1 timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'

const server = createServer((request, response) => {
  request.resume().on('end', () => setTimeout(() => response.end('{"clusterArns":[]}'), 2_000))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

async function ask(requestHandler) {
  const warnings = []
  const client = new ECSClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'ap-southeast-2',
    credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
    maxAttempts: 1,
    logger: { debug() {}, info() {}, warn: (text) => warnings.push(text), error() {} },
    requestHandler,
  })
  const began = Date.now()
  const outcome = await client.send(new ListClustersCommand({})).then(() => 'answered', (error) => error.name)
  console.log(requestHandler, `${outcome} after ${Date.now() - began} ms`, warnings)
  return [outcome, Date.now() - began >= 2_000 ? 'when the server was done' : 'before']
}
const seen = [
  await ask({ requestTimeout: 200 }),
  await ask({ requestTimeout: 200, throwOnRequestTimeout: true }),
  await ask({ socketTimeout: 200 }),
]
server.closeAllConnections()
server.close()
deepStrictEqual(seen, [['answered', 'when the server was done'], ['TimeoutError', 'before'], ['TimeoutError', 'before']])
END
echo 'As stated.'
