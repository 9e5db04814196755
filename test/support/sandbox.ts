import { buildBot } from '../../src/sandbox/bot.js'
import { startWorld, type WorldOptions } from '../../src/sandbox/world.js'

const speed = 200

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>

/** The real bot in a whole sandbox, in this process, with time running fast. */
export async function startSandbox(options: Partial<WorldOptions> = {}) {
  const world = await startWorld({
    path: process.env['PATH'] ?? '',
    store: 'javascript',
    ...options,
    account: { speed, ...options.account },
  })
  const bot = await buildBot(world.environment, { timeScale: 1 / speed })
  const port = await bot.start()
  world.botListensOn(port)
  return {
    ...world,
    bot,
    botUrl: `http://127.0.0.1:${port}`,
    async stop() {
      await bot.stop()
      await world.stop()
    },
  }
}
