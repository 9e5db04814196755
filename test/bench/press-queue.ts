import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { answerQuestions } from './answer-questions.js'

/* BullMQ and nothing else: `<store>`. Its own defaults, queue and worker in one process, as ohmy has them. */

const url = process.argv[2] ?? ''
const connection = new Redis(url, { maxRetriesPerRequest: null })
const queue = new Queue('bench', { connection })
let begun: (at: number) => void = () => undefined
const worker = new Worker('bench', async () => begun(performance.now()), {
  connection: new Redis(url, { maxRetriesPerRequest: null }),
})

answerQuestions({
  async ready() {
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
  },
  /** Milliseconds from a call of `add` to the start of the processor. */
  async addToStart() {
    const started = new Promise<number>((resolve) => {
      begun = resolve
    })
    const before = performance.now()
    await queue.add('run', { operation: 'op-bench' }, { removeOnComplete: true })
    return (await started) - before
  },
})
