import { setTimeout as sleep } from 'node:timers/promises'
import { createTerraformTree } from '../../sandbox/terraform-tree.js'
import { startChild } from './child.js'
import type { Bench } from './figure.js'
import type { Looked } from './preflight-looks.js'

/** ms each call to the simulated account takes at least. */
const latency = 50
/**
 * The longest chain of calls that wait for one another: a load balancer by its name, its listeners, the certificates of each, what ACM knows of one. That of an
 * image is as long: the service, its task definition, the manifest, where the configuration lies.
 */
const depth = 4
/** ms. What AWS lets an account ask at once is there again by then, and nothing that is kept for seconds is fresh. */
const pause = 12_000
/** Looks until the compiler has seen what it needs to. */
const warmUps = 4

/**
 * Everything that is looked at before a deployment of one of two services, against the longest chain of calls, in a process that has looked before, as a bot that
 * runs has: of the environment itself it knows nothing but what the tool said of its code.
 */
export const preflight: Bench = async ({ rounds, profile }) => {
  const account = await startChild('status-account.ts', [String(latency)], profile)
  const tree = createTerraformTree({ tree: 'builtin' })
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await account.ask<string>('url'),
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  })
  const looking = await startChild('preflight-looks.ts', [tree.folder], profile)
  const looks: Looked[] = []
  try {
    await looking.ask('warm')
    for (let round = 0; round < warmUps + rounds; round++) {
      if (round < warmUps) await looking.ask('look', 'production')
      const looked = await looking.ask<Looked>('look', 'staging')
      if (round >= warmUps) looks.push(looked)
      await sleep(pause)
    }
  } finally {
    await looking.stop()
    await account.stop()
    tree.remove()
  }
  const [{ calls } = { calls: 0 }] = looks
  return [
    {
      name: `A full preflight, ${calls} calls`,
      unit: 'ms',
      ours: looks.map(({ took }) => took),
      bare: looks.map(() => depth * latency),
      against: `${depth} calls deep × ${latency} ms`,
      goal: { atMost: 1.3 },
    },
    {
      name: 'CPU of it',
      unit: 'ms',
      ours: looks.map(({ cpu }) => cpu),
      bare: looks.map(() => depth * latency),
      against: 'of the floor, in which it has to find room',
    },
  ]
}
