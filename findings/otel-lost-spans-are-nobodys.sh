#!/usr/bin/env bash
# @opentelemetry/api 1.9.1, sdk-trace 2.12.1, exporter-trace-otlp-http 0.223.1
#
# Guessed:  a collector that is away is told somewhere: on stderr, by a rejection, by an event. And OTEL_BSP_MAX_QUEUE_SIZE and OTEL_BSP_SCHEDULE_DELAY,
#           which the specification has, say how many spans wait and for how long.
# Happens:  nothing is written, and nothing rejects but `forceFlush`, which nobody calls. Errors go to `diag`, which has no logger until somebody sets
#           one for the whole process. The processor of `sdk-trace` reads no environment: 2,048 spans and 5 s, whatever is set.
# Follows:  wrap the exporter to learn what was lost, and set every limit by hand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timeout 180 npm install --prefix . --silent --no-audit --no-fund @opentelemetry/api@1.9.1 @opentelemetry/sdk-trace@2.12.1 \
  @opentelemetry/exporter-trace-otlp-http@0.223.1 || { echo 'npm could not install the packages.'; exit 2; }

OTEL_BSP_MAX_QUEUE_SIZE=5 OTEL_BSP_MAX_EXPORT_BATCH_SIZE=5 OTEL_BSP_SCHEDULE_DELAY=100 timeout 60 node --input-type=module <<'END' 2>stderr
import { deepStrictEqual } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

const rejected = []
process.on('unhandledRejection', (error) => rejected.push(error))
const exporter = new OTLPTraceExporter({ url: 'http://127.0.0.1:1/v1/traces', timeoutMillis: 500 })
const batches = []
const watched = {
  export(spans, done) {
    exporter.export(spans, (result) => {
      batches.push({ spans: spans.length, code: result.code })
      done(result)
    })
  },
  shutdown: () => exporter.shutdown(),
}
const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter: watched })] })
const tracer = provider.getTracer('finding')
for (let span = 0; span < 20; span++) tracer.startSpan('work').end()
await sleep(1_500)
const afterItsDelay = batches.length
await sleep(6_000)
tracer.startSpan('more').end()
const flush = await provider.forceFlush().then(
  () => 'resolves',
  () => 'rejects',
)
console.log({ afterItsDelay, batches, rejected: rejected.length, flush })
// 1: ExportResultCode.FAILED
deepStrictEqual({ afterItsDelay, batches, rejected: rejected.length, flush }, {
  afterItsDelay: 0,
  batches: [
    { spans: 20, code: 1 },
    { spans: 1, code: 1 },
  ],
  rejected: 0,
  flush: 'rejects',
})
END
[ ! -s stderr ] || { cat stderr; exit 1; }
echo 'As stated.'
