#!/usr/bin/env bash
# @aws-sdk/client-ecs 3.1164.0 (with @smithy/core 3.41.0)
#
# Guessed:  a request handler of one's own may keep the Buffer that it hands to the SDK as the body, to log it or to read what
#           the SDK does not know yet. The SDK reads it.
# Happens:  the SDK gives that very object another prototype. It is no Buffer afterwards: `toString('utf8')` answers
#           '123,34,99,…', `toString('base64')` the same, `Buffer.isBuffer` says no. Nothing throws.
# Follows:  whoever reads the body after the answer was parsed reads numbers. Read it before, or hand over a copy.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @aws-sdk/client-ecs@3.1164.0 @smithy/core@3.41.0 ||
  { echo 'npm could not install the packages.'; exit 2; }

NODE_NO_WARNINGS=1 timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { HttpResponse } from '@smithy/core/protocols'

const body = Buffer.from('{"clusterArns":["staging"]}')
const client = new ECSClient({
  region: 'ap-southeast-2',
  credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
  requestHandler: { handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body }) }) },
})
function look() {
  return { class: body.constructor.name, isBuffer: Buffer.isBuffer(body), text: body.toString('utf8').slice(0, 12) }
}
const seen = { before: look() }
const { clusterArns } = await client.send(new ListClustersCommand({}))
seen.parsed = clusterArns
seen.after = look()
console.log(seen)
deepStrictEqual(seen, {
  before: { class: 'Buffer', isBuffer: true, text: '{"clusterArn' },
  parsed: ['staging'],
  after: { class: 'Uint8ArrayBlobAdapter', isBuffer: false, text: '123,34,99,10' },
})
END
echo 'As stated.'
