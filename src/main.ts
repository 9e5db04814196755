import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { commands } from '../commands/index.js'
import { createLogger, lastWords } from './app/logger.js'
import { openTracing } from './app/open-tracing.js'
import { buildApp, type OhmyApp } from './app.js'
import { loadConfig } from './config/load.js'
import { ownSecrets } from './config/own-secrets.js'
import { readSettings } from './config/settings.js'
import { systemClock } from './core/clock.js'
import { UserError } from './core/user-error.js'

/** A process that does not end by itself within this time after a signal is ended (ms). */
const stopWithin = 25_000
/** A start that is told to stop is given so long to come to its end (ms): the store's and Slack's patience together. */
const startWithin = 8_000

const secrets = ownSecrets(process.env)

async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const config = await loadConfig(settings.configPath, { verbs: commands.map((command) => command.name) })
  const tracing = await openTracing(settings, (why, spans) =>
    logger.warn({ err: why, spans }, 'Spans did not arrive where OTEL_EXPORTER_OTLP_ENDPOINT says'),
  )
  const logger: Logger = createLogger({ level: settings.logLevel, secrets, tracing })
  // Node would print the error with every field of it, and those of a store's error hold what was sent: the password too.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'ohmy ends: an error that nobody caught')
    process.exit(1)
  })
  // Of a promise that nobody waits for nothing hangs on what becomes of it: a defect, and no reason to take the bot away from everybody else. Node would end the process.
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'A rejection that nobody handled'))
  const app = buildApp({ settings, config, commands, logger, tracing, clock: systemClock })
  // Started before the first signal can come: one that comes meanwhile ends in a clean stop as well.
  const starting = app.start()

  const stop = (signal: string) => {
    logger.info({ signal }, 'ohmy is stopping')
    setTimeout(() => process.exit(1), stopWithin).unref()
    stopped(app, starting)
      .then(tracing.close)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'ohmy did not stop cleanly')
          process.exit(1)
        },
      )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  try {
    const port = await starting
    logger.info({ port, roles: settings.roles, slack: settings.slack.transport.kind }, 'ohmy is ready')
  } catch (error) {
    // What was opened would go on writing log lines after the reason why ohmy did not start.
    const patience = sleep(stopWithin, undefined, { ref: false })
    await Promise.race([stopped(app, starting), patience]).catch(() => undefined)
    throw error
  }
}

/** Stops what was started, or is about to be: a start under way is waited for, but not for ever. */
async function stopped(app: OhmyApp, starting: Promise<unknown>): Promise<void> {
  const patience = sleep(startWithin, undefined, { ref: false })
  await Promise.race([starting.catch(() => undefined), patience])
  await app.stop()
}

main().catch((error: unknown) => {
  // Before the logger is there, and for people who read a terminal.
  process.stderr.write(`${lastWords(error instanceof UserError ? error.message : error, secrets)}\n`)
  process.exit(1)
})
