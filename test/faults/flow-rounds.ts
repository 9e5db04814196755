import { expect } from 'vitest'
import type { World } from '../../sandbox/world.js'
import { keys } from '../../src/redis/keys.js'
import { inStore } from '../e2e/in-store.js'
import { until } from '../support/until.js'
import { expectBalanced, expectDoneOnce, saysItsEnd } from './flow-books.js'
import type { Act, FlowKind, Round, Scene } from './flow-kind.js'
import type { BotProcess, Death } from './processes.js'
import { isSettled } from './settled.js'

export interface Play {
  readonly world: World
  readonly name: string
  readonly scene: Scene
  /** Every kind there is: a flow of one may have begun one of another. */
  readonly kinds: readonly FlowKind[]
  readonly start: () => Promise<BotProcess>
}

/**
 * `npm run kills` dies everywhere, in every scene. `npm test` dies once in a stage at each name of a checkpoint, in the first of its scenes that meets it, and there as late as
 * it is met, where most has been changed already.
 */
const everywhere = process.env['OHMY_KILLS'] === 'every'

/**
 * Plays a scene once undisturbed, and once for each place where its process can die; each process that goes on plays the next round.
 * @param diedAt names of the checkpoints at which a process of its stage has died before
 */
export async function playScene(play: Play, first: BotProcess, diedAt: Set<string>): Promise<BotProcess> {
  const { name, scene } = play
  const met = await playRound(play, first)
  let bot = first
  const deaths = scene.diesAt?.map((at): Death => ({ at })) ?? placesToDieAt(met, scene.turning)
  const died = new Set(everywhere ? [] : diedAt)
  for (const death of deaths) {
    if (died.has(death.at) && !everywhere) continue
    const next = await playDeath(play, bot, death)
    if (next !== undefined) died.add(death.at)
    bot = next ?? bot
  }
  expect({ name, died: [...died] }).toEqual({ name, died: expect.arrayContaining([...scene.hit]) })
  for (const at of died) diedAt.add(at)
  return bot
}

/** Each checkpoint once, and once more after each step that has changed something: repeated looks of one wait differ in nothing. */
export function placesToDieAt(
  met: readonly string[],
  isTurning = (checkpoint: string) => checkpoint.startsWith('acted '),
): readonly Death[] {
  const places = new Map<string, Death>()
  let after: string | undefined
  for (const at of met) {
    const death = after === undefined ? { at } : { at, after }
    places.set(JSON.stringify(death), death)
    if (isTurning(at)) after = at
  }
  const all = [...places.values()]
  return everywhere
    ? all
    : all.filter(({ at }, index) => all.findLastIndex((place) => place.at === at) === index)
}

/** One round in which nobody dies; gives the checkpoints that were met from the word on. */
export async function playRound(
  play: Play,
  bot: Pick<BotProcess, 'checkpoints' | 'dieAt'>,
): Promise<readonly string[]> {
  const { world, name, scene } = play
  const round = beginRound(world, name, scene.about)
  const act = await scene.prepare(round)
  await bot.dieAt(undefined)
  world.account.calls.reset()
  await round.does(act.say)
  await scene.besides?.(round)
  await until(`${name}: the last checkpoint`, () => isThrough(round, bot, scene), 60_000).catch(
    withWhatIsThere(round),
  )
  // What puts the world back afterwards is no part of it.
  const met = [...bot.checkpoints]
  await endRound(play, round, act, name)
  return met
}

/** The same with a process that dies there; gives the one that went on. Where it did not come by this time, nobody dies. */
async function playDeath(play: Play, bot: BotProcess, death: Death): Promise<BotProcess | undefined> {
  const { world, name, scene, start } = play
  const what = `${name}, ${death.at}${death.after === undefined ? '' : ` after ${death.after}`}`
  const round = beginRound(world, what, scene.about)
  const act = await scene.prepare(round)
  await bot.dieAt(death)
  world.account.calls.reset()
  // Nobody answers a click whose process dies.
  await round.does(act.say).catch(() => undefined)
  // What people do besides may be what it dies over, or may need the process that goes on.
  const besides = scene.besides?.(round)
  besides?.catch(() => undefined)
  const next = (await diesOverIt(round, bot, scene, what)) ? await start() : undefined
  await besides
  await endRound(play, round, act, what)
  return next
}

