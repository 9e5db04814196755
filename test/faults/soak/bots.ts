import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../../sandbox/world.js'
import { type BotProcess, createBotProcesses } from '../processes.js'
import type { Random } from './random.js'

/** 10 minutes are 12 seconds. */
export const timeScale = 1 / 50
const leaseFor = 1_500
const roles = ['worker', 'worker', 'app'] as const

/** Two workers and one app against one store; one of them dies now and then, and is started again. */
export async function startBots(world: World, environment: Readonly<Record<string, string>>) {
  const processes = createBotProcesses(1, 'inherit')
  const running: (BotProcess | undefined)[] = []
  let kills = 0

  async function start(index: number): Promise<void> {
    const role = roles[index] as string
    const bot = await processes.start({
      environment: { ...environment, OHMY_ROLES: role },
      ...{ leaseFor, timeScale },
    })
    running[index] = bot
    if (role === 'app') world.botListensOn(bot.port)
  }

  await Promise.all(roles.map((_, index) => start(index)))
  return {
    kills: () => kills,
    /** Kills one after another until the signal is aborted. */
    async killAround(random: Random, every: readonly [number, number], signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await sleep(random.between(...every), undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return
        const index = random.between(0, roles.length - 1)
        await running[index]?.kill()
        kills += 1
        // Now and then nobody is there for a while.
        if (random.chance(0.2)) await sleep(random.between(200, 2_000))
        await start(index)
      }
    },
    stop: () => processes.stop(),
  }
}

export type SoakBots = Awaited<ReturnType<typeof startBots>>
