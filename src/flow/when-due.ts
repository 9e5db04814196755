import { setTimeout as sleep } from 'node:timers/promises'
import type { Due, Lease } from './flow-store.js'

/** What is due within this time of one another is taken together (ms). */
const together = 50
/**
 * Running looks may take so long when the process stops (ms): the longest question to AWS with all its tries, and a moment for what comes of it. What is not
 * through by then, another process takes up when its lease has ended.
 */
export const closeWithin = 13_000

export const nothingDue: Due = { leases: [], next: undefined }

/** Looks at what is due, for as long as it is not closed. */
export function lookWhenDue(options: {
  /** Takes what is due now, so many at most. */
  readonly take: (most: number) => Promise<Due>
  /** Never rejects. */
  readonly look: (lease: Lease) => Promise<void>
  readonly atOnce: number
  /** Others' flows may come due too (ms). */
  readonly atLeastEvery: number
  readonly failed: (error: unknown) => void
}) {
  const { take, look, atOnce, atLeastEvery, failed } = options
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let at = Number.POSITIVE_INFINITY
  let taking = Promise.resolve()
  let closed = false

  /** Something is due after so many ms. */
  function expect(after: number): void {
    const then = performance.now() + Math.max(after, together)
    if (closed || then >= at) return
    clearTimeout(timer)
    at = then
    timer = setTimeout(() => {
      at = Number.POSITIVE_INFINITY
      taking = taking.then(takeAll)
    }, then - performance.now())
  }

  async function takeAll(): Promise<void> {
    const room = atOnce - running.size
    // The end of a look makes room, and comes here again.
    if (room === 0) return
    const { leases, next = atLeastEvery } = await take(room).catch((error: unknown) => {
      failed(error)
      return nothingDue
    })
    for (const lease of leases) begin(lease)
    expect(Math.min(next, atLeastEvery))
  }

  function begin(lease: Lease): void {
    const looking = look(lease).finally(() => {
      running.delete(looking)
      if (running.size === atOnce - 1) expect(0)
    })
    running.add(looking)
  }

  expect(0)
  return {
    expect,
    /** Begins no more looks, and lets running ones end. */
    async close(): Promise<void> {
      closed = true
      clearTimeout(timer)
      await taking
      await Promise.race([Promise.all(running), sleep(closeWithin, undefined, { ref: false })])
    },
  }
}
