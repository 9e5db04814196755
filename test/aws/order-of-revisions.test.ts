import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAnsweringItself } from './answering-itself.js'
import { type Room, staging } from './environment.js'

const arn = (revision: number) =>
  `arn:aws:ecs:ap-southeast-2:123456789012:task-definition/ohmycoins-staging-backend:${revision}`

let room: Room
beforeEach(async () => {
  // moto 5.2 does not know `sort`.
  room = await startAnsweringItself((response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'r-1' })
    response.end(JSON.stringify({ taskDefinitionArns: [1, 2, 9, 10].map(arn) }))
  })
})
afterEach(() => room.stop())

test('revisions come newest first, also from who lists them otherwise', async () => {
  const found = await room.awsFor(staging).activeTaskDefinitions('ohmycoins-staging-backend', 10)
  expect(found).toEqual([10, 9, 2, 1].map(arn))
})
