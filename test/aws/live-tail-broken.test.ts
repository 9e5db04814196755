import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeEventMessage } from '../../sandbox/account/protocol/event-stream.js'
import { startAnsweringItself } from './answering-itself.js'
import { type Room, staging } from './environment.js'

let room: Room
let answer: (response: ServerResponse) => void
beforeEach(async () => {
  room = await startAnsweringItself(
    (response) => {
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
        'x-amzn-requestid': 'r-1',
      })
      response.write(writeEventMessage({ kind: 'event', name: 'initial-response', payload: {} }))
      answer(response)
    },
    {},
    { timeout: 1_500 },
  )
})
afterEach(() => room.stop())

async function follow(): Promise<number> {
  const updates = await room
    .awsFor(staging)
    .liveTail(
      { logGroupArn: 'arn:aws:logs:ap-southeast-2:123456789012:log-group:none' },
      new AbortController().signal,
    )
  let count = 0
  for await (const _ of updates) count += 1
  return count
}

test('an event that says it is larger than 16 MB is not waited for', async () => {
  answer = (response) => void response.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]))
  const before = process.memoryUsage().rss
  await expect(follow()).rejects.toMatchObject({ kind: 'unanswered', code: 'UnreadableAnswer' })
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
})

test('what is no event ends it, too', async () => {
  answer = (response) => void response.end('\0\0\0\0')
  await expect(follow()).rejects.toMatchObject({ kind: 'unanswered', passing: true })
})

test('a session that is over after its three hours ends, and one that AWS breaks off may be opened again', async () => {
  answer = (response) => {
    const update = { sessionMetadata: { sampled: false }, sessionResults: [] }
    response.write(writeEventMessage({ kind: 'event', name: 'sessionUpdate', payload: update }))
    response.end(
      writeEventMessage({ kind: 'exception', name: 'SessionTimeoutException', payload: { message: 'over' } }),
    )
  }
  expect(await follow()).toBe(1)
  answer = (response) =>
    void response.end(
      writeEventMessage({
        kind: 'exception',
        name: 'SessionStreamingException',
        payload: { message: 'trouble' },
      }),
    )
  await expect(follow()).rejects.toMatchObject({ kind: 'unavailable', passing: true })
})
