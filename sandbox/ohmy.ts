import { existsSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { pino } from 'pino'
import { commands } from '../commands/index.js'
import { loadConfig } from '../src/config/load.js'
import { processIo } from '../src/terminal/process-io.js'
import { runTerminal } from '../src/terminal/run-terminal.js'
import { buildBot } from './bot.js'
import { Connection, connectionFile } from './connection.js'
import { people, requester } from './people.js'
import { startWorld } from './world.js'

/** Time in a world that lives for one command runs as in `npm run sandbox`. */
const speed = 20

/**
 * `npm run ohmy -- …`: the terminal face in the running sandbox, or, where none runs, in a world that lives for this one command.
 * Whoever types is the requester unless `--as` says otherwise.
 */
async function main(): Promise<void> {
  const running = runningSandbox()
  const world =
    running === undefined
      ? await startWorld({ path: process.env['PATH'] ?? '', account: { speed } })
      : undefined
  if (world !== undefined) {
    process.stderr.write('No sandbox is running (npm run sandbox), so this runs in one of its own.\n')
  }
  const environment = running ?? world?.environment ?? {}
  const logger = pino({ level: 'silent' })
  const bot = await buildBot(environment, { logger, timeScale: 1 / speed })
  if (world !== undefined) world.botListensOn(await bot.start())
  const config = await loadConfig(environment['OHMY_CONFIG'] ?? '', {
    verbs: commands.map(({ name }) => name),
  })
  const { io, interrupted } = processIo(process)
  const osUser = userInfo().username
  process.exitCode = await runTerminal({
    argv: process.argv.slice(2),
    dispatch: bot.dispatch,
    operations: bot.operations,
    readings: bot.readings,
    io,
    logger,
    config: { ...config, terminalUsers: { [osUser]: requester.slackId, ...config.terminalUsers } },
    osUser,
    // npm runs in the folder of the package and says where it was started.
    folder: process.env['INIT_CWD'] ?? '.',
    asUser: async (word) => findPerson(word),
    nameOf: async (id) => findPerson(id)?.name,
    interrupted,
  })
  await bot.stop()
  await world?.stop()
}

function runningSandbox(): Record<string, string> | undefined {
  if (!existsSync(connectionFile.path)) return undefined
  const { pid, environment } = Connection.parse(JSON.parse(readFileSync(connectionFile.path, 'utf8')))
  try {
    // Signal 0 sends nothing: it only asks whether the process is there.
    process.kill(pid, 0)
    return environment
  } catch {
    return undefined
  }
}

/** By id, or by any part of the name or of what the person does. */
function findPerson(word: string): { id: string; name: string } | undefined {
  const wanted = word.toLowerCase()
  const found = people.find(
    ({ slackId, name }) => slackId.toLowerCase() === wanted || name.toLowerCase().includes(wanted),
  )
  return found === undefined ? undefined : { id: found.slackId, name: found.name }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
