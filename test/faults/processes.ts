import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { bundleOurs } from '../../build.js'
import type { Start } from './bot-process.js'

export interface BotProcess {
  readonly port: number
  /** Names of the checkpoints it has passed. */
  readonly checkpoints: readonly string[]
  readonly died: Promise<void>
  /** From now on it dies at the first checkpoint of this name, at none without one. Forgets the checkpoints it has passed. */
  dieAt(checkpoint: string | undefined): Promise<void>
  kill(): Promise<void>
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

/** Bot processes, with the next one always loaded already. */
export function createBotProcesses() {
  const all = new Set<ChildProcess>()
  const compiled = compile()
  let standby = load()
  standby.catch(() => undefined)

  /** Worlds that start side by side get one each. */
  function takeLoaded(): Promise<ChildProcess> {
    const next = standby
    standby = load()
    standby.catch(() => undefined)
    return next
  }

  function load(): Promise<ChildProcess> {
    const child = fork(compiled, {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    all.add(child)
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve(child))
      child.once('exit', () => {
        all.delete(child)
        reject(new Error('A bot process ended before it was started'))
      })
    })
  }

  return {
    async start(start: Start): Promise<BotProcess> {
      const child = await takeLoaded()
      const checkpoints: string[] = []
      // What it said last may arrive after its exit: the channel's end comes behind it.
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const silent = new Promise<void>((resolve) => child.once('disconnect', () => resolve()))
      const died = Promise.all([exited, silent]).then(() => undefined)
      const listening = new Promise<number>((resolve, reject) => {
        child.on('message', (message: { port?: number; checkpoint?: string }) => {
          if (message.checkpoint !== undefined) checkpoints.push(message.checkpoint)
          if (message.port !== undefined) resolve(message.port)
        })
        died.then(() => reject(new Error('A bot process ended before it listened'))).catch(() => undefined)
      })
      listening.catch(() => undefined)
      child.send(start)
      return {
        port: await listening,
        checkpoints,
        died,
        async dieAt(checkpoint) {
          const armed = new Promise<void>((resolve) => {
            child.on('message', function heard(message: { readonly armed?: boolean }) {
              if (message.armed !== true) return
              child.off('message', heard)
              resolve()
            })
          })
          child.send({ killAt: checkpoint ?? null })
          await armed
          checkpoints.length = 0
        },
        async kill() {
          child.kill('SIGKILL')
          await died
        },
      }
    },
    stop() {
      for (const child of all) child.kill('SIGKILL')
      rmSync(dirname(compiled), { recursive: true, force: true })
    },
  }
}
