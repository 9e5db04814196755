import { Redis } from 'ioredis'
import { buildBot } from '../../../sandbox/bot.js'
import { startWorld, type World } from '../../../sandbox/world.js'
import { createLogger } from '../../../src/app/logger.js'
import type { Caller } from '../../../src/core/caller.js'
import type { Reply } from '../../../src/core/message.js'
import { keys } from '../../../src/redis/keys.js'
import { lookUpFields } from '../../../src/slack/look-up-fields.js'
import { commandForm } from '../../../src/slack/views/help/command-form.js'
import { answeredFromMemory } from './memory-account.js'
import { offWith, offWithForm } from './look-at.js'
import type { Spoken } from './lines.js'

/** The bot of production in a sandbox's world, as an app without a worker: what it is told is understood, allowed or refused, planned and answered. */
export interface FuzzWorld {
  readonly world: World
  readonly port: number
  /** Says it, and looks at what comes back. @returns what is wrong with it, each as a sentence */
  say(spoken: Spoken): Promise<{ readonly reply: Reply | undefined; readonly off: readonly string[] }>
  /** Defects that were logged since the last time, and rejections that nobody handled. */
  defects(): readonly string[]
  /** A day in which nobody has said anything yet. */
  forget(): Promise<void>
  stop(): Promise<void>
}

/** So long a line may take (ms): nobody waits that long for an answer, and it hangs. */
const hangsAfter = 60_000
/** What takes its time in AWS takes less. */
const speed = 400

export async function startFuzzWorld(besides: Readonly<Record<string, string>> = {}): Promise<FuzzWorld> {
  const world = await startWorld({ path: process.env['PATH'] ?? '', account: { witness: false, speed } })
  const defects: string[] = []
  const unhandled = (error: unknown) =>
    defects.push(
      `unhandled rejection: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  process.on('unhandledRejection', unhandled)
  const logger = createLogger({
    level: 'error',
    secrets: [],
    // That the store is slow on a busy machine is none of the line's.
    destination: { write: (line) => void (line.includes('The store') || defects.push(defectOf(line))) },
  })
  const bot = await buildBot(
    { ...world.environment, ...besides, OHMY_ROLES: 'app' },
    { logger, answering: answeredFromMemory, timeScale: 1 / speed },
  )
  const port = await bot.start()
  world.botListensOn(port)
  const redis = new Redis(world.store.url)

  /** A form of a verb looks like itself: each is looked at when it is met, and now and then again. */
  const formsSeen = new Map<string, number>()

  async function offInFormOf(reply: Reply, caller: Caller): Promise<readonly string[]> {
    const { form } = reply
    if (form === undefined) return []
    const name = `${form.verb} ${form.fields.map(({ key, value }) => `${key} ${value ?? ''}`).join(' ')}`
    const times = formsSeen.get(name) ?? 0
    formsSeen.set(name, times + 1)
    if (times % 50 !== 0) return offWithForm(commandForm(form, caller.place))
    const { form: full, none } = await lookUpFields(form, (question) =>
      bot.dispatch.choices(question, caller),
    )
    return offWithForm(commandForm(full, caller.place, none))
  }

  return {
    world,
    port,
    async say({ line, caller }) {
      let timer: NodeJS.Timeout | undefined
      const hangs = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${hangsAfter} ms`)), hangsAfter)
      })
      try {
        const reply = await Promise.race([bot.dispatch.run(line, caller), hangs])
        return { reply, off: [...offWith(reply.message), ...(await offInFormOf(reply, caller))] }
      } catch (error) {
        const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
        return { reply: undefined, off: [`crash: ${what}`] }
      } finally {
        clearTimeout(timer)
      }
    },
    defects: () => defects.splice(0),
    async forget() {
      const all = await redis.keys('*')
      // The audit is never forgotten: whoever has seen it says that somebody has rewritten it.
      const kept = all.filter((key) => !key.startsWith(keys.audit))
      if (kept.length > 0) await redis.unlink(kept)
    },
    async stop() {
      redis.disconnect()
      await bot.stop()
      await world.stop()
      process.off('unhandledRejection', unhandled)
    },
  }
}

function defectOf(line: string): string {
  const { msg, err } = JSON.parse(line) as { msg?: string; err?: { stack?: string; message?: string } }
  return `logged as an error: ${msg ?? ''}: ${err?.stack ?? err?.message ?? line}`
}
