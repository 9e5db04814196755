import { randomUUID } from 'node:crypto'
import about from '../../package.json' with { type: 'json' }
import type { Settings } from '../config/settings.js'
import { createTracing, type Tracing } from '../core/tracing.js'
import type { OtlpKeeper } from '../telemetry/otlp.js'

/** What is left is sent for so long when a process stops (ms). */
const closeWithin = 2_000

/** Follows work, and keeps spans where the environment says for whom: OpenTelemetry is loaded then, and not before. */
export async function openTracing(
  { traces }: Pick<Settings, 'traces'>,
  failed: (why: unknown, spans: number) => void,
): Promise<Tracing & { close(): Promise<void> }> {
  if (traces === undefined) return { ...createTracing(), close: async () => undefined }
  const { createOtlpKeeper } = await import('../telemetry/otlp.js')
  const { version } = about
  const keeper: OtlpKeeper = createOtlpKeeper({ ...traces, version, instance: randomUUID(), failed })
  return { ...createTracing(keeper), close: () => keeper.close(closeWithin) }
}
