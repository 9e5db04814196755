import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Room, staging, startRoom } from './environment.js'

const arn = (revision: number) =>
  `arn:aws:ecs:ap-southeast-2:123456789012:task-definition/ohmycoins-staging-backend:${revision}`

let room: Room
let server: Server
beforeEach(async () => {
  room = await startRoom()
  // moto 5.2 does not know `sort`.
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1' })
    response.end(JSON.stringify({ taskDefinitionArns: [1, 2, 9, 10].map(arn) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await room.stop()
})

test('revisions come newest first, also from who lists them otherwise', async () => {
  const found = await room.awsFor(staging).activeTaskDefinitions('ohmycoins-staging-backend', 10)
  expect(found).toEqual([10, 9, 2, 1].map(arn))
})
