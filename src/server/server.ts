import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { inTime } from '../core/in-time.js'
import { UserError } from '../core/user-error.js'
import type { Metrics } from './metrics.js'
import type { Readiness } from './readiness.js'
import type { StoreReading } from './store-gauges.js'

export interface Route {
  readonly method: 'GET' | 'POST'
  /** Ends with `/*`: every path below it. */
  readonly path: string
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** A scrape asks whether Slack, store and AWS are reachable where nobody has for so long (ms), and does not wait longer for it. */
const readinessFor = 25_000
const readinessWithin = 1_000
/** A request that is under way when the process stops may take so long (ms): longer than a question that AWS never answers. */
const endWithin = 13_000

/** The process's one HTTP server: health for whoever runs ohmy, and the routes it is given. */
export function createHttpServer(options: {
  readonly routes: readonly Route[]
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Metrics
  /** What a scrape reads of the store; absent: nothing. Asked by whoever may scrape, so it keeps what it found for some seconds. */
  readonly storeReading?: () => Promise<StoreReading>
  readonly logger: Logger
}) {
  let askedAt = Number.NEGATIVE_INFINITY
  /** Its gauges are what was found now, whoever asks: a process that only answers /healthz would be ready for ever. */
  async function askReadiness(): Promise<Readiness> {
    askedAt = performance.now()
    const answer = await options.readiness()
    for (const [part, words] of Object.entries(answer.checks))
      options.metrics.up.set({ part }, words === 'ok' ? 1 : 0)
    return answer
  }

  const routes: readonly Route[] = [
    ...options.routes,
    { method: 'GET', path: '/healthz', handle: async (_, response) => json(response, 200, { ok: true }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle(_, response) {
        const { ready, checks, warnings = [] } = await askReadiness()
        json(response, ready ? 200 : 503, { ready, ...checks, ...(warnings.length > 0 && { warnings }) })
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      async handle(_, response) {
        const looks =
          performance.now() - askedAt > readinessFor ? inTime(readinessWithin, askReadiness()) : undefined
        if (options.storeReading !== undefined) await options.metrics.store.read(options.storeReading)
        await looks
        const { contentType, body } = await options.metrics.text()
        response.writeHead(200, { 'content-type': contentType }).end(body)
      },
    },
  ]
  // Node looks for slow senders every 30 s unless told otherwise.
  let closing = false
  const server = createServer({ connectionsCheckingInterval: 1_000 }, (request, response) => {
    // Kept open for the next one, its connection would hold a process that stops.
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()))
    handle(routes, request, response).catch((error: unknown) => {
      options.logger.error({ err: error, path: request.url }, 'A request failed')
      if (!response.headersSent) json(response, 500, { error: 'internal' })
    })
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 5_000
  return {
    /**
     * Resolves with the port it listens on.
     * @param port 0: any free one
     * @param host address or name of this machine; undefined: all its addresses
     * @throws UserError where this machine has no such address
     */
    listen: (port: number, host?: string) => listen(server, port, host),
    /** Takes no more connections at once, and lets requests that are under way end. */
    close: () =>
      new Promise<void>((resolve) => {
        closing = true
        const late = setTimeout(() => server.closeAllConnections(), endWithin)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

async function handle(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0]
  const known = routes.filter((route) => isBelow(route.path, path))
  // Monitors and `wget --spider` ask so. Node leaves the body out by itself.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const route = known.find((candidate) => candidate.method === method)
  if (route !== undefined) return route.handle(request, response)
  if (known.length === 0) return json(response, 404, { error: 'not-found' })
  const allowed = new Set(known.flatMap((one) => (one.method === 'GET' ? ['GET', 'HEAD'] : [one.method])))
  response.setHeader('allow', [...allowed].join(', '))
  json(response, 405, { error: 'method-not-allowed' })
}

function isBelow(pattern: string, path = ''): boolean {
  if (!pattern.endsWith('/*')) return pattern === path
  return path.startsWith(pattern.slice(0, -1)) && path.length > pattern.length - 1
}

function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(whyNot(error, port, host))
    server.once('error', failed)
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.removeListener('error', failed)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Why the server cannot listen, in words where PORT or HOST is the reason. */
function whyNot(error: NodeJS.ErrnoException, port: number, host: string | undefined): Error {
  const { code = '' } = error
  if (code === 'EADDRINUSE') {
    return new UserError(
      'port-taken',
      `Port ${port} is taken by another process, perhaps by another ohmy.`,
      'End that process, or set PORT to another one (0 takes any that is free).',
    )
  }
  if (code === 'EACCES') {
    const what = `This user may not listen on port ${port}.`
    return new UserError('port-not-allowed', what, 'Set PORT to one above 1023.')
  }
  if (host !== undefined && ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return new UserError(
      'host-unknown',
      `HOST is ${host}, and that is no address of this machine (${code}).`,
      'Leave HOST out to listen on all addresses, or set it to one of them: 127.0.0.1.',
    )
  }
  return error
}

function json(response: ServerResponse, status: number, content: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(content))
}
