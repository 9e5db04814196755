import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * What becomes of an answer whose call was passed on:
 * - `cut`: the connection breaks in the middle of the body; `cut chunk`: the same of a body whose length was not told
 * - `short`, `long`: the Content-Length is half of the body, or more than it; the connection stays open
 * - `page`, `json`: somebody else's, with that status, in the place of AWS's
 * - `empty`: AWS's headers, and no body; `body`: AWS's headers, but for its word on an error, and another body
 * - `endless`: a body that never ends; `huge`: one of so many bytes
 */
export type Meddling =
  | { readonly kind: 'cut' | 'cut chunk' | 'short' | 'long' | 'empty' | 'endless' }
  | { readonly kind: 'page' | 'json'; readonly status: number }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'body'; readonly status: number; readonly type?: string; readonly body: string }

export interface MeddlingProxy {
  /** The value for AWS_ENDPOINT_URL. */
  readonly url: string
  /** Meddles with the answers to an action (`UpdateService`), until cleared or so many times. */
  meddle(action: string, how: Meddling, times?: number): void
  clear(): void
  /** Bytes of bodies that went out to the bot's side. */
  readonly sent: number
  stop(): Promise<void>
}

const page = '<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body>…</body></html>'

/** A proxy between the bot and AWS: it passes every call on, with its effect, and meddles with what comes back. */
export async function startMeddlingProxy(target: string): Promise<MeddlingProxy> {
  let rules: { action: string; how: Meddling; left: number }[] = []
  let sent = 0
  const open = new Set<Socket>()

  function write(socket: Socket, how: Meddling, answer: Answer): void {
    const { status, headers, body } = answer
    const half = body.subarray(0, Math.floor(body.length / 2))
    const send = (bytes: Buffer) => {
      sent += bytes.length
      return socket.write(bytes)
    }
    const head = (more: Record<string, string>) => {
      const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(`HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n`)
    }
    const breakOff = () => void setTimeout(() => socket.destroy(), 10)
    switch (how.kind) {
      case 'cut':
        head({ 'content-length': String(body.length) })
        send(half)
        return breakOff()
      case 'cut chunk':
        head({ 'transfer-encoding': 'chunked' })
        send(Buffer.from(`${half.length.toString(16)}\r\n`))
        send(half)
        return breakOff()
      case 'short':
        head({ 'content-length': String(half.length) })
        return void send(body)
      case 'long':
        head({ 'content-length': String(body.length + 100) })
        return void send(body)
      case 'endless':
        head({})
        return pour(send, socket, Number.POSITIVE_INFINITY)
      case 'huge':
        head({ 'content-length': String(how.bytes) })
        return pour(send, socket, how.bytes)
      default:
        throw new Error(`${how.kind} is written by the server itself`)
    }
  }

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await buffer(request)
    const named = String(request.headers['x-amz-target'] ?? '').split('.')[1]
    const action = named ?? new URLSearchParams(asked.toString()).get('Action') ?? ''
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
    const answer = await fetch(new URL(request.url ?? '/', target), {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      body: asked,
    })
    const body = Buffer.from(await answer.arrayBuffer())
    const rule = rules.find((candidate) => candidate.action === action && candidate.left > 0)
    if (rule === undefined) {
      response.writeHead(answer.status, ownHeaders(answer))
      response.end(body)
      return
    }
    rule.left -= 1
    const own = ownHeaders(answer)
    const { how } = rule
    if (how.kind === 'empty') return void response.writeHead(answer.status, own).end()
    if (how.kind === 'body') {
      // AWS's own word on an error would be one.
      const { 'x-amzn-errortype': _error, 'x-amzn-query-error': _queryError, ...kept } = own
      const headers = how.type === undefined ? kept : { ...kept, 'content-type': how.type }
      return void response.writeHead(how.status, headers).end(how.body)
    }
    if (how.kind === 'page' || how.kind === 'json') {
      const type = how.kind === 'page' ? 'text/html' : 'application/json'
      const words = how.kind === 'page' ? page : JSON.stringify({ code: how.status, message: 'upstream' })
      return void response.writeHead(how.status, { 'content-type': type }).end(words)
    }
    // The rest is against the protocol, so it is written past it.
    if (response.socket !== null) write(response.socket, how, { status: answer.status, headers: own, body })
  }

  const server = createServer((request, response) => {
    passOn(request, response).catch(() => void response.destroy())
  }).on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
  })
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    meddle: (action, how, times = Number.POSITIVE_INFINITY) => void rules.push({ action, how, left: times }),
    clear() {
      rules = []
    },
    get sent() {
      return sent
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}

function pour(send: (bytes: Buffer) => boolean, socket: Socket, bytes: number): void {
  const piece = Buffer.alloc(65_536, ' ')
  let left = bytes
  while (left > 0 && !socket.destroyed) {
    const flows = send(left < piece.length ? piece.subarray(0, left) : piece)
    left -= piece.length
    if (!flows) return void socket.once('drain', () => pour(send, socket, left))
  }
}

function ownHeaders(answer: Response): Record<string, string> {
  const kept = [...answer.headers].filter(([name]) => /^(content-type|x-amz)/.test(name))
  return Object.fromEntries(kept)
}
