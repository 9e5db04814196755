#!/usr/bin/env bash
# @slack/socket-mode 3.1.0
#
# Guessed:  what passes is tried again (503, a proxy that is starting), what does not is given up (a revoked token, a token of the
#           wrong kind, a scope that is missing), and `start()` rejects.
# Happens:  the other way round. A 503 makes `start()` reject once the Web API client's own retries are used up (none here, to
#           be quick). After `token_revoked`, `missing_scope` or `not_allowed_token_type` it never settles: it tries again for
#           ever, with no `error` event, only lines in the log. `invalid_auth` and `account_inactive` do reject.
# Follows:  a bot with the wrong token looks as if it were starting, also to the code that awaits it. Race `start()` with a
#           deadline, or set `autoReconnectEnabled: false` and decide oneself what passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @slack/socket-mode@3.1.0 ||
  { echo 'npm could not install the package.'; exit 2; }

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { SocketModeClient } from '@slack/socket-mode'

const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} }

/** What came of `start()` within 3 s where Slack answers like this, and whether it was asked again. */
async function begin(answer) {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    if (answer === '503') return response.writeHead(503).end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: false, error: answer }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new SocketModeClient({
    appToken: 'xapp-example',
    logger: silent,
    clientPingTimeout: 100,
    clientOptions: { slackApiUrl: `http://127.0.0.1:${server.address().port}/`, retryConfig: { retries: 0 } },
  })
  let events = 0
  client.on('error', () => (events += 1))
  const starting = client.start().then(() => 'resolved', () => 'rejected')
  const outcome = await Promise.race([starting, sleep(3_000, 'nothing yet')])
  await client.disconnect()
  server.closeAllConnections()
  server.close()
  return `${outcome}, asked ${asked > 1 ? 'again and again' : 'once'}, ${events} error events`
}
const answers = ['invalid_auth', 'account_inactive', '503', 'token_revoked', 'missing_scope', 'not_allowed_token_type']
const seen = Object.fromEntries(await Promise.all(answers.map(async (answer) => [answer, await begin(answer)])))
console.log(seen)
const rejected = 'rejected, asked once, 0 error events'
const waiting = 'nothing yet, asked again and again, 0 error events'
deepStrictEqual(seen, {
  invalid_auth: rejected,
  account_inactive: rejected,
  503: rejected,
  token_revoked: waiting,
  missing_scope: waiting,
  not_allowed_token_type: waiting,
})
END
echo 'As stated.'
