import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { until } from '../support/until.js'
import { type BotProcess, createBotProcesses } from './processes.js'
import { allSettled } from './settled.js'

const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }
const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'

/** What a person sees and does in one round. */
interface Round {
  readonly world: World
  /** A card of this round, once its text has all of these. */
  card(...words: readonly string[]): Promise<MessageRecord>
  /** Every card of this round. */
  cards(): readonly MessageRecord[]
  /** Waits until a worker has looked, and would look again no sooner than in a minute. */
  putOff(): Promise<void>
}

interface Scene {
  /** Everything until the word is said. Gives what the person then does, with a process that is about to die. */
  readonly prepare: (round: Round) => Promise<() => Promise<unknown>>
  /** What the last card says in the end. */
  readonly ended: readonly string[]
  /** Changes in AWS from the word on, and messages of the round. */
  readonly changes: number
  readonly messages: number
  /** Checkpoints that must have been met on the way. */
  readonly hit: readonly string[]
  /** In the end it waits for somebody. */
  readonly waits?: true
  /** Where it dies. Absent: at every checkpoint that was met. */
  readonly diesAt?: readonly string[]
  /** What stands in each of its messages. Absent: what stands in those of a scale. */
  readonly about?: string
  /** Puts the world back, with the process that went on. */
  readonly after?: (round: Round) => Promise<unknown>
}

const started = [
  'taken',
  'planned again',
  'before Set the desired count',
  'acted Set the desired count',
  'shown',
]

/** Two tasks or three, whichever it does not have now. */
function other({ account }: World, service: string, [low, high]: readonly [number, number]): number {
  return account.world.service(service).desiredCount === low ? high : low
}

async function waiting(round: Round): Promise<MessageRecord> {
  const { world } = round
  const to = other(world, 'ohmycoins-prod-backend', [2, 3])
  await world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} production`)
  const card = await round.card('— Waiting for approval')
  await round.putOff()
  return card
}

const decisions: Readonly<Record<string, Scene>> = {
  'a request that waits for approval': {
    prepare: async ({ world }) => {
      const to = other(world, 'ohmycoins-prod-backend', [2, 3])
      return () => world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} production`)
    },
    ended: ['— Waiting for approval'],
    waits: true,
    changes: 0,
    messages: 1,
    hit: ['recorded', 'requested', 'taken'],
    after: async ({ world, card }) => {
      await world.workspace.click(requester, await card('— Waiting'), 'Cancel')
      await card('— Cancelled')
    },
  },
  Approve: {
    prepare: async (round) => {
      const card = await waiting(round)
      return () => round.world.workspace.click(approver, card, 'Approve')
    },
    ended: ['— Done', 'approved by Aaron'],
    changes: 1,
    messages: 1,
    hit: ['said', 'requested', ...started],
  },
  Reject: {
    prepare: async (round) => {
      const { workspace } = round.world
      await workspace.click(approver, await waiting(round), 'Reject')
      const modal = await workspace.waitForModal(approver)
      return () => workspace.submit(approver, modal, { reason: 'not today' })
    },
    ended: ['— Rejected', 'not today'],
    changes: 0,
    messages: 1,
    hit: ['said', 'requested', 'taken', 'shown'],
  },
  'Cancel of what waits': {
    prepare: async (round) => {
      const card = await waiting(round)
      return () => round.world.workspace.click(requester, card, 'Cancel')
    },
    ended: ['— Cancelled', 'before anything was changed'],
    changes: 0,
    messages: 1,
    hit: ['said', 'requested', 'taken', 'written cancelled', 'shown'],
  },
}

const confirmations: Readonly<Record<string, Scene>> = {
  'the typed confirmation': {
    prepare: async (round) => {
      const { workspace } = round.world
      await workspace.say(requester, 'devops', '/ohmy scale frontend 0 staging')
      const card = await round.card('— Waiting for a confirmation')
      await round.putOff()
      await workspace.click(requester, card, 'Confirm by typing “frontend”')
      const modal = await workspace.waitForModal(requester)
      return () => workspace.submit(requester, modal, { word: 'frontend' })
    },
    ended: ['— Done', 'from 1 to 0'],
    changes: 1,
    messages: 1,
    hit: ['said', 'requested', ...started],
    after: async ({ world, card }) => {
      await world.workspace.say(requester, 'devops', '/ohmy scale frontend 1 staging')
      await card('— Done', 'from 0 to 1')
    },
  },
}

/** These look every other moment, and might die of that before the word is said: only these checkpoints are of the word. */
const ofStop = ['said', 'requested']
const ofCancel = [
  'said',
  'requested',
  'written reverting',
  'shown reverting',
  'before Restore the desired count',
  'acted Restore the desired count',
  'written cancelled',
  'shown cancelled',
  'shown',
]

const changes: Readonly<Record<string, Scene>> = {
  'Stop of a followed log': {
    about: 'backend in staging',
    prepare: async ({ world, card }) => {
      await world.workspace.say(viewer, 'devops', '/ohmy logs backend staging --follow 5m')
      const following = await card('Following backend in staging until')
      return () => world.workspace.click(viewer, following, 'Stop')
    },
    ended: ['Followed backend in staging', 'stopped by Vera Viewer'],
    changes: 0,
    messages: 1,
    hit: ofStop,
    diesAt: ofStop,
  },
  'Cancel of what has changed something': {
    prepare: async (round) => {
      const { account, workspace } = round.world
      // It stays on its way for as long as this is so; the way back does not ask for it.
      account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
      await workspace.say(requester, 'devops', '/ohmy scale backend 3 staging')
      const card = await round.card('— Running', '✓ Set the desired count')
      return () => workspace.click(requester, card, 'Cancel')
    },
    ended: ['— Cancelled', 'it was taken back'],
    changes: 1,
    messages: 1,
    hit: ofCancel,
    diesAt: ofCancel,
    after: async ({ world }) => world.account.faults.clear(),
  },
  Undo: {
    prepare: async (round) => {
      const { workspace } = round.world
      await workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
      const card = await round.card('— Done', 'from 1 to 2')
      await allSettled(round.world.store.url)
      return () => workspace.click(requester, card, 'Undo')
    },
    ended: ['— Done', 'from 2 to 1', 'undoes op-'],
    changes: 1,
    messages: 2,
    hit: ['recorded', 'requested', ...started],
    after: ({ card }) => card('from 1 to 2', 'undone by op-'),
  },
}

