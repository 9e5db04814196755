import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as OTLP has it in JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
  readonly links?: readonly { readonly traceId: string }[]
  /** Which process sent it. */
  readonly instance: string
}

interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: NonNullable<ReceivedSpan['attributes']> }
    readonly scopeSpans: readonly { readonly spans: readonly Omit<ReceivedSpan, 'instance'>[] }[]
  }[]
}

export type OtlpReceiver = Awaited<ReturnType<typeof startOtlpReceiver>>

/** A collector that keeps what it is sent, and can stop answering. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = []
  const headers: NodeJS.Dict<string | string[]>[] = []
  let hangs = false
  const server = createServer((request, response) => {
    headers.push(request.headers)
    if (hangs) return
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.url === '/v1/traces') spans.push(...spansIn(Buffer.concat(chunks).toString()))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    hang() {
      hangs = true
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function spansIn(text: string): readonly ReceivedSpan[] {
  return (JSON.parse(text) as Body).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const instance = String(valueOf(resource, 'service.instance.id'))
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, instance })))
  })
}

export function valueOf({ attributes = [] }: Pick<ReceivedSpan, 'attributes'>, key: string): unknown {
  const value = attributes.find((attribute) => attribute.key === key)?.value ?? {}
  return Object.values(value)[0]
}

/** A span's name behind those that it is below: `Slack command > command deploy > begin change`. */
export function pathOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  if (parent !== undefined) return `${pathOf(parent, spans)} > ${span.name}`
  return span.parentSpanId ? `? > ${span.name}` : span.name
}
