#!/usr/bin/env bash
# emulate 0.12.2
#
# Guessed:  a local stand-in for Slack answers as many calls as a test makes, or refuses as Slack does: 429, `ratelimited`,
#           `Retry-After`.
# Happens:  each token has 5,000 calls an hour, as on another service. From the 5,000th on the answer is 403 with `message` and
#           `documentation_url`: no `ok`, no `error`, no `Retry-After`. `reset()` does not bring them back; another token does.
# Follows:  a long test run, or a bench, breaks somewhere in the middle with an answer that Slack never gives. Seed several
#           tokens and go on to the next one every few thousand calls.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund emulate@0.12.2 ||
  { echo 'npm could not install the package.'; exit 2; }

timeout 120 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createEmulator } from 'emulate'

const slack = await createEmulator({ service: 'slack', port: 0 })
async function ask(token) {
  const answer = await fetch(`${slack.url}/api/auth.test`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), members: Object.keys(await answer.json()) }
}
let good = 0
let last = await ask('xoxb-one')
for (; last.status === 200 && good < 6_000; last = await ask('xoxb-one')) good += 1
const seen = { good, then: last, another: (await ask('xoxb-two')).status }
await slack.reset()
seen.afterReset = (await ask('xoxb-one')).status
await slack.close()
console.log(seen)
deepStrictEqual(seen, {
  good: 4_999,
  then: { status: 403, retryAfter: null, members: ['message', 'documentation_url'] },
  another: 200,
  afterReset: 403,
})
END
echo 'As stated.'
