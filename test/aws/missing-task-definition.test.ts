import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Room, staging, startRoom } from './environment.js'

let room: Room
let server: Server
let message: string
beforeEach(async () => {
  room = await startRoom()
  server = createServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1' })
    response.end(JSON.stringify({ __type: 'ClientException', message }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await room.stop()
})

test('ECS says of a task definition that there is none', async () => {
  message = 'Unable to describe task definition.'
  expect(await room.awsFor(staging).describeTaskDefinition('none')).toBeUndefined()
})

test.each(['The account is suspended.', 'Tags cannot be read without a service-linked role.'])(
  'any other ClientException is a refusal: %s',
  async (words) => {
    message = words
    await expect(room.awsFor(staging).describeTaskDefinition('some')).rejects.toMatchObject({
      kind: 'rejected',
      code: 'ClientException',
    })
  },
)
