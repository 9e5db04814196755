import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { startChild } from './child.js'
import type { Bench } from './figure.js'
import { spread } from './statistics.js'
import { commandsRun } from './store-commands.js'

const pressesEachRound = 4
/** Slack takes an edit of a channel every 1.2 s: who presses faster waits for Slack, not for ohmy (ms). */
const unhurried = 1_500
const waiting = 100
/** What a round looks at what waiting runs cost (ms). */
const window = 5_000

/** A step that is pressed until the next one is shown, beside the answer to a command; and what a hundred runs cost that wait for people. */
export const runs: Bench = async ({ rounds, profile }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ohmy-bench-'))
  await writeFile(join(folder, 'long.yaml'), runbook(rounds))
  const world = await startWorld({ path: process.env['PATH'] ?? '', account: { witness: false } })
  const environment = { ...world.environment, OHMY_RUNBOOKS: folder }
  const bot = await startChild('press-bot.ts', [JSON.stringify(environment)], profile)
  const redis = new Redis(world.store.url)
  try {
    world.botListensOn(await bot.ask<number>('port'))
    const pressed: number[] = []
    const answered: number[] = []
    const idle = await commandsASecond(redis)
    await world.workspace.say(requester, 'devops', '/ohmy runbook start long')
    let step = 1
    for (let round = 0; round <= rounds; round++) {
      const presses: number[] = []
      const answers: number[] = []
      for (let count = 0; count < pressesEachRound; count++, step++) {
        presses.push(await press(world, step))
        answers.push(await answer(world))
      }
      // The first round opens connections and warms the compiler up.
      if (round === 0) continue
      pressed.push(spread(presses).median)
      answered.push(spread(answers).median)
    }
    for (let run = 1; run < waiting; run++)
      await world.workspace.say(requester, 'dm', '/ohmy runbook start long')
    // Slack takes a message a second: what is not shown yet is work that is not a run's.
    while (world.workspace.messages(world.workspace.directMessage(requester).id).length < waiting - 1)
      await sleep(window)
    await sleep(window)
    const commands: number[] = []
    for (let round = 0; round < rounds; round++) commands.push(await commandsASecond(redis))
    return [
      {
        name: 'A step is pressed → the next one is shown',
        unit: 'ms',
        ours: pressed,
        bare: answered,
        against: '`/ohmy locks` → its answer is shown',
        goal: { atMost: 1.5 },
      },
      {
        name: `${waiting} runs wait for people: commands run in the store`,
        unit: 'a second',
        ours: commands,
        bare: commands.map(() => idle),
        against: 'the same bot without a run',
      },
    ]
  } finally {
    redis.disconnect()
    await bot.stop()
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function runbook(rounds: number): string {
  const steps = Array.from(
    { length: (rounds + 1) * pressesEachRound + 1 },
    (_, index) => `  - { id: s${index + 1}, instruction: "Step ${index + 1} of many." }`,
  )
  const head = [
    'id: long',
    'title: A long one',
    'run_by: operator',
    'limits: { runs_per_hour: 1000 }',
    'steps:',
  ]
  return [...head, ...steps, ''].join('\n')
}

async function press({ workspace }: World, step: number): Promise<number> {
  await sleep(unhurried)
  const seen = await workspace.waitForMessage('devops', ({ text }) => text.includes(`Step ${step} of many.`))
  const begun = performance.now()
  const next = workspace.waitForMessage('devops', ({ text }) => text.includes(`Step ${step + 1} of many.`))
  await workspace.click(requester, seen, 'Done')
  await next
  return performance.now() - begun
}

async function answer({ workspace }: World): Promise<number> {
  await sleep(unhurried)
  const known = new Set(workspace.messages('devops').map(({ ts }) => ts))
  const begun = performance.now()
  const told = workspace.waitForMessage('devops', ({ ts, text }) => !known.has(ts) && text.includes('locked'))
  await workspace.say(requester, 'devops', '/ohmy locks')
  await told
  return performance.now() - begun
}

/** All that the store has run in a while, those of scripts too. */
async function commandsASecond(redis: Redis): Promise<number> {
  const before = await commandsRun(redis)
  await sleep(window)
  return ((await commandsRun(redis)) - before) / (window / 1_000)
}
