#!/usr/bin/env bash
# @aws-sdk/client-ecs 3.1164.0, client-sts 3.1173.0, client-elastic-load-balancing-v2 3.1142.0
#
# Guessed:  what is not an answer of AWS is an error: an empty body and a sign-in page with status 200, which proxies and
#           captive portals send, cannot be "the service was updated" or "this is who you are".
# Happens:  an empty body is a good answer without members, of every service. A page of HTML is one too where AWS speaks
#           XML (STS, load balancers): `Account` is simply absent. Where AWS speaks JSON the page is a SyntaxError, but it
#           carries `$metadata`, which reads as if AWS itself had refused.
# Follows:  a resolved promise does not prove that a change arrived, an absent list does not prove that there is nothing,
#           and `error.$metadata` does not prove that AWS spoke. Look at the body before the SDK does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @aws-sdk/client-ecs@3.1164.0 @aws-sdk/client-sts@3.1173.0 \
  @aws-sdk/client-elastic-load-balancing-v2@3.1142.0 || { echo 'npm could not install the packages.'; exit 2; }

NODE_NO_WARNINGS=1 timeout 60 node --input-type=module <<'END'
import { deepStrictEqual } from 'node:assert'
import { createServer } from 'node:http'
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

let body = ''
const server = createServer((request, response) => request.resume().on('end', () => response.end(body)))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const options = {
  endpoint: `http://127.0.0.1:${server.address().port}`,
  region: 'ap-southeast-2',
  credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
}
const calls = {
  UpdateService: () => new ECSClient(options).send(new UpdateServiceCommand({ service: 'backend', desiredCount: 4 })),
  GetCallerIdentity: () => new STSClient(options).send(new GetCallerIdentityCommand({})),
  DescribeTargetHealth: () =>
    new ElasticLoadBalancingV2Client(options).send(new DescribeTargetHealthCommand({ TargetGroupArn: 'example' })),
}
const seen = {}
for (const [name, answer] of [['nothing', ''], ['a page', '<!DOCTYPE html><html><body><p>Sign in</p></body></html>']]) {
  body = answer
  for (const [call, send] of Object.entries(calls)) {
    seen[`${call}, ${name}`] = await send().then(
      ({ $metadata, ...members }) => `resolved with ${JSON.stringify(members)}`,
      (error) => `rejected: ${error.name}, $metadata says ${error.$metadata?.httpStatusCode}`,
    )
  }
}
server.close()
console.log(seen)
deepStrictEqual(seen, {
  'UpdateService, nothing': 'resolved with {}',
  'GetCallerIdentity, nothing': 'resolved with {}',
  'DescribeTargetHealth, nothing': 'resolved with {}',
  'UpdateService, a page': 'rejected: SyntaxError, $metadata says 200',
  'GetCallerIdentity, a page': 'resolved with {}',
  'DescribeTargetHealth, a page': 'resolved with {}',
})
END
echo 'As stated.'
