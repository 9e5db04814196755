#!/usr/bin/env bash
# client-ecs 3.1164.0 (AWS SDK for JavaScript)
#
# Guessed:  a client that is generated from AWS's model, and brings that model's schemas along, notices an answer that is not as the model has it.
# Happens:  a member of another name is dropped in silence, and the one that was meant is `undefined`. A text where the model has a number is handed
#           over as that text, in a member whose TypeScript type says `number`: `desiredCount + 1` is "21". A required member may be missing.
# Follows:  a stand-in for AWS whose answers are wrong passes every test that goes through the SDK. Hold its answers against the schemas yourself: the
#           client's module exports them (`DescribeServices$`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @aws-sdk/client-ecs@3.1164.0 ||
  { echo 'npm could not install the package.'; exit 2; }

timeout 60 node --no-warnings --input-type=module <<'END'
import { createServer } from 'node:http'
import { DescribeServices$, DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'

const service = { serviceName: 'backend', runningcount: 2, desiredCount: '2' }
const alarms = { enable: true, rollback: true } // alarmNames is required
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.1')
  response.end(JSON.stringify({ services: [{ ...service, deploymentConfiguration: { alarms } }] }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new ECSClient({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.address().port}`,
  credentials: { accessKeyId: 'example', secretAccessKey: 'example' },
})
const { services } = await client.send(new DescribeServicesCommand({ services: ['backend'] }))
client.destroy()
server.close()
const [{ runningCount, runningcount, desiredCount, deploymentConfiguration }] = services
console.log('answered:', JSON.stringify(service))
console.log('runningCount:', runningCount, '| runningcount:', runningcount, '| desiredCount + 1:', JSON.stringify(desiredCount + 1))
console.log('alarms without their required alarmNames:', JSON.stringify(deploymentConfiguration.alarms))
console.log('the schemas that would tell:', DescribeServices$[2], 'with', DescribeServices$.length, 'entries')
const still =
  runningCount === undefined &&
  runningcount === undefined &&
  desiredCount === '2' &&
  deploymentConfiguration.alarms.alarmNames === undefined
console.log(still ? 'No error, no warning.' : 'It notices now.')
process.exit(still ? 0 : 1)
END
