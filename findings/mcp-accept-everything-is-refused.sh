#!/usr/bin/env bash
# @modelcontextprotocol/server 2.4.0, node 2.1.2
#
# Guessed:  `Accept: */*`, which curl, fetch and most HTTP clients send unless told otherwise, accepts any type (RFC 9110, 12.5.1), so also the two that
#           the specification asks clients to list. `application/*, text/*` does, too.
# Happens:  the handler looks for both types letter by letter and answers 406 with «Client must accept both application/json and text/event-stream» to a
#           client that accepts both; so it does where there is no Accept at all.
# Follows:  who tries a server with curl, a health check that lists tools, and clients behind a proxy that rewrites Accept are turned away. Name both types
#           for them before the handler sees the request.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/node@2.1.2 ||
  { echo 'npm could not install the packages.'; exit 2; }

timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer, request } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'

const handler = toNodeHandler(
  createMcpHandler(() => {
    const server = new McpServer({ name: 'example', version: '1.0.0' })
    server.registerTool('hello', { description: 'Says hello' }, async () => ({ content: [] }))
    return server
  }),
)
const server = createServer((incoming, response) => void handler(incoming, response))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

/** The status of a request with this Accept; undefined: without any. */
function statusOf(accept) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) }
    request({ port: server.address().port, host: '127.0.0.1', method: 'POST', path: '/mcp', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', reject)
      .end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }))
  })
}
const seen = {
  'application/json, text/event-stream': await statusOf('application/json, text/event-stream'),
  '*/*': await statusOf('*/*'),
  'application/*, text/*': await statusOf('application/*, text/*'),
  'no Accept': await statusOf(),
}
server.closeAllConnections()
server.close()
console.log(seen)
deepStrictEqual(seen, {
  'application/json, text/event-stream': 200,
  '*/*': 406,
  'application/*, text/*': 406,
  'no Accept': 406,
})
END
echo 'As stated.'
