import { startEmbeddedStore } from '../../src/redis/embedded.js'
import { type Child, startChild } from './child.js'
import type { Bench } from './figure.js'
import { load } from './load.js'
import { slashCommand } from './signed-request.js'

const requests = 3_000
const concurrency = 32

/** Slash commands acknowledged: how many a second, and what each costs. */
export const acknowledge: Bench = async ({ rounds, profile }) => {
  const store = await startEmbeddedStore({ path: process.env['PATH'] ?? '' })
  const children = {
    ours: startChild('acknowledge-server.ts', ['ours', store.url], profile),
    bare: startChild('acknowledge-server.ts', ['bare'], profile),
  }
  const perSecond = { ours: [] as number[], bare: [] as number[] }
  const cpu = { ours: [] as number[], bare: [] as number[] }
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const kind of ['ours', 'bare'] as const) {
        const measured = await measure(children[kind])
        // The first round warms the compiler up.
        if (round === 0) continue
        perSecond[kind].push(measured.perSecond)
        cpu[kind].push(measured.cpu)
      }
    }
  } finally {
    await Promise.all([children.ours.stop(), children.bare.stop()])
    await store.stop()
  }
  return [
    {
      name: `Slash commands acknowledged, store: ${store.kind}`,
      unit: 'requests/s',
      ...perSecond,
      against: 'Bolt HTTPReceiver',
      goal: { atLeast: 0.9 },
    },
    { name: 'CPU of each', unit: 'µs', ...cpu, against: 'Bolt HTTPReceiver', goal: { atMost: 1.1 } },
  ]
}

async function measure(child: Child): Promise<{ perSecond: number; cpu: number }> {
  const port = await child.ask<number>('port')
  const prepared = Array.from({ length: requests }, slashCommand)
  const before = await child.ask<number>('cpu')
  const seconds = await load(port, prepared, concurrency)
  const after = await child.ask<number>('cpu')
  return { perSecond: requests / seconds, cpu: (after - before) / requests }
}
