import { type Logger as SlackLogger, LogLevel } from '@slack/bolt'
import type { Logger } from 'pino'

/** Bolt's log lines as ours. Its debug lines carry whole payloads, so they are dropped. */
export function boltLogger(logger: Logger): SlackLogger {
  const line = (words: unknown[]) => words.map(String).join(' ')
  return {
    debug: () => undefined,
    info: (...words: unknown[]) => logger.debug({ bolt: line(words) }, 'Bolt says'),
    warn: (...words: unknown[]) => logger.warn({ bolt: line(words) }, 'Bolt warns'),
    error: (...words: unknown[]) => logger.error({ bolt: line(words) }, 'Bolt reports an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}
