import type { World } from '../../../sandbox/world.js'
import type { BotProcess, createBotProcesses, Death } from '../../faults/processes.js'

export type Role = 'app' | 'worker'

/** An app and a worker, each a process of its own, as one for whoever looks at their checkpoints. */
export interface Pair {
  readonly checkpoints: readonly string[]
  /** One of them has stopped where it was told to. */
  readonly held: boolean
  dieAt(place: Death | undefined): Promise<void>
  goOn(): void
  /** As by SIGKILL; another one is started in its place. */
  replace(role: Role): Promise<void>
  kill(): Promise<void>
}

export async function startPair(
  processes: ReturnType<typeof createBotProcesses>,
  world: World,
  options: { readonly environment: Readonly<Record<string, string>>; readonly speed: number },
): Promise<Pair> {
  const { environment, speed } = options
  async function start(role: Role): Promise<BotProcess> {
    const bot = await processes.start({
      environment: { ...world.environment, ...environment, OHMY_ROLES: role },
      leaseFor: 900,
      timeScale: 1 / speed,
    })
    if (role === 'app') world.botListensOn(bot.port)
    return bot
  }
  const bots: Record<Role, BotProcess> = { app: await start('app'), worker: await start('worker') }
  const both = () => [bots.app, bots.worker]
  /** Of those that are dead. */
  const before: string[] = []

  return {
    get checkpoints() {
      return [...before, ...both().flatMap(({ checkpoints }) => checkpoints)]
    },
    get held() {
      return both().some(({ held }) => held)
    },
    async dieAt(place) {
      before.length = 0
      await Promise.all(both().map((bot) => bot.dieAt(place)))
    },
    goOn() {
      for (const bot of both()) bot.goOn()
    },
    async replace(role) {
      before.push(...bots[role].checkpoints)
      await bots[role].kill()
      bots[role] = await start(role)
    },
    kill: async () => void (await Promise.all(both().map((bot) => bot.kill()))),
  }
}