export async function endRound(
  { world, scene, kinds }: Play,
  round: Round,
  act: Act,
  what: string,
): Promise<void> {
  await round.card(...scene.ended)
  await expectDoneOnce(round, scene, what)
  act.check?.()
  await scene.after?.(round)
  await expectBalanced(world.store.url, kinds, what)
}

/** It has said its last, which stands there, and nobody has anything left to do: other flows it wakes have ends of their own. */
export async function isThrough(
  round: Playing,
  bot: Pick<BotProcess, 'checkpoints'>,
  scene: Scene,
): Promise<boolean> {
  await round.tryAgain()
  if (!bot.checkpoints.includes(scene.hit.at(-1) ?? '') || !saysItsEnd(round, scene)) return false
  return scene.waits === true || isSettled(round.world.store.url)
}

/** Whether it dies; false once it has come to its end, and from then on it dies of nothing. */
async function diesOverIt(round: Playing, bot: BotProcess, scene: Scene, what: string): Promise<boolean> {
  await until(
    `${what}: its death or its end`,
    async () => bot.dies || (await isThrough(round, bot, scene)),
    60_000,
  ).catch(withWhatIsThere(round))
  // What it says comes in order: once it has heard this, it has said whether it dies.
  await Promise.race([bot.died, bot.dieAt(undefined)])
  if (bot.dies) await bot.died
  return bot.dies
}

export interface Playing extends Round {
  /** What is done again where the answer is to do so. */
  does(act: () => Promise<unknown>): Promise<unknown>
  tryAgain(): Promise<void>
}

/** A minute, in the time of these worlds (ms). */
const showsWithin = 8_000

/** What is said and shown from now on. @param about stands in each of its messages */
export function beginRound(world: World, what: string, about: string): Playing {
  const all = () =>
    world.workspace
      .messages('devops')
      .filter(({ text, ephemeralFor }) => ephemeralFor === undefined && text.includes(about))
  const before = all().length
  const begun = world.workspace.messages('devops').length
  let last: (() => Promise<unknown>) | undefined
  let told = 0
  let shownBefore = ''
  const shownNow = () => JSON.stringify(all().map(({ text }) => text))
  const round: Playing = {
    world,
    does(act) {
      last = act
      shownBefore = shownNow()
      return act()
    },
    async say(person, line) {
      await round.does(() => world.workspace.say(person, 'devops', line))
    },
    async tryAgain() {
      const since = world.workspace.messages('devops').slice(begun)
      const now = since.filter(({ text }) => text.includes('Try again in a minute')).length
      if (now <= told) return
      told = now
      // As the answer says: what was begun before the store went away shows up by itself within a minute.
      const isShown = until('a message about it', () => shownNow() !== shownBefore, showsWithin).then(
        () => true,
        () => false,
      )
      if (await isShown) return
      await last?.().catch(() => undefined)
    },
    cards: () => all().slice(before),
    card: (...words) =>
      until(
        `${what}: ${words.join(', ')}`,
        async () => {
          await round.tryAgain()
          return round.cards().find(({ text }) => words.every((word) => text.includes(word)))
        },
        60_000,
      ).catch(withWhatIsThere(round)),
    insist: (act, hasCome) =>
      until(
        `${what}: something to come of it`,
        async () => {
          if (hasCome()) return true
          await act().catch(() => undefined)
          return until('an answer', hasCome, 2_000).catch(() => false)
        },
        60_000,
      ).then(() => undefined),
    putOff: () =>
      inStore(world.store.url, async (redis) => {
        const later = () => redis.zcount(keys.openFlows('changing'), Date.now() + 60_000, '+inf')
        await until(`${what}: it to be put off`, async () => (await later()) > 0)
      }),
  }
  return round
}

function withWhatIsThere({ world }: Round) {
  return (error: Error): never => {
    const there = world.workspace
      .messages('devops')
      .slice(-4)
      .map(({ text }) => text)
    throw new Error(`${error.message}; there: ${there.join(' ## ')}`)
  }
}
