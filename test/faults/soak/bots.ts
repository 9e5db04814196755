import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../../sandbox/world.js'
import { type BotProcess, createBotProcesses } from '../processes.js'
import type { Random } from './random.js'

/** 10 minutes are 12 seconds. */
export const timeScale = 1 / 50
const leaseFor = 1_500
const usual = ['worker', 'worker', 'app'] as const
/** Where there are several apps, Slack's deliveries go to another one so often (ms), as behind a load balancer. */
const turnEvery = 40

/** Workers and apps against one store; one of them dies now and then, and is started again. */
export async function startBots(
  world: World,
  environment: Readonly<Record<string, string>>,
  roles: readonly ('app' | 'worker')[] = usual,
) {
  const processes = createBotProcesses(1, 'inherit')
  const running: (BotProcess | undefined)[] = []
  let kills = 0
  const apps = new Map<number, number>()
  let turn = 0
  const turning = setInterval(() => {
    turn += 1
    const ports = [...apps.values()]
    world.botListensOn(ports[turn % ports.length] ?? 0)
  }, turnEvery)

  async function start(index: number): Promise<void> {
    const role = roles[index] as string
    const bot = await processes.start({
      environment: { ...environment, OHMY_ROLES: role },
      ...{ leaseFor, timeScale },
    })
    running[index] = bot
    if (role === 'app') {
      apps.set(index, bot.port)
      world.botListensOn(bot.port)
    }
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
        // A load balancer has noticed it.
        if (apps.size > 1) apps.delete(index)
        await running[index]?.kill()
        kills += 1
        // Now and then nobody is there for a while.
        if (random.chance(0.2)) await sleep(random.between(200, 2_000))
        await start(index)
      }
    },
    stop() {
      clearInterval(turning)
      processes.stop()
    },
  }
}

export type SoakBots = Awaited<ReturnType<typeof startBots>>
