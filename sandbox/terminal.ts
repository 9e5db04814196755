import { userInfo } from 'node:os'
import { pino } from 'pino'
import { z } from 'zod'
import { commands } from '../commands/index.js'
import type { OhmyApp } from '../src/app.js'
import type { Config } from '../src/config/config.js'
import { asksForDoctor, examineOhmy } from '../src/app/doctor.js'
import { systemClock } from '../src/core/clock.js'
import { asksForAgent, serveAgent } from '../src/app/serve-agent.js'
import { endProcess, processIo } from '../src/terminal/process-io.js'
import { runTerminal } from '../src/terminal/run-terminal.js'
import { buildBot, configOf } from './bot.js'
import { speed } from './connection.js'
import { people, requester } from './people.js'

/** The terminal's face of a bot that runs in a sandbox. Ends the process. */
export async function runIn(environment: Readonly<Record<string, string>>): Promise<void> {
  // As in src/terminal.ts.
  z.config({ jitless: true })
  const config = await configOf(environment)
  const bot = await buildBot(environment, {
    config,
    logger: pino({ level: 'silent' }),
    timeScale: 1 / speed,
  })
  const argv = process.argv.slice(2)
  if (asksForDoctor(argv)) {
    const { stdout } = process
    const logger = pino({ level: 'silent' })
    process.exitCode = await examineOhmy({
      argv,
      env: environment,
      commands,
      stdout,
      logger,
      clock: systemClock,
    })
  } else await runWith(bot, config)
  await bot.stop()
  endProcess(process)
}

/** Help asks nobody, so nothing has to run. Ends the process. */
export async function helpWithoutWorld(configPath: string): Promise<void> {
  await runIn({
    OHMY_ROLES: 'worker',
    OHMY_CONFIG: configPath,
    SLACK_BOT_TOKEN: 'xoxb-nobody',
    SLACK_API_URL: 'http://127.0.0.1:1/',
    REDIS_URL: 'redis://127.0.0.1:1',
  })
}

/** Whoever types is the requester unless `--as` says otherwise. */
export async function runWith(bot: OhmyApp, config: Config): Promise<void> {
  const { io, interrupted } = processIo(process)
  const osUser = userInfo().username
  const logger = pino({ level: 'silent' })
  const argv = process.argv.slice(2)
  const mapped = { ...config, terminalUsers: { [osUser]: requester.slackId, ...config.terminalUsers } }
  if (asksForAgent(argv)) {
    const { agents: serving } = bot
    await serveAgent({ argv, config: mapped, osUser, serving, stdin: process.stdin, logger })
    return
  }
  process.exitCode = await runTerminal({
    argv,
    dispatch: bot.dispatch,
    operations: bot.operations,
    readings: bot.readings,
    runs: bot.runs,
    io,
    logger,
    config: mapped,
    osUser,
    // npm runs in the folder of the package and says where it was started.
    folder: process.env['INIT_CWD'] ?? '.',
    asUser: async (word) => findPerson(word),
    nameOf: async (id) => findPerson(id)?.name,
    interrupted,
  })
}

/** By id, or by any part of the name or of what the person does. */
function findPerson(word: string): { id: string; name: string } | undefined {
  const wanted = word.toLowerCase()
  const found = people.find(
    ({ slackId, name }) => slackId.toLowerCase() === wanted || name.toLowerCase().includes(wanted),
  )
  return found === undefined ? undefined : { id: found.slackId, name: found.name }
}
