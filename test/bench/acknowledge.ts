import type { Agent } from 'node:http'
import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { type Child, startChild } from './child.js'
import type { Bench } from './figure.js'
import { keepAlive, load } from './load.js'
import { slashCommand } from './signed-request.js'

/** A round is made of slices, ours and bare in turn, so that other load on the machine meets both alike. */
const slices = 10
const requestsEachSlice = 300
const concurrency = 32

/** `claiming`: Bolt's own receiver, with one SET … NX in the store before each acknowledgement, which is what ours does. */
const kinds = ['ours', 'bare', 'claiming'] as const
type EachKind<Value> = Record<(typeof kinds)[number], Value>

/** Slash commands acknowledged: how many a second, and what each costs. */
export const acknowledge: Bench = async ({ rounds, profile }) => {
  const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '' })
  const start = (kind: string) => startChild('acknowledge-server.ts', [kind, store.url], profile)
  const children = { ours: await start('ours'), bare: await start('bare'), claiming: await start('claiming') }
  const agents = eachKind(() => keepAlive(concurrency))
  const perSecond = eachKind((): number[] => [])
  const cpu = eachKind((): number[] => [])
  try {
    for (let round = 0; round <= rounds; round++) {
      const total = eachKind(() => ({ seconds: 0, cpu: 0 }))
      for (let slice = 0; slice < slices; slice++) {
        for (const kind of kinds) {
          const measured = await measure(children[kind], agents[kind])
          total[kind].seconds += measured.seconds
          total[kind].cpu += measured.cpu
        }
      }
      // The first round warms the compiler up.
      if (round === 0) continue
      const requests = slices * requestsEachSlice
      for (const kind of kinds) {
        perSecond[kind].push(requests / total[kind].seconds)
        cpu[kind].push(total[kind].cpu / requests)
      }
    }
  } finally {
    for (const kind of kinds) agents[kind].destroy()
    await Promise.all(kinds.map((kind) => children[kind].stop()))
    await store.stop()
  }
  const speed = { unit: 'requests/s' as const, ours: perSecond.ours }
  const cost = { unit: 'µs' as const, ours: cpu.ours }
  const bare = 'Bolt HTTPReceiver'
  const claiming = 'Bolt HTTPReceiver and one SET'
  const name = `Slash commands acknowledged, store: ${store.kind}`
  return [
    { ...speed, name, bare: perSecond.bare, against: bare, goal: { atLeast: 0.9 } },
    { ...cost, name: 'CPU of each', bare: cpu.bare, against: bare, goal: { atMost: 1.1 } },
    { ...speed, name, bare: perSecond.claiming, against: claiming },
    { ...cost, name: 'CPU of each', bare: cpu.claiming, against: claiming },
  ]
}

function eachKind<Value>(value: () => Value): EachKind<Value> {
  return { ours: value(), bare: value(), claiming: value() }
}

/** Seconds and microseconds of CPU time that a slice took. */
async function measure(child: Child, agent: Agent): Promise<{ seconds: number; cpu: number }> {
  const port = await child.ask<number>('port')
  const prepared = Array.from({ length: requestsEachSlice }, slashCommand)
  const before = await child.ask<number>('cpu')
  const seconds = await load(agent, port, prepared, concurrency)
  const after = await child.ask<number>('cpu')
  return { seconds, cpu: after - before }
}
