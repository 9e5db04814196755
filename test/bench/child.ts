import { fork } from 'node:child_process'
import { join } from 'node:path'
import { bundleOurs } from '../../build.js'
import type { Answer, Question } from './answer-questions.js'

/** A process of its own, so that its CPU time is its own. */
export interface Child {
  ask<Result>(word: string, value?: string): Promise<Result>
  stop(): Promise<void>
}

const stopWithin = 10_000

/** Built ahead, because what tsx adds to keep function names costs each closure time that production does not spend. */
function compile(file: string): string {
  const outfile = join(import.meta.dirname, '../../node_modules/.cache/ohmy-bench', file.replace(/ts$/, 'js'))
  bundleOurs(join(import.meta.dirname, file), outfile)
  return outfile
}

/** As `npm start` has them: what a process takes of memory hangs on it. */
export const asStarted = ['--max-semi-space-size=2']

/**
 * Starts a TypeScript file of this folder.
 * @param profile a folder: a CPU profile is left there when it stops
 * @param flags of Node
 */
export async function startChild(
  file: string,
  args: readonly string[],
  profile?: string,
  flags: readonly string[] = [],
): Promise<Child> {
  const child = fork(compile(file), args, {
    execArgv: [...flags, ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer))
  let ending = `${file} has ended`
  const gone = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      ending = `${file} ended by itself with ${signal ?? code}`
      resolve()
    }),
  )
  void gone.then(() => {
    for (const [id, answered] of waiting) answered({ id, error: ending })
  })
  return {
    ask<Result>(word: string, value = '') {
      asked += 1
      const question: Question = { id: asked, word, value }
      return new Promise<Result>((resolve, reject) => {
        waiting.set(question.id, ({ answer, error }) => {
          waiting.delete(question.id)
          if (error === undefined) resolve(answer as Result)
          else reject(new Error(error))
        })
        if (child.connected) child.send(question)
        else void gone.then(() => reject(new Error(ending)))
      })
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      // A process that ends by itself lets go first, and its end is seen a moment later.
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithin)
      await gone
      clearTimeout(timer)
    },
  }
}
