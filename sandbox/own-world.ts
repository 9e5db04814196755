import { pino } from 'pino'
import { buildBot, configOf } from './bot.js'
import { speed } from './connection.js'
import { runWith } from './terminal.js'
import { startWorld } from './world.js'

/** `npm run ohmy` where no sandbox runs: a world that lives for this one command. */
export async function runInOwnWorld(): Promise<void> {
  const world = await startWorld({ path: process.env['PATH'] ?? '', account: { speed } })
  process.stderr.write('No sandbox is running (npm run sandbox), so this runs in one of its own.\n')
  const config = await configOf(world.environment)
  const bot = await buildBot(world.environment, {
    config,
    logger: pino({ level: 'silent' }),
    timeScale: 1 / speed,
  })
  world.botListensOn(await bot.start())
  await runWith(bot, config)
  await bot.stop()
  await world.stop()
}
