import { commands } from '../commands/index.js'
import type { Logger } from 'pino'
import { createLogger } from '../src/app/logger.js'
import { openTracing } from '../src/app/open-tracing.js'
import { type AppOptions, buildApp, type OhmyApp } from '../src/app.js'
import type { Config } from '../src/config/config.js'
import { loadConfig } from '../src/config/load.js'
import { ownSecrets } from '../src/config/own-secrets.js'
import { readSettings } from '../src/config/settings.js'
import { systemClock } from '../src/core/clock.js'

/**
 * The production bot, built in this process to live in a sandbox's world. The AWS SDK reads its settings from the process environment alone,
 * so they are put there.
 */
export async function buildBot(
  environment: Readonly<Record<string, string>>,
  options: Partial<
    Pick<
      AppOptions,
      | 'config'
      | 'fetch'
      | 'timeScale'
      | 'leaseFor'
      | 'checkpoint'
      | 'checkpointAtEdge'
      | 'logger'
      | 'clock'
      | 'incidentRooms'
      | 'looksForPausesEvery'
      | 'answering'
    >
  > = {},
): Promise<OhmyApp> {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('AWS_')) process.env[name] = value
  }
  const settings = readSettings(environment)
  const tracing = await openTracing(settings, (why, spans) =>
    logger.warn({ err: why, spans }, 'Spans did not arrive'),
  )
  const logger: Logger = createLogger({ level: settings.logLevel, secrets: ownSecrets(environment), tracing })
  const { config = await configOf(environment) } = options
  const app = buildApp({ settings, commands, logger, tracing, clock: systemClock, ...options, config })
  return {
    ...app,
    async stop() {
      await app.stop()
      await tracing.close()
    },
  }
}

/** What `OHMY_CONFIG` names. */
export function configOf(environment: Readonly<Record<string, string>>): Promise<Config> {
  return loadConfig(environment['OHMY_CONFIG'] ?? '', { verbs: commands.map(({ name }) => name) })
}
