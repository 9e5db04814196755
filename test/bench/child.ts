import { fork } from 'node:child_process'
import { join } from 'node:path'
import { bundleOurs } from '../../build.js'

/** What a child process can be asked; each answer arrives as its JSON. */
export type Answers = Readonly<Record<string, (value: string) => unknown>>

interface Question {
  readonly id: number
  readonly word: string
  readonly value: string
}

interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly error?: string
}

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

/** Starts a TypeScript file of this folder. @param profile a folder: a CPU profile is left there when it stops */
export async function startChild(file: string, args: readonly string[], profile?: string): Promise<Child> {
  const child = fork(compile(file), args, {
    execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void gone.then(() => {
    for (const [id, answered] of waiting) answered({ id, error: `${file} ended` })
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
        else reject(new Error(`${file} has ended`))
      })
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithin)
      await gone
      clearTimeout(timer)
    },
  }
}

/** The child's side: answers until the parent lets go, then ends the process. */
export function answerQuestions(answers: Answers, stop: () => Promise<void> = async () => {}): void {
  process.on('message', ({ id, word, value }: Question) => {
    const reply = (answer: Answer) => process.send?.(answer)
    Promise.resolve()
      .then(() => answers[word]?.(value))
      .then(
        (answer) => reply({ id, answer }),
        (error: unknown) =>
          reply({ id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
      )
  })
  process.once('disconnect', () => {
    void stop().finally(() => process.exit(0))
  })
}
