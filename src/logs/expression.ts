import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { UserError } from '../core/user-error.js'

/** Characters of each text it is tried on. */
const longestTested = 4_000
/** ms for all texts of one page of events together. */
const patience = 1_000

export interface Expression {
  /** Whether each text fits. @throws UserError `grep-too-slow` */
  test(texts: readonly string[]): Promise<readonly boolean[]>
  close(): Promise<void>
}

/** Runs in a thread of its own: a regular expression cannot be stopped in any other way. */
const source = `
const { parentPort, workerData } = require('node:worker_threads')
const expression = new RegExp(workerData.source, workerData.flags)
parentPort.on('message', (texts) => parentPort.postMessage(texts.map((text) => expression.test(text))))
`

/**
 * A regular expression that somebody typed. There are some that take years ("catastrophic backtracking"): it is short, sees only the first
 * 4,000 characters of a text, and runs in a thread that is ended after a second, so that nothing else ever waits for it.
 */
export function createExpression(written: { readonly source: string; readonly flags: string }): Expression {
  let thread: Thread | undefined
  return {
    async test(texts) {
      if (texts.length === 0) return []
      thread ??= startThread(written)
      const { worker, started } = thread
      try {
        // Starting is not the expression's fault.
        await started
        return await answerOf(
          worker,
          texts.map((text) => text.slice(0, longestTested)),
        )
      } catch (error) {
        thread = undefined
        await worker.terminate()
        throw error
      }
    },
    async close() {
      await thread?.worker.terminate()
      thread = undefined
    },
  }
}

interface Thread {
  readonly worker: Worker
  readonly started: Promise<unknown>
}

function startThread(workerData: { readonly source: string; readonly flags: string }): Thread {
  const worker = new Worker(source, {
    eval: true,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  })
  return { worker, started: once(worker, 'online', { signal: AbortSignal.timeout(patience * 5) }) }
}

async function answerOf(worker: Worker, texts: readonly string[]): Promise<readonly boolean[]> {
  const answer = once(worker, 'message', { signal: AbortSignal.timeout(patience) })
  worker.postMessage(texts)
  try {
    const [found] = (await answer) as [readonly boolean[]]
    return found
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
    throw new UserError(
      'grep-too-slow',
      'The expression took too long on these lines, so it was stopped.',
      'Write it without repetitions inside repetitions, or search for a plain text.',
    )
  }
}
