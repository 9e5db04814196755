import type { SpanExporter } from '@opentelemetry/sdk-trace'

/** A collector that is away fails a batch a second (ms). */
const tellEvery = 60_000

/** The SDK tells nobody what it could not send; somebody who set a wrong address has to read it somewhere. */
export function watchedExporter(
  inner: SpanExporter,
  failed: (why: unknown, spans: number) => void,
): SpanExporter {
  let toldAt = Number.NEGATIVE_INFINITY
  let lost = 0

  function note(why: unknown, spans: number): void {
    lost += spans
    if (performance.now() - toldAt < tellEvery) return
    toldAt = performance.now()
    failed(why, lost)
    lost = 0
  }

  return {
    export(spans, done) {
      inner.export(spans, (result) => {
        // ExportResultCode.SUCCESS is 0.
        if (result.code !== 0) note(result.error, spans.length)
        done(result)
      })
    },
    shutdown: () => inner.shutdown(),
    forceFlush: async () => inner.forceFlush?.(),
  }
}
