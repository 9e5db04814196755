import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAnsweringItself } from './answering-itself.js'
import { type Room, staging } from './environment.js'

let room: Room
let message: string
beforeEach(async () => {
  room = await startAnsweringItself((response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1' })
    response.end(JSON.stringify({ __type: 'ClientException', message }))
  })
})
afterEach(() => room.stop())

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
