import { pino } from 'pino'
import { commands } from '../commands/index.js'
import { buildApp } from './app.js'
import { loadConfig } from './config/load.js'
import { readSettings } from './config/settings.js'
import { systemClock } from './core/clock.js'
import { UserError } from './core/user-error.js'

/** A process that does not end by itself within this time after a signal is ended (ms). */
const stopWithin = 15_000

async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const config = await loadConfig(settings.configPath, { verbs: commands.map((command) => command.name) })
  const logger = pino({ level: settings.logLevel })
  const app = buildApp({ settings, config, commands, logger, clock: systemClock })
  const port = await app.start()
  logger.info({ port, roles: settings.roles, slack: settings.slack.transport.kind }, 'ohmy is ready')

  const stop = (signal: string) => {
    logger.info({ signal }, 'ohmy is stopping')
    setTimeout(() => process.exit(1), stopWithin).unref()
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'ohmy did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: unknown) => {
  // Before the logger is there, and for people who read a terminal.
  process.stderr.write(error instanceof UserError ? `${error.message}\n` : `${(error as Error).stack}\n`)
  process.exitCode = 1
  setTimeout(() => process.exit(1), 1_000).unref()
})
