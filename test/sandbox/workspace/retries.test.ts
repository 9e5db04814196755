import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { requester } from '../../../sandbox/people.js'
import type { Workspace } from '../../../sandbox/workspace/workspace.js'
import { startAlone } from './bot.js'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly eventId: unknown
}

let server: Server
let workspace: Workspace
let received: Received[] = []
/** What the bot does with the requests to come: a status, or `hang`; 200 when there is nothing left. */
let behaviour: (number | 'hang')[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { event_id: unknown }
      received.push({ headers: request.headers, eventId: body.event_id })
      const next = behaviour.shift() ?? 200
      if (next !== 'hang') response.writeHead(next).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const deliver = { kind: 'http', url: `http://127.0.0.1:${port}/slack/events` } as const
  workspace = await startAlone({ deliver, acknowledgeWithin: 150, eventRetryWaits: [10, 20, 30] })
})
afterAll(async () => {
  await workspace.stop()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  received = []
})

const mention = () => workspace.say(requester, '#devops', '@ohmy status')
const retries = () =>
  received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])

test('an event answered with an error comes again, with the same id, until it is taken', async () => {
  behaviour = [503, 500]
  expect(await mention()).toMatchObject({ ok: false, error: 'dispatch_failed' })
  await expect.poll(() => received.length).toBe(3)
  expect(retries()).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ])
  expect(new Set(received.map(({ eventId }) => eventId)).size).toBe(1)
})

test('an event not answered in time comes again as http_timeout, three times and no more', async () => {
  behaviour = ['hang', 'hang', 'hang', 'hang', 'hang']
  expect(await mention()).toMatchObject({ ok: false, error: 'operation_timeout' })
  await expect
    .poll(() => workspace.deliveries.filter(({ retry }) => retry?.attempt === 3).length, { timeout: 3_000 })
    .toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(retries().slice(1)).toEqual([
    ['1', 'http_timeout'],
    ['2', 'http_timeout'],
    ['3', 'http_timeout'],
  ])
  behaviour = []
})

test('an event that was taken can come again, with the same id and signed anew', async () => {
  await mention()
  const delivered = workspace.deliveries.at(-1)
  if (delivered === undefined) throw new Error('nothing was delivered')
  expect(await workspace.redeliver(delivered)).toMatchObject({ ok: true })
  expect(retries()).toEqual([
    [undefined, undefined],
    ['1', 'http_timeout'],
  ])
  expect(received[0]?.eventId).toBe(received[1]?.eventId)
})

test('an event that is taken comes once', async () => {
  expect(await mention()).toMatchObject({ ok: true })
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(received).toHaveLength(1)
})
