import { type Logger as SlackLogger, LogLevel } from '@slack/bolt'
import type { Logger } from 'pino'

/**
 * Bolt's log lines as ours. Its debug lines carry whole payloads, so they are dropped.
 * @param quiet for parts whose failures we tell in our own words: what they say is for whoever looks closer
 */
export function boltLogger(logger: Logger, { quiet = false } = {}): SlackLogger {
  const line = (words: unknown[]) => words.map(String).join(' ')
  return {
    debug: () => undefined,
    info: (...words: unknown[]) => logger.debug({ bolt: line(words) }, 'Bolt says'),
    warn: (...words: unknown[]) => logger[quiet ? 'debug' : 'warn']({ bolt: line(words) }, 'Bolt warns'),
    error: (...words: unknown[]) =>
      logger[quiet ? 'debug' : 'error']({ bolt: line(words) }, 'Bolt reports an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}
