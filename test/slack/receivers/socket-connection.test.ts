import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App, ReceiverEvent } from '@slack/bolt'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { createSocketConnection } from '../../../src/slack/receivers/socket-connection.js'
import { until } from '../../support/until.js'

describe('a Socket Mode connection', () => {
  let slack: Awaited<ReturnType<typeof startSlack>>
  let lines: string[]
  let taken: unknown[]
  let connection: ReturnType<typeof createSocketConnection>
  beforeEach(async () => {
    slack = await startSlack()
    lines = []
    taken = []
    connection = createSocketConnection({
      appToken: 'xapp-1',
      slackApiUrl: slack.apiUrl,
      pingTimeout: 3_000,
      logger: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
      changed: () => undefined,
    })
    const app = {
      async processEvent({ body, ack }: ReceiverEvent) {
        taken.push(body)
        await ack()
      },
    }
    connection.start(app as unknown as App)
    await until('a connection', () => slack.connections.length === 1)
  })
  afterEach(async () => {
    await connection.stop()
    slack.stop()
  })

  it.each([
    ['null', 'null'],
    ['an event without a payload', '{"type":"events_api","envelope_id":"e-1"}'],
    ['a payload without its event', '{"type":"events_api","envelope_id":"e-1","payload":{}}'],
    ['a payload that is null', '{"type":"events_api","envelope_id":"e-1","payload":null}'],
  ])('outlives %s and takes what comes after it', async (_what, frame) => {
    const [socket] = slack.connections
    socket?.send(frame)
    socket?.send(
      JSON.stringify({ type: 'slash_commands', envelope_id: 'e-2', payload: { command: '/ohmy' } }),
    )
    await until('an acknowledgement', () => slack.acknowledged.includes('e-2'))
    expect(taken).toEqual([{ command: '/ohmy' }])
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('has not the shape that Slack documents')
    expect(slack.connections).toHaveLength(1)
  })
})

/** As much of Slack as a connection needs, which sends what it is told. */
async function startSlack() {
  const connections: WebSocket[] = []
  const acknowledged: unknown[] = []
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port()}/link` }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    connections.push(socket)
    socket.on('message', (data: Buffer) => {
      acknowledged.push((JSON.parse(data.toString()) as { envelope_id?: unknown }).envelope_id)
    })
    socket.send('{"type":"hello","num_connections":1}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = () => (server.address() as AddressInfo).port
  return {
    apiUrl: `http://127.0.0.1:${port()}/api/`,
    connections,
    acknowledged,
    stop() {
      for (const socket of connections) socket.terminate()
      sockets.close()
      server.close()
    },
  }
}
