import { pino } from 'pino'
import { buildBot, configOf } from './bot.js'
import { speed } from './connection.js'
import { runWith } from './terminal.js'
import { startWorld } from './world.js'

/** `npm run ohmy -- --sandbox …`: a world that lives for this one command. */
export async function runInOwnWorld(): Promise<void> {
  const world = await startWorld({ path: process.env['PATH'] ?? '', account: { speed, witness: false } })
  process.stderr.write('Sandbox: a simulated account that lives for this one command.\n')
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
