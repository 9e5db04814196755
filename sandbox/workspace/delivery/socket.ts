import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { identity } from '../identity.js'
import type { Settings } from '../options.js'
import type { Acknowledgement, DeliveryKind, Retry, Transport } from './transport.js'

/** Milliseconds a peer has to answer the close. */
const GOODBYE = 300

export interface SocketTransport extends Transport {
  /** Path and query of a fresh address, good for one connection. */
  readonly open: () => string
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Cuts every connection without a goodbye. */
  readonly drop: () => number
  /** Says goodbye as Slack does when it refreshes a connection. */
  readonly refresh: () => number
  readonly connections: () => number
}

interface Waiting {
  readonly settle: (acknowledgement: Acknowledgement) => void
  readonly connection: WebSocket
}

/** Delivers through the WebSockets the bot opened: each envelope to one of them, in turn. */
export function createSocketTransport(settings: Settings): SocketTransport {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const waiting = new Map<string, Waiting>()
  const connections: WebSocket[] = []
  let turn = 0

  function welcome(connection: WebSocket): void {
    connections.push(connection)
    connection.on('message', (data: Buffer) => acknowledge(data.toString()))
    connection.on('error', () => connection.terminate())
    connection.on('close', () => forget(connection))
    const debug_info = { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 }
    send(connection, {
      type: 'hello',
      num_connections: connections.length,
      debug_info,
      connection_info: { app_id: identity.appId },
    })
  }

  function forget(connection: WebSocket): void {
    const index = connections.indexOf(connection)
    if (index >= 0) connections.splice(index, 1)
    for (const envelope of waiting.values()) {
      if (envelope.connection !== connection) continue
      envelope.settle({
        ok: false,
        acknowledgedAfter: 0,
        error: 'dispatch_failed',
        reason: 'connection closed',
      })
    }
  }

  function acknowledge(data: string): void {
    const answer = parse(data)
    const envelope = waiting.get(String(answer['envelope_id']))
    envelope?.settle({
      ok: true,
      acknowledgedAfter: 0,
      ...(answer['payload'] ? { body: answer['payload'] } : {}),
    })
  }

  function deliver(
    kind: DeliveryKind,
    payload: Readonly<Record<string, unknown>>,
    retry?: Retry,
  ): Promise<Acknowledgement> {
    const connection = connections[turn++ % Math.max(connections.length, 1)]
    if (connection === undefined) {
      return Promise.resolve({
        ok: false,
        acknowledgedAfter: 0,
        error: 'dispatch_failed',
        reason: 'no connection',
      })
    }
    const started = performance.now()
    const id = `${randomBytes(4).toString('hex')}-${randomBytes(6).toString('hex')}`
    return new Promise((resolve) => {
      const settle = (acknowledgement: Acknowledgement): void => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve({ ...acknowledgement, acknowledgedAfter: Math.round(performance.now() - started) })
      }
      const timeout = {
        ok: false,
        acknowledgedAfter: 0,
        error: 'operation_timeout',
        reason: 'timeout',
      } as const
      const timer = setTimeout(() => settle(timeout), settings.acknowledgeWithin)
      waiting.set(id, { settle, connection })
      send(connection, {
        envelope_id: id,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        payload,
        ...(kind === 'events_api'
          ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
          : {}),
      })
    })
  }

  return {
    deliver,
    open: () => {
      const ticket = randomBytes(12).toString('hex')
      tickets.add(ticket)
      return `/link/?ticket=${ticket}&app_id=${identity.appId}`
    },
    upgrade: (request, socket, head) => {
      const [, query] = (request.url ?? '').split('?')
      const ticket = new URLSearchParams(query).get('ticket') ?? ''
      if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      server.handleUpgrade(request, socket, head, welcome)
    },
    drop: () => cut(connections, (connection) => connection.terminate()),
    refresh: () =>
      cut(connections, (connection) => {
        send(connection, { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'sandbox' } })
        connection.close()
      }),
    connections: () => connections.length,
    stop: async () => {
      await Promise.all(connections.slice().map(sayGoodbye))
      for (const envelope of waiting.values()) {
        envelope.settle({ ok: false, acknowledgedAfter: 0, error: 'dispatch_failed', reason: 'stopped' })
      }
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Closes politely; cuts a peer that does not answer the close. */
async function sayGoodbye(connection: WebSocket): Promise<void> {
  connection.close(1001)
  const closed = once(connection, 'close')
  const timer = setTimeout(() => connection.terminate(), GOODBYE)
  await closed
  clearTimeout(timer)
}

function cut(connections: readonly WebSocket[], end: (connection: WebSocket) => void): number {
  const all = [...connections]
  for (const connection of all) end(connection)
  return all.length
}

function send(connection: WebSocket, message: Readonly<Record<string, unknown>>): void {
  connection.send(JSON.stringify(message))
}

function parse(data: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(data) as Record<string, unknown>
  } catch {
    return {}
  }
}
