import { buildBot } from '../../sandbox/bot.js'

/** What the test tells a standby process to become. */
export interface Start {
  readonly environment: Record<string, string>
  readonly leaseFor: number
  readonly timeScale: number
  /** The process kills itself at this checkpoint: counted from 1, or the first of that name. */
  readonly killAt?: number | string
  /** The process kills itself at the first checkpoint of this name between an acknowledgement and its answer. */
  readonly killAtEdge?: string
  /** The event loop is blocked for so long (ms) at the checkpoint of this name, once. */
  readonly block?: { readonly at: string; readonly for: number }
  /** So far (ms) the clock of its machine is ahead. */
  readonly clockAhead?: number
}

/** What it is told later: where it dies from now on. */
export interface Order {
  readonly killAt: string | null
  readonly killAtEdge: string | null
  readonly after: string | null
  /** It does not die there: it stops, until it is told to go on. */
  readonly holds?: boolean
}

/** What it is told where it has stopped. */
export interface GoOn {
  readonly go: true
}

/** The real bot, able to die at any checkpoint. Loaded ahead and started by a message, so that a restart takes no time to load. */
process.once('message', (start: Start) => {
  if (start.clockAhead !== undefined) setClockAhead(start.clockAhead)
  let count = 0
  let blocked = false
  let { killAt, killAtEdge } = start
  let armedBy: string | undefined
  let holds = false
  let goOn: (() => void) | undefined
  process.on('message', (order: Order | GoOn) => {
    if ('go' in order) return goOn?.()
    count = 0
    holds = order.holds === true
    killAt = order.killAt ?? undefined
    killAtEdge = order.killAtEdge ?? undefined
    armedBy = order.after ?? undefined
    process.send?.({ armed: true })
  })
  function die(checkpoint: string): Promise<void> {
    if (holds) return hold(checkpoint)
    // Told first, so that the test knows where it died; nothing of what is killed goes on meanwhile.
    return new Promise(() =>
      process.send?.({ checkpoint, dies: true }, () => process.kill(process.pid, 'SIGKILL')),
    )
  }
  /** Stops there once; everything else in the process goes on. */
  function hold(checkpoint: string): Promise<void> {
    killAt = undefined
    killAtEdge = undefined
    return new Promise((resolve) => {
      goOn = resolve
      process.send?.({ checkpoint, held: true })
    })
  }
  function blockAt(name: string): void {
    if (start.block?.at !== name || blocked) return
    blocked = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, start.block.for)
  }
  buildBot(start.environment, {
    leaseFor: start.leaseFor,
    timeScale: start.timeScale,
    checkpoint(name) {
      count += 1
      if (armedBy === undefined && (count === killAt || name === killAt)) return die(name)
      if (name === armedBy) armedBy = undefined
      process.send?.({ checkpoint: name })
      blockAt(name)
      return undefined
    },
    checkpointAtEdge(name) {
      if (name === killAtEdge) return die(name)
      blockAt(name)
      return undefined
    },
  })
    .then(async (bot) => {
      // As main.ts does.
      process.once('SIGTERM', () => {
        bot.stop().then(
          () => process.exit(0),
          () => process.exit(1),
        )
      })
      process.send?.({ port: await bot.start() })
    })
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    })
})
process.once('disconnect', () => process.exit(0))
process.send?.({ loaded: true })

function setClockAhead(by: number): void {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [RealDate.now() + by] : given) as [number]))
    }
    static override now(): number {
      return RealDate.now() + by
    }
  } as DateConstructor
}
