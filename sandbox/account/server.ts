import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import type { recordedCalls, RecordedCall } from './calls.js'
import type { DeclaredCalls } from './declared-calls.js'
import { AwsError } from './errors.js'
import { type createFaults, faultError } from './faults.js'
import type { CallContext } from './handler.js'
import { StreamedAnswer } from './streamed-answer.js'
import { type EventMessage, writeEventMessage } from './protocol/event-stream.js'
import { type Answer, answerError, answerOutput, readRequest, type ServiceRequest } from './protocol/wire.js'
import { layerAt } from './ecr/manifest.js'
import type { Witness } from './sdk-shapes/witness.js'
import type { World } from './world.js'

export interface ServerOptions {
  world: World
  calls: ReturnType<typeof recordedCalls>
  faults: ReturnType<typeof createFaults>
  /** Milliseconds of real time each call takes at least. */
  latency: () => number
  /** Holds requests and answers against the SDK's schemas; undefined where nobody does. */
  witness?: Witness
  /** Sees that ohmy calls what it declares; undefined where nobody does. */
  declared?: DeclaredCalls
}

/** Starts the HTTP server of the account on 127.0.0.1. */
export async function startServer(
  options: ServerOptions,
  port: number,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      // The client hung up while it was being read, or the simulator itself is at fault: say so loudly.
      if (response.writableEnded || response.destroyed) return
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`The simulated account failed: ${error instanceof Error ? error.stack : String(error)}`)
    })
  })
  // Clients keep connections; closing an idle one just as it is used again would look like a fault nobody asked for.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function serve(
  options: ServerOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world, calls, faults } = options
  const requestId = randomUUID()
  const { method = 'GET', url: address = '/' } = incoming
  // Where a signed address leads that the registry gave out: no call, and nothing of AWS's counts it.
  const layer = method === 'GET' ? layerAt(world, address) : undefined
  if (layer !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(layer))
    return
  }
  const request = readRequest(incoming.headers, await text(incoming), { method, address })
  const call: RecordedCall = {
    service: request.service?.name ?? 'unknown',
    action: request.action,
    input: request.input,
    agent: String(incoming.headers['x-amz-user-agent'] ?? incoming.headers['user-agent'] ?? ''),
    at: world.time.now(),
    outcome: 'pending',
    effective: false,
  }
  calls.add(call)
  options.declared?.see(call)
  const fault = faults.hit(call.service, call.action)
  const latency = options.latency() + (fault?.kind === 'delay' ? fault.ms : 0)
  if (latency > 0) await wait(latency, undefined, { ref: false })

  const refusal = fault === undefined ? undefined : faultError(fault, call.service, call.action)
  if (refusal !== undefined) {
    call.outcome = refusal.code
    send(response, answerError(request, refusal, requestId))
    return
  }
  const interruption = fault?.kind === 'hang' || fault?.kind === 'drop' ? fault : undefined
  if (interruption !== undefined && interruption.when !== 'after') {
    interrupt(interruption.kind, call, incoming)
    return
  }
  const staleFor = fault?.kind === 'stale' ? fault.ms : 0
  const gone = new AbortController()
  const hangUp = () => gone.abort()
  response.once('close', hangUp)
  const url = `http://${incoming.headers.host}`
  const answer = await perform(options, request, { call, requestId, staleFor, url, hungUp: gone.signal })
  response.off('close', hangUp)
  if (interruption !== undefined) interrupt(interruption.kind, call, incoming)
  else send(response, answer)
}

function interrupt(kind: 'hang' | 'drop', call: RecordedCall, incoming: IncomingMessage): void {
  call.outcome = kind === 'hang' ? 'hung' : 'dropped'
  if (kind === 'drop') incoming.socket.destroy()
}

interface Performing extends Pick<CallContext, 'staleFor' | 'url' | 'hungUp'> {
  readonly call: RecordedCall
  readonly requestId: string
}

async function perform(
  options: ServerOptions,
  request: ServiceRequest,
  { call, requestId, ...context }: Performing,
): Promise<Answer> {
  const { world } = options
  const witness = await options.witness?.of(request)
  world.time.catchUp()
  try {
    if (request.handler === undefined) throw unknownAction(request)
    const output = await request.handler(request.input as never, {
      world,
      accessKeyId: request.accessKeyId,
      region: request.region,
      ...context,
      changed() {
        call.effective = true
      },
    })
    call.outcome = 'ok'
    return answerOutput(request, witness?.answered(output) ?? output, requestId)
  } catch (error) {
    if (!(error instanceof AwsError)) {
      call.outcome = 'failed'
      throw error
    }
    call.outcome = error.code
    witness?.refused(error)
    return answerError(request, error, requestId)
  }
}

function unknownAction(request: ServiceRequest): AwsError {
  const where = request.service === undefined ? 'by any service' : `by ${request.service.name}`
  return new AwsError(
    'UnknownOperationException',
    `The simulated account does not know the action ${request.action} (asked for ${where}). ` +
      'Add a handler for it in sandbox/account.',
  )
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers)
  if (answer.body instanceof StreamedAnswer) stream(response, answer.body)
  else response.end(answer.body)
}

/** Sends message after message until the client hangs up or the service ends the stream. */
function stream(response: ServerResponse, answer: StreamedAnswer): void {
  const write = (message: EventMessage): void => {
    if (!response.destroyed && !response.writableEnded) response.write(writeEventMessage(message))
  }
  // Services that speak JSON begin a stream with the members of the answer that are no stream.
  write({ kind: 'event', name: 'initial-response', payload: {} })
  const close = answer.open({
    send: (name, payload) => write({ kind: 'event', name, payload }),
    fail(code, message) {
      write({ kind: 'exception', name: code, payload: { message } })
      response.end()
    },
    drop: () => void response.destroy(),
  })
  // Whoever hung up while the call was delayed is gone already.
  if (response.destroyed) close()
  else response.once('close', close)
}
