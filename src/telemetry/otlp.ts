import {
  type Context,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BatchSpanProcessor, type Span, TracerProvider } from '@opentelemetry/sdk-trace'
import type { KeptSpan, SpanKeeper, TracePoint } from '../core/tracing.js'
import { watchedExporter } from './watched-exporter.js'

/** Where spans go, and as whose. */
export interface OtlpOptions {
  /** Base address of a collector: spans go to `<endpoint>/v1/traces`, as JSON. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  readonly version: string
  /** Which of the processes with that name. */
  readonly instance: string
  /** Told, once a minute at most, why spans did not arrive. */
  readonly failed: (why: unknown, spans: number) => void
}

export interface OtlpKeeper extends SpanKeeper {
  /** Sends what is left, within so long (ms). Never rejects. */
  close(within: number): Promise<void>
}

/** A batch that is not taken within this time is dropped (ms). */
const sendWithin = 5_000
/** Spans that wait to be sent; beyond them new ones are dropped, so that a collector that is away costs a few MB and nothing else. */
const mostWaiting = 2_048
const mostAtOnce = 512
const sendEvery = 1_000

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const

/**
 * Spans of ohmy's own doors, for a collector that speaks OTLP over HTTP. Nothing is patched and nothing registered: of a library's own instrumentation nobody knows what it
 * writes into a span, or whether a call is in it twice. Nobody ever waits for a span.
 */
export function createOtlpKeeper(options: OtlpOptions): OtlpKeeper {
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...options.headers },
    timeoutMillis: sendWithin,
  })
  const processor = new BatchSpanProcessor({
    exporter: watchedExporter(exporter, options.failed),
    maxQueueSize: mostWaiting,
    maxExportBatchSize: mostAtOnce,
    scheduledDelayMillis: sendEvery,
    exportTimeoutMillis: sendWithin,
  })
  const provider = new TracerProvider({
    // A flow that was begun where nobody kept spans, as in a terminal, is worth looking at all the same.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [processor],
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
      'service.instance.id': options.instance,
    }),
  })
  const tracer = provider.getTracer('ohmy', options.version)
  return {
    begin({ name, kind, attributes = {} }, { parent, link }) {
      const about = {
        kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind],
        attributes,
        links: link === undefined ? [] : [{ context: contextOf(link) }],
      }
      return kept(tracer.startSpan(name, about, parent === undefined ? ROOT_CONTEXT : below(parent)) as Span)
    },
    async close(within) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, within)
      })
      await Promise.race([provider.shutdown().catch(() => undefined), late])
      clearTimeout(timer)
    },
  }
}

function kept(span: Span): KeptSpan {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return {
    point: { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes({ ...attributes }),
    fail: (why) => void span.setStatus({ code: SpanStatusCode.ERROR, message: why }),
    link: (to) => void span.addLink({ context: contextOf(to) }),
    end: () => span.end(),
  }
}

function contextOf({ traceId, spanId, sampled }: TracePoint): SpanContext {
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true }
}

function below(parent: TracePoint): Context {
  return trace.setSpanContext(ROOT_CONTEXT, contextOf(parent))
}
