import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { bundleOurs } from '../../build.js'
import type { GoOn, Order, Start } from './bot-process.js'

/** The first checkpoint of that name, or the first after another one was passed. */
export interface Death {
  readonly at: string
  readonly after?: string
  /** It is one between an acknowledgement and its answer. */
  readonly edge?: boolean
  /** It does not die there: it stops, until it is told to go on. */
  readonly holds?: boolean
}

export interface BotProcess {
  readonly port: number
  /** Names of the checkpoints it has passed. */
  readonly checkpoints: readonly string[]
  /** It has said that it dies now. */
  readonly dies: boolean
  /** It has stopped where it was told to. */
  readonly held: boolean
  readonly died: Promise<void>
  /** Its log, where it is kept. */
  output(): string
  /** From now on it dies there, and nowhere without one. Forgets the checkpoints it has passed. */
  dieAt(death: Death | undefined): Promise<void>
  /** Where it has stopped, it goes on. */
  goOn(): void
  kill(): Promise<void>
  /** Tells it to stop, as whoever replaces it does. Resolves with its exit code. */
  end(): Promise<number | null>
}

/**
 * The bot's code in one file, its libraries beside it: started dozens of times, it has to start quickly. In a folder of its own: other test files
 * compile at the same moment.
 */
function compile(): string {
  const project = resolve(import.meta.dirname, '../..')
  const outfile = join(
    project,
    `node_modules/.cache/ohmy-faults/${process.pid}-${randomUUID()}/bot-process.mjs`,
  )
  bundleOurs(join(import.meta.dirname, 'bot-process.ts'), outfile)
  return outfile
}

/**
 * Bot processes, with the next one always loaded already.
 * @param ahead how many are, for worlds side by side
 * @param output what becomes of their log; `pipe`: it is kept
 */
export function createBotProcesses(ahead = 1, output: 'ignore' | 'inherit' | 'pipe' = 'ignore') {
  const all = new Set<ChildProcess>()
  const started = new Set<BotProcess>()
  const compiled = compile()
  const standby = Array.from({ length: ahead }, load)

  /** Nobody else gets the same one. */
  function takeLoaded(): Promise<ChildProcess> {
    const next = standby.shift() ?? load()
    standby.push(load())
    return next
  }

  function load(): Promise<ChildProcess> {
    const child = fork(compiled, {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', output, 'inherit', 'ipc'],
    })
    all.add(child)
    const loaded = new Promise<ChildProcess>((resolve, reject) => {
      child.once('message', () => resolve(child))
      child.once('exit', () => {
        all.delete(child)
        reject(new Error('A bot process ended before it was started'))
      })
    })
    loaded.catch(() => undefined)
    return loaded
  }

  return {
    async start(start: Start): Promise<BotProcess> {
      const child = await takeLoaded()
      const checkpoints: string[] = []
      let written = ''
      child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()))
      let dies = false
      let held = false
      // What it said last may arrive after its exit: the channel's end comes behind it.
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const silent = new Promise<void>((resolve) => child.once('disconnect', () => resolve()))
      const died = Promise.all([exited, silent]).then(() => undefined)
      const listening = new Promise<number>((resolve, reject) => {
        child.on('message', (message: { port?: number; checkpoint?: string; dies?: true; held?: true }) => {
          dies ||= message.dies === true
          held ||= message.held === true
          if (message.checkpoint !== undefined) checkpoints.push(message.checkpoint)
          if (message.port !== undefined) resolve(message.port)
        })
        died.then(() => reject(new Error('A bot process ended before it listened'))).catch(() => undefined)
      })
      listening.catch(() => undefined)
      child.send(start)
      const bot: BotProcess = {
        port: await listening,
        checkpoints,
        get dies() {
          return dies
        },
        get held() {
          return held
        },
        died,
        goOn() {
          held = false
          child.send({ go: true } satisfies GoOn, () => undefined)
        },
        output: () => written,
        async dieAt(death) {
          const armed = new Promise<void>((resolve) => {
            child.on('message', function heard(message: { readonly armed?: boolean }) {
              if (message.armed !== true) return
              child.off('message', heard)
              resolve()
            })
          })
          const { at = null, after = null, edge = false, holds = false } = death ?? {}
          const order: Order = { killAt: edge ? null : at, killAtEdge: edge ? at : null, after, holds }
          // A process that dies meanwhile hears nothing any more.
          child.send(order, () => undefined)
          await armed
          checkpoints.length = 0
        },
        async kill() {
          child.kill('SIGKILL')
          await died
        },
        async end() {
          child.kill('SIGTERM')
          await died
          return child.exitCode
        },
      }
      started.add(bot)
      died.then(() => started.delete(bot)).catch(() => undefined)
      return bot
    },
    /** Kills those that were started; the next ones stay loaded. */
    async killStarted() {
      await Promise.all([...started].map((bot) => bot.kill()))
    },
    stop() {
      for (const child of all) child.kill('SIGKILL')
      rmSync(dirname(compiled), { recursive: true, force: true })
    },
  }
}
