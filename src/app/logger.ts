import { type DestinationStream, type Logger, pino } from 'pino'
import { loggable } from '../core/logged-error.js'
import { maskSecrets } from '../core/mask.js'
import { createKnownMask } from '../core/mask-known.js'
import { type Tracing, untraced } from '../core/tracing.js'

export interface LoggerOptions {
  readonly level: string
  /** What this process was given: it is masked wherever it comes up. */
  readonly secrets: readonly string[]
  /** Whose ids stand in every line of the work that they belong to. */
  readonly tracing?: Tracing
  /** Where lines go; stdout unless said. */
  readonly destination?: DestinationStream
}

/**
 * The process's logger, the only one there is: every error goes through one serializer, every text is masked, and what the process was given
 * is masked letter by letter in the finished line.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, secrets, tracing = untraced, destination = pino.destination(1) } = options
  const hide = createKnownMask(secrets)
  return pino(
    {
      level,
      mixin: () => ({ ...tracing.fields() }),
      formatters: {
        log: (entry) => loggable(entry) as Record<string, unknown>,
        bindings: (entry) => loggable(entry) as Record<string, unknown>,
      },
      // Reduced already: pino's own serializer of errors would copy every field of them.
      serializers: { err: (error: unknown) => error, msg: (text: unknown) => maskSecrets(String(text)) },
    },
    { write: (line: string) => destination.write(hide(line)) },
  )
}

/** What a process says that ends before or without its logger. */
export function lastWords(error: unknown, secrets: readonly string[]): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return createKnownMask(secrets)(maskSecrets(text))
}