describe(`a process that dies over a word (${store === 'redis' ? 'redis store' : 'built-in store'})`, () => {
  // Some worlds side by side: most of each round is waiting for what a dead process held.
  it.concurrent.each([
    ['a decision', decisions],
    ['a confirmation', confirmations],
    ['a change', changes],
  ])(
    '%s is followed by another, for every checkpoint: one outcome, one message, nothing twice, no lock left',
    async (_, scenes) => {
      const processes = createBotProcesses()
      const world = await startWorld({ path, store, account: { speed } })
      try {
        const start = async () => {
          const next = await processes.start({ environment: world.environment, ...how })
          world.botListensOn(next.port)
          return next
        }
        let bot = await start()
        for (const [name, scene] of Object.entries(scenes)) {
          const met = await playRound(world, scene, bot, name)
          const died: string[] = []
          // Others of the same name differ in nothing that matters here.
          for (const at of scene.diesAt ?? new Set(met)) {
            const next = await killedAt(world, scene, bot, `${name}, ${at}`, at, start)
            if (next !== undefined) died.push(at)
            bot = next ?? bot
          }
          expect({ name, died }).toEqual({ name, died: expect.arrayContaining([...scene.hit]) })
        }
      } finally {
        processes.stop()
        await world.stop()
      }
    },
    600_000,
  )
})

/** One round in which nobody dies; gives the checkpoints that were met from the word on. */
async function playRound(world: World, scene: Scene, bot: BotProcess, what: string) {
  const round = beginRound(world, what, scene.about)
  const say = await scene.prepare(round)
  await bot.dieAt(undefined)
  world.account.calls.reset()
  await say()
  await expectEnd(round, scene, what)
  const last = scene.hit.at(-1) ?? ''
  await until(`${what}: the last checkpoint`, () => bot.checkpoints.includes(last))
  const met = [...bot.checkpoints]
  await scene.after?.(round)
  await allSettled(world.store.url)
  return met
}

/** The same with a process that dies there; gives the one that went on. Where it did not come by this time, nobody dies. */
async function killedAt(
  world: World,
  scene: Scene,
  bot: BotProcess,
  what: string,
  at: string,
  start: () => Promise<BotProcess>,
): Promise<BotProcess | undefined> {
  const round = beginRound(world, what, scene.about)
  const say = await scene.prepare(round)
  await bot.dieAt(at)
  world.account.calls.reset()
  // Nobody answers a click whose process dies.
  await say().catch(() => undefined)
  const end = expectEnd(round, scene, what)
  const next = (await diesOverIt(bot, scene, end, world)) ? await start() : undefined
  await end
  await scene.after?.(round)
  await allSettled(world.store.url)
  return next
}

/** Whether it dies; false once everything has come to its end and it has lived on for a moment. */
async function diesOverIt(bot: BotProcess, scene: Scene, end: Promise<void>, world: World): Promise<boolean> {
  const last = scene.hit.at(-1) ?? ''
  const over = async () => {
    await end
    // Another flow that was woken by it passes checkpoints of the same names.
    await (scene.waits === true
      ? until(`the checkpoint ${last}`, () => bot.checkpoints.includes(last))
      : allSettled(world.store.url))
    await new Promise((resolve) => setTimeout(resolve, 300))
    return false
  }
  const dead = bot.died.then(() => true)
  const isOver = over()
  // Where it dies, the end comes with the next process, and is awaited by who started it.
  isOver.catch(() => undefined)
  return Promise.race([dead, isOver])
}

async function expectEnd(round: Round, scene: Scene, what: string): Promise<void> {
  await round.card(...scene.ended)
  const effective = round.world.account.calls.of('UpdateService').filter((call) => call.effective).length
  const seen = { what, changes: effective, messages: round.cards().length }
  expect(seen).toEqual({ what, changes: scene.changes, messages: scene.messages })
}

function beginRound(world: World, what: string, about = 'Scale '): Round {
  const all = () =>
    world.workspace
      .messages('devops')
      .filter(({ text, ephemeralFor }) => ephemeralFor === undefined && text.includes(about))
  const before = all().length
  const cards = () => all().slice(before)
  return {
    world,
    cards,
    card: (...words) =>
      until(
        `${what}: ${words.join(', ')}`,
        () => cards().find(({ text }) => words.every((word) => text.includes(word))),
        20_000,
      ).catch((error: Error) => {
        throw new Error(
          `${error.message}; there: ${cards()
            .map(({ text }) => text)
            .join(' ## ')}`,
        )
      }),
    async putOff() {
      const redis = new Redis(world.store.url)
      const later = () => redis.zcount(keys.openFlows('changing'), Date.now() + 60_000, '+inf')
      try {
        await until(`${what}: it to be put off`, async () => (await later()) > 0)
      } finally {
        redis.disconnect()
      }
    },
  }
}
