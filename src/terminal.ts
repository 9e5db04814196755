import { userInfo } from 'node:os'
import { pino } from 'pino'
import { z } from 'zod'
import { commands } from '../commands/index.js'
import about from '../package.json' with { type: 'json' }
import { asksForAgent, serveAgent } from './app/serve-agent.js'
import { asksForDoctor, examineOhmy } from './app/doctor.js'
import { asksForRunbookFiles, checkRunbooks } from './app/check-runbooks.js'
import { createLogger, lastWords } from './app/logger.js'
import { sayOfItself } from './app/say-of-itself.js'
import { buildApp } from './app.js'
import { loadConfig } from './config/load.js'
import { ownSecrets } from './config/own-secrets.js'
import { readSettings } from './config/settings.js'
import { systemClock } from './core/clock.js'
import { UserError } from './core/user-error.js'
import { endProcess, endWhereNobodyReads, processIo } from './terminal/process-io.js'
import { runTerminal } from './terminal/run-terminal.js'

const secrets = ownSecrets(process.env)

/** `ohmy` on a machine that reaches the store and AWS: the same commands as in Slack, as the person the operating system vouches for. */
async function main(): Promise<void> {
  // Compiling a schema pays off in a process that reads many records, not in one that ends at once.
  z.config({ jitless: true })
  endWhereNobodyReads(process)
  const argv = process.argv.slice(2)
  if (asksForRunbookFiles(argv)) {
    const { stdout, stderr, env } = process
    process.exitCode = await checkRunbooks({ argv, env, commands, stdout, stderr })
    return
  }
  const ofItself = await sayOfItself({ argv, commands, version: about.version, names: namesInConfig })
  if (ofItself !== undefined) {
    process.stdout.write(ofItself)
    return
  }
  if (asksForDoctor(argv)) {
    const { stdout, env } = process
    process.exitCode = await examineOhmy({
      ...{ argv, env, commands, stdout, clock: systemClock },
      logger: ownLog(),
    })
    endProcess(process)
    return
  }
  const settings = readSettings({ OHMY_ROLES: 'worker', ...process.env })
  const config = await loadConfig(settings.configPath, { verbs: commands.map((command) => command.name) })
  const logger = ownLog()
  // Built and never started: a terminal asks and follows, workers elsewhere do the work.
  const app = buildApp({ settings, config, commands, logger, clock: systemClock })
  const { io, interrupted } = processIo(process)
  const { dispatch, operations, readings, runs } = app
  const osUser = userInfo().username
  if (asksForAgent(argv)) {
    await serveAgent({ argv, config, osUser, serving: app.agents, stdin: process.stdin, logger })
    await app.stop()
    endProcess(process)
    return
  }
  process.exitCode = await runTerminal({
    argv,
    dispatch,
    operations,
    readings,
    runs,
    io,
    logger,
    config,
    osUser,
    interrupted,
  })
  await app.stop()
  endProcess(process)
}

/** Stdout is for answers. */
function ownLog() {
  const level = process.env['LOG_LEVEL'] ?? 'silent'
  return createLogger({ level, secrets, destination: pino.destination(2) })
}

/** Of environments and their services, for completion. */
async function namesInConfig(): Promise<readonly string[]> {
  const path = process.env['OHMY_CONFIG'] ?? 'ohmy.yaml'
  const verbs = commands.map(({ name }) => name)
  const { environments } = await loadConfig(path, { verbs }).catch(() => ({ environments: [] }))
  return environments.flatMap(({ name, services }) => [name, ...services.map((service) => service.name)])
}

main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error instanceof UserError ? error.message : error, secrets)}\n`)
  process.exit(error instanceof UserError ? 2 : 1)
})
