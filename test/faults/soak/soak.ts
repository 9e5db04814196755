import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { sandboxConfig, type World } from '../../../sandbox/world.js'
import { until } from '../../support/until.js'
import { alerts } from '../alert-scenes.js'
import { expectBalanced } from '../flow-books.js'
import type { FlowKind } from '../flow-kind.js'
import { incidents } from '../incident-scenes.js'
import { createAlarms } from './alarms.js'
import { alarmsOff, endsOff, type Problems } from './books.js'
import type { SoakBots } from './bots.js'
import { createPeople } from './people.js'
import { createRandom } from './random.js'
import { storeAwayAround, troubleAround } from './troubles.js'

/** How much happens, and how often somebody dies (ms). */
export interface SoakScale {
  readonly alarms: number
  readonly incidents: number
  readonly within: number
  readonly killEvery: readonly [number, number]
}

export const longSoak: SoakScale = {
  alarms: 500,
  incidents: 20,
  within: 60_000,
  killEvery: [2_000, 6_000],
}
export const shortSoak: SoakScale = {
  alarms: 60,
  incidents: 3,
  within: 6_000,
  killEvery: [1_500, 3_000],
}

/** So long what was said may take to be everywhere, on a busy machine (ms). */
const restWithin = 150_000

/** Besides those of the scenes: what an incident calls people with. */
const pages: FlowKind = {
  kind: 'page',
  stages: [],
  outcomeIn: ({ kind, operation }) => (kind === 'page ended' ? operation : undefined),
}

/** An alert configuration besides the sandbox's own. @returns the path of the whole */
export function soakConfiguration(world: World, folder: string): string {
  const config = join(folder, 'ohmy.yaml')
  const queue = world.account.world.queueUrl()
  writeFileSync(config, `${readFileSync(sandboxConfig, 'utf8')}\nalerts:\n  queue: ${queue}\n`)
  return config
}

/** Alarms, incidents and people for a while, with deaths and troubles; then the books are balanced. @throws Error where they are not */
export async function soak(world: World, bots: SoakBots, seed: number, scale: SoakScale): Promise<void> {
  // Each has its own, so that how long one takes does not change what another does.
  const random = (of: number) => createRandom(seed * 10 + of)
  const alarms = createAlarms(world, random(1), scale.alarms)
  const people = createPeople(world, random(2))

  async function inTrouble(kills: number, act: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const over = new AbortController()
    const troubles = Promise.all([
      bots.killAround(random(kills), scale.killEvery, over.signal),
      troubleAround(world, random(kills + 1), over.signal),
      storeAwayAround(world, random(kills + 2), over.signal),
    ])
    try {
      await act(over.signal)
    } finally {
      over.abort()
      await troubles
    }
  }

  await inTrouble(3, async (signal) => {
    const talk = new AbortController()
    const talking = people.talk(alarms.alarms, AbortSignal.any([signal, talk.signal]))
    await Promise.all([alarms.tellAll(scale.within), people.openAll(scale.incidents, scale.within * 0.6)])
    talk.abort()
    await talking
  })
  await alarms.allSent()
  await balanced(() => alarmsOff(world, alarms.alarms), 'each alarm to be told as it is')

  await inTrouble(6, async () => {
    await Promise.all([alarms.allGood(scale.within / 4), people.unmuteAll(), people.resolveAll()])
  })
  await alarms.allSent()
  await balanced(() => endsOff(world, people), 'everything to have its end')
  await expectBalanced(world.store.url, [alerts, incidents, pages], `seed ${seed}`)
  expect(await endsOff(world, people)).toEqual([])
  process.stderr.write(
    `soak: seed ${seed}: ${bots.kills()} deaths, ${people.opened.length} tries to open, ${people.notes.length} notes, balanced\n`,
  )
}

/** Waits until nothing is off any more; says what was, where that does not come. */
async function balanced(look: () => Promise<Problems>, what: string): Promise<void> {
  let problems: Problems = []
  await until(
    what,
    async () => {
      problems = await look()
      return problems.length === 0
    },
    restWithin,
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${problems.slice(0, 20).join('; ')}`)
  })
}
