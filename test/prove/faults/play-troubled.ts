import { beginRound, endRound, isThrough, type Play } from '../../faults/flow-rounds.js'
import type { Death } from '../../faults/processes.js'
import type { Random } from '../../faults/soak/random.js'
import { until } from '../../support/until.js'
import type { MeddlingProxy } from '../../support/meddling-proxy.js'
import type { Pair } from './pair.js'
import type { Trouble } from './troubles.js'

export interface TroubledPlay extends Omit<Play, 'start'> {
  readonly pair: Pair
  readonly proxy: MeddlingProxy
  readonly trouble: Trouble
  readonly at: Death
  readonly random: Random
}

/** So long it may take until a round has come to its end (ms): half a minute of it may be the trouble's. */
const within = 120_000

/**
 * One round in which that goes wrong while a process stands at a checkpoint.
 * @returns whether the place was met: where it was not, nothing went wrong
 * @throws Error where something was lost, done twice, or not told to its end
 */
export async function playTroubled(play: TroubledPlay): Promise<boolean> {
  const { world, name, scene, pair, proxy, trouble, at, random } = play
  const what = `${name}: ${trouble.name} at ${at.at}${at.after === undefined ? '' : ` after ${at.after}`}`
  const round = beginRound(world, what, scene.about)
  const act = await scene.prepare(round)
  await pair.dieAt({ ...at, holds: true })
  world.account.calls.reset()
  // Nobody answers a click whose process dies, or whose store is away.
  let unsaid = ''
  const said = round.does(act.say).then(
    (delivery) => void (unsaid = JSON.stringify(delivery ?? null)),
    (error: unknown) => void (unsaid = String(error)),
  )
  const besides = scene.besides?.(round)
  besides?.catch(() => undefined)
  const end = { now: false }
  await until(
    `${what}: the place, or its end`,
    async () => {
      if (pair.held) return true
      end.now = await isThrough(round, pair, scene)
      return end.now
    },
    within,
  )
  const met = pair.held
  if (met) {
    const over = await trouble.strike({ world, pair, proxy, changes: Object.keys(scene.changes), random })
    // Another process may come by the same place, or stand there by now.
    await pair.dieAt(undefined)
    pair.goOn()
    await over()
  }
  await said
  await besides
  let again = scene.askedAgain
  const ends = [scene.ended, ...(scene.unanswered === undefined ? [] : [scene.unanswered])]
  const ended = await until(
    `${what}: its last words`,
    async () => {
      await round.tryAgain()
      const texts = round.cards().map(({ text }) => text)
      const asked = again
      if (asked !== undefined && texts.some((text) => text.includes(asked))) {
        again = undefined
        await act.say().catch(() => undefined)
      }
      return (
        texts.length >= scene.messages &&
        ends.find((words) => texts.some((text) => words.every((word) => text.includes(word))))
      )
    },
    within,
  ).catch((error: Error) => {
    const there = world.workspace.messages('devops').slice(-4)
    const asked = unsaid === '' ? '' : `; what was said: ${unsaid.slice(0, 300)}`
    throw new Error(`${error.message}; there: ${there.map(({ text }) => text).join(' ## ')}${asked}`)
  })
  await pair.dieAt(undefined)
  const start = () => Promise.reject(new Error('nobody is started'))
  await endRound({ ...play, scene: { ...scene, ended }, start }, round, act, what)
  world.workspace.faults.clear()
  return met
}
