import { commands } from '../commands/index.js'
import { createLogger } from '../src/app/logger.js'
import { type AppOptions, buildApp, type OhmyApp } from '../src/app.js'
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
    Pick<AppOptions, 'timeScale' | 'leaseFor' | 'checkpoint' | 'checkpointAtEdge' | 'logger' | 'clock'>
  > = {},
): Promise<OhmyApp> {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('AWS_')) process.env[name] = value
  }
  const settings = readSettings(environment)
  const config = await loadConfig(settings.configPath, { verbs: commands.map((command) => command.name) })
  const logger = createLogger({ level: settings.logLevel, secrets: ownSecrets(environment) })
  return buildApp({ settings, config, commands, logger, clock: systemClock, ...options })
}
