#!/usr/bin/env bash
# @slack/web-api 8.2.0
#
# Guessed:  a sign-in page in Slack's place is a failed request. A 429 is the rate-limit error of the documentation, and its
#           `Retry-After` may be a number or a date, as HTTP has it.
# Happens:  the page is Slack's own refusal (`slack_webapi_platform_error`), never tried again, with the whole page as
#           `data.error`. A 429 whose `Retry-After` is a date or absent, as proxies send it, is a plain Error without a `code`,
#           not tried again either, whatever the retry policy says.
# Follows:  `error.code` does not tell who spoke, `data.error` may be kilobytes of somebody's HTML, and code that acts upon
#           "Slack refused" acts upon hotel networks. Pass a `fetch` of one's own that looks first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @slack/web-api@8.2.0 ||
  { echo 'npm could not install the package.'; exit 2; }

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { LogLevel, WebClient } from '@slack/web-api'

const answers = {
  'a page': [200, { 'content-type': 'text/html' }, '<html><p>Sign in</p></html>'],
  '429, a number': [429, { 'retry-after': '1' }, ''],
  '429, a date': [429, { 'retry-after': new Date(Date.now() + 5_000).toUTCString() }, ''],
  '429, nothing': [429, {}, ''],
  '503': [503, {}, ''],
}
let requests = 0
let answer
const server = createServer((request, response) => {
  requests += 1
  request.resume().on('end', () => response.writeHead(answer[0], answer[1]).end(answer[2]))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new WebClient('xoxb-example', {
  slackApiUrl: `http://127.0.0.1:${server.address().port}/`,
  retryConfig: { retries: 1, minTimeout: 10, maxTimeout: 20 },
  logLevel: LogLevel.ERROR,
})
const seen = {}
for (const [name, given] of Object.entries(answers)) {
  answer = given
  requests = 0
  const error = await client.chat.postMessage({ channel: 'C1', text: 'hello' }).catch((reason) => reason)
  seen[name] = { code: error.code, requests, ...(error.data && { says: error.data.error }) }
}
server.closeAllConnections()
server.close()
console.log(seen)
deepStrictEqual(seen, {
  'a page': { code: 'slack_webapi_platform_error', requests: 1, says: '<html><p>Sign in</p></html>' },
  '429, a number': { code: 'slack_webapi_request_error', requests: 2 },
  '429, a date': { code: undefined, requests: 1 },
  '429, nothing': { code: undefined, requests: 1 },
  503: { code: 'slack_webapi_http_error', requests: 2 },
})
END
echo 'As stated.'
