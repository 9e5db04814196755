import { Gauge, type Registry } from 'prom-client'

/** What a scrape reads of the store, as gauges know it. */
export interface StoreReading {
  readonly lanes: readonly {
    readonly lane: string
    readonly open: number
    readonly due: number
    readonly lateFor: number
    readonly waiting: number
    readonly waitedFor: number
    readonly underWay: number
    readonly flows: readonly { readonly kind: string; readonly state: string; readonly number: number }[]
  }[]
  readonly outbox: { readonly letters: number; readonly waitedFor: number }
}

/** Prometheus gives a scrape 10 s; a store that is away must not take the other figures along (ms). */
const readWithin = 1_000

/** What is of the store, and so the same from every process: take the greatest, not the sum. Read when it is asked for; where that fails there are none, and nothing old. */
export function storeGauges(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help: `${help}; of the store, the same from every process`, labelNames, registers })
  const read = gauge('ohmy_store_read', '1 where the other figures of the store could be read')
  const perLane = {
    open: gauge('ohmy_flows_open', 'Flows that have not ended, by lane', ['lane']),
    due: gauge('ohmy_flows_due', 'Flows whose time has come and that nobody looks at, by lane', ['lane']),
    lateFor: gauge('ohmy_flows_late_seconds', 'How long the first flow of a lane has been due', ['lane']),
    waiting: gauge('ohmy_queue_waiting', 'Entries of a queue that no worker has taken, by lane', ['lane']),
    waitedFor: gauge('ohmy_queue_oldest_seconds', 'Age of the oldest entry that waits, by lane', ['lane']),
    underWay: gauge('ohmy_queue_active', 'Entries of a queue that a worker has, by lane', ['lane']),
  }
  const flows = gauge(
    'ohmy_flows',
    'Flows that have not ended, by kind and state, of the first 1,000 of each lane',
    ['kind', 'state'],
  )
  const letters = gauge('ohmy_outbox_messages', 'Messages that Slack does not show yet')
  const oldest = gauge('ohmy_outbox_oldest_seconds', 'Age of the oldest message that Slack does not show yet')
  const all = [...Object.values(perLane), flows, letters, oldest]

  function show({ lanes, outbox }: StoreReading): void {
    for (const { lane, flows: counted, lateFor, waitedFor, ...numbers } of lanes) {
      const figures = { ...numbers, lateFor: lateFor / 1_000, waitedFor: waitedFor / 1_000 }
      for (const [name, figure] of Object.entries(figures))
        perLane[name as keyof typeof perLane].set({ lane }, figure)
      for (const { kind, state, number } of counted) flows.inc({ kind, state }, number)
    }
    letters.set(outbox.letters)
    oldest.set(outbox.waitedFor / 1_000)
  }

  return {
    /** Before each scrape. Never rejects. */
    async read(ask: () => Promise<StoreReading>): Promise<void> {
      const reading = await within(readWithin, ask).catch(() => undefined)
      for (const one of all) one.reset()
      read.set(reading === undefined ? 0 : 1)
      if (reading !== undefined) show(reading)
      // A gauge without labels is 0 once it is reset, and nobody has counted.
      else for (const one of [letters, oldest]) one.remove()
    },
  }
}

async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), milliseconds)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
