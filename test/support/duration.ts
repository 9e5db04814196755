/**
 * Whether it is through, or has failed, before a timer of this process that was set with it. Deadlines are timers, too: on a busy machine
 * both are late together, where a clock would only show that it is busy.
 */
export async function endsWithin(ms: number, work: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    // What was due before it, and what follows from that, comes first.
    timer = setTimeout(() => setImmediate(resolve, false), ms)
  })
  const ended = () => true
  try {
    return await Promise.race([work.then(ended, ended), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What it costs this process (ms of processor time), however busy the machine is. */
export function processorTime(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
