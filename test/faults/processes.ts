import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Start } from './bot-process.js'

export interface BotProcess {
  readonly port: number
  /** Names of the checkpoints it has passed. */
  readonly checkpoints: readonly string[]
  readonly died: Promise<void>
  kill(): Promise<void>
}

/** Bot processes, with the next one always loaded already. */
export function createBotProcesses() {
  const all = new Set<ChildProcess>()
  let standby = load()

  function load(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'bot-process.ts'), {
      execArgv: ['--import', 'tsx', '--no-warnings'],
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
      const child = await standby
      standby = load()
      standby.catch(() => undefined)
      const checkpoints: string[] = []
      const died = new Promise<void>((resolve) => child.once('exit', () => resolve()))
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
        async kill() {
          child.kill('SIGKILL')
          await died
        },
      }
    },
    stop() {
      for (const child of all) child.kill('SIGKILL')
    },
  }
}
