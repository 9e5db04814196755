import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Budgets, createBudgets } from './api/budgets.js'
import { serveResponseUrl } from './api/response-url.js'
import { serveApi } from './api/server.js'
import { serveUpload } from './api/upload.js'
import type { ApiCall } from './calls.js'
import { createChanges } from './changes.js'
import { createChannels } from './channels.js'
import type { Canvas, Delivery } from './contract.js'
import { type Delivered, recorded } from './delivery/delivered.js'
import { sendEvent } from './delivery/events.js'
import { deliveryFrom } from './delivery/outcome.js'
import { createHttpTransport } from './delivery/http.js'
import { deliverRaw, type RawAnswer, signatureHeaders, verifyUrl } from './delivery/raw.js'
import { createSocketTransport } from './delivery/socket.js'
import { startEmulatedSlack } from './emulator.js'
import { createFace, type Face } from './face.js'
import { createFaults, type Faults } from './faults.js'
import { createMessages } from './messages.js'
import { createModals } from './modals.js'
import { settingsFrom, type WorkspaceOptions } from './options.js'
import { servePageApi } from './page-api.js'
import type { RunningWorkspace } from './running-workspace.js'
import { createResponseUrls } from './response-urls.js'
import { createTriggers } from './triggers.js'

export interface Workspace extends Face {
  /** Where the workspace listens, without a slash at the end. */
  readonly url: string
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string
  readonly faults: Faults
  /** Every Web API call and response_url use so far, oldest first. */
  readonly calls: readonly ApiCall[]
  /** Documents of channels, oldest first. */
  readonly canvases: readonly Canvas[]
  /** Everything delivered to the bot so far, oldest first, retries one by one. */
  readonly deliveries: readonly Delivered[]
  /** Open Socket Mode connections. */
  readonly connections: () => number
  /** The headers that sign a body; `timestamp` in seconds, now unless told otherwise. */
  readonly sign: (body: string, timestamp?: number) => Record<string, string>
  /** POSTs exactly this to the bot's Request URL: for forged, replayed and broken requests. */
  readonly deliverRaw: (body: string, headers?: Readonly<Record<string, string>>) => Promise<RawAnswer>
  /** Sends an event again with the same `event_id`, as Slack does when an acknowledgement got lost. */
  readonly redeliver: (delivered: Delivered) => Promise<Delivery>
  /** Slack's check of a Request URL: whether the bot gives the challenge back. */
  readonly verifyUrl: () => Promise<boolean>
  readonly stop: () => Promise<void>
}

type Serve = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>

/** Starts a Slack workspace on a local port. Stop it to free the port and to let hanging calls go. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const settings = settingsFrom(options)
  const stopped = new AbortController()
  let serve: Serve | undefined
  const server = createServer((request, response) => {
    const target = request.url ?? '/'
    if (serve === undefined) return void response.writeHead(503).end()
    if (!URL.canParse(target, 'http://workspace')) return void response.writeHead(400).end()
    const url = new URL(target, 'http://workspace')
    serve(request, response, url).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(error instanceof Error ? error.stack : String(error))
    })
  })
  const url = await listen(server, settings.port, settings.host)
  const slack = await startEmulatedSlack(settings, url).catch((error: unknown) => {
    server.close()
    throw error
  })

  const { deliver } = settings
  const socket = deliver.kind === 'socket' ? createSocketTransport(settings) : undefined
  if (socket !== undefined) server.on('upgrade', socket.upgrade)
  const deliveries: Delivered[] = []
  const wire = deliver.kind === 'http' ? createHttpTransport(settings, deliver.url) : socket
  if (wire === undefined) throw new Error('delivery is over HTTP or a socket')

  const changes = createChanges()
  const people = settings.people.map(({ slackId }) => slackId)
  let sequence = 500_000
  const workspace: RunningWorkspace = {
    settings,
    url,
    slack,
    changes,
    transport: recorded(wire, deliveries, settings.now),
    emit: (event) => sendEvent(event, workspace, stopped.signal),
    openSocket: () => (socket === undefined ? undefined : `${url.replace('http', 'ws')}${socket.open()}`),
    channels: await createChannels(slack, people, changes),
    messages: createMessages(changes),
    modals: createModals(changes),
    triggers: createTriggers(settings.now, settings.triggerLifetime),
    responseUrls: createResponseUrls(url, settings.now),
    faults: createFaults({ drop: () => socket?.drop() ?? 0, refresh: () => socket?.refresh() ?? 0 }),
    calls: [],
    canvases: [],
    selections: new Map(),
    nextTs: () => `${Math.floor(settings.now() / 1000)}.${++sequence}`,
  }
  serve = router(
    workspace,
    settings.strictRateLimits ? createBudgets(settings.now) : undefined,
    stopped.signal,
  )

  return {
    ...createFace(workspace, stopped.signal),
    url,
    apiUrl: `${url}/api/`,
    faults: workspace.faults,
    calls: workspace.calls,
    canvases: workspace.canvases,
    deliveries,
    connections: () => socket?.connections() ?? 0,
    sign: (body, timestamp) => signatureHeaders(settings, body, timestamp),
    deliverRaw: (body, headers = {}) => deliverRaw(settings, body, headers),
    redeliver: async ({ kind, payload }) =>
      deliveryFrom(await workspace.transport.deliver(kind, payload, { attempt: 1, reason: 'http_timeout' })),
    verifyUrl: () => verifyUrl(settings),
    stop: async () => {
      stopped.abort()
      workspace.faults.clear()
      await wire.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await slack.close()
      const { declared } = settings
      const called = new Set(workspace.calls.map(({ method }) => method))
      const undeclared = [...called].filter((method) => declared?.includes(method) === false)
      if (undeclared.length > 0)
        throw new Error(`Methods that the app does not declare: ${undeclared.join(', ')}`)
    },
  }
}

function router(workspace: RunningWorkspace, budgets: Budgets | undefined, stopped: AbortSignal): Serve {
  return async (request, response, url) => {
    const { pathname } = url
    if (pathname.startsWith('/api/')) return serveApi(request, response, url, workspace, budgets)
    if (pathname.startsWith('/response/')) return serveResponseUrl(request, response, url, workspace)
    if (pathname.startsWith('/upload/') || pathname.startsWith('/files-pri/')) {
      return serveUpload(request, response, url, workspace)
    }
    if (await servePageApi(request, response, url, workspace, stopped)) return
    if ((await workspace.settings.page?.(request, response)) === true) return
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.')
  }
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, port: actual } = server.address() as AddressInfo
  return `http://${address}:${actual}`
}
