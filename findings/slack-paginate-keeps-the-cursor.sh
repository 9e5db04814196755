#!/usr/bin/env bash
# @slack/web-api 8.2.0
#
# Guessed:  `paginate(method, options)` reads its options. The same object may be given again next time.
# Happens:  it writes the cursor of the last page into the caller's object. The second walk with the same object begins there and
#           sees the last page only, without an error; a frozen object throws in the middle of the first.
# Follows:  options kept in a constant, or shared by two walks, lose channels and people from the second walk on: a name that
#           was found at the start of the process is "not there" later. Give each walk an object of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @slack/web-api@8.2.0 ||
  { echo 'npm could not install the package.'; exit 2; }

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { WebClient } from '@slack/web-api'

const pages = { '': ['general', 'two'], two: ['devops', 'three'], three: ['incidents', ''] }
const server = createServer(async (request, response) => {
  const [name, next] = pages[new URLSearchParams(await text(request)).get('cursor') ?? '']
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, channels: [{ name }], response_metadata: { next_cursor: next } }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new WebClient('xoxb-example', { slackApiUrl: `http://127.0.0.1:${server.address().port}/` })

async function walk(options) {
  const names = []
  for await (const { channels } of client.paginate('conversations.list', options)) names.push(channels[0].name)
  return names
}
const options = { limit: 1 }
const seen = { first: await walk(options), optionsThen: { ...options }, second: await walk(options) }
seen.frozen = await walk(Object.freeze({ limit: 1 })).catch((error) => error.name)
server.closeAllConnections()
server.close()
console.log(seen)
deepStrictEqual(seen, {
  first: ['general', 'devops', 'incidents'],
  optionsThen: { limit: 1, cursor: 'three' },
  second: ['incidents'],
  frozen: 'TypeError',
})
END
echo 'As stated.'
