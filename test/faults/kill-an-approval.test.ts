import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { approver, type requester as Requester, requester } from '../../src/sandbox/people.js'
import { startWorld, type World } from '../../src/sandbox/world.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'
import { allSettled } from './settled.js'

const service = 'ohmycoins-prod-backend'
const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }
const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'

const scenes: Readonly<Record<string, { who: typeof Requester; with: string; hit: readonly string[] }>> = {
  'between an approval and the start': {
    who: requester,
    with: '',
    hit: ['recorded', 'planned again', 'before Set the desired count', 'shown'],
  },
  'after the glass was broken': {
    who: approver,
    with: ' --break-glass --reason "site is down"',
    hit: ['recorded', 'planned again', 'before Set the desired count', 'shown'],
  },
}

describe(`a process killed ${store === 'redis' ? '(redis store)' : '(built-in store)'}`, () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeEach(async () => {
    processes = createBotProcesses()
    world = await startWorld({ path, store, account: { speed } })
  })
  afterEach(async () => {
    processes.stop()
    await world.stop()
  })

  /** Approves whatever waits for it, as often as it is asked: a click may meet a process that is about to die. */
  async function approveWhatWaits(): Promise<void> {
    const waiting = world.workspace
      .messages('devops')
      .findLast(({ text }) => text.includes('— Waiting for approval'))
    if (waiting !== undefined)
      await world.workspace.click(approver, waiting, 'Approve').catch(() => undefined)
  }

  async function round(scene: (typeof scenes)[string], killAt?: number): Promise<readonly string[]> {
    const cards = () =>
      world.workspace.messages('devops').filter(({ text }) => text.includes('Scale backend in production'))
    const before = cards().length
    const to = world.account.world.service(service).desiredCount === 2 ? 3 : 2
    world.account.calls.reset()
    const start = { environment: world.environment, ...how }
    const doomed = await processes.start(killAt === undefined ? start : { ...start, killAt })
    world.botListensOn(doomed.port)
    await world.workspace.say(scene.who, 'devops', `/ohmy scale backend ${to} production${scene.with}`)
    let dead = false
    void doomed.died.then(() => {
      dead = true
    })
    const isDone = () =>
      cards()
        .slice(before)
        .some(({ text }) => text.includes('— Done'))
    let second: Awaited<ReturnType<typeof processes.start>> | undefined
    await until(
      `the end after checkpoint ${killAt}`,
      async () => {
        if (dead && second === undefined) {
          second = await processes.start(start)
          world.botListensOn(second.port)
        }
        await approveWhatWaits()
        return isDone()
      },
      30_000,
    ).catch((error: Error) => {
      const texts = world.workspace
        .messages('devops')
        .slice(-3)
        .map(({ text }) => text)
      throw new Error(
        `${error.message}; dead: ${dead}; ${doomed.checkpoints.join(' | ')}; ${texts.join(' ## ')}`,
      )
    })
    if (!dead && killAt === undefined)
      await until('the last checkpoint', () => doomed.checkpoints.includes('shown'))
    const seen = { killAt, checkpoint: doomed.checkpoints.at(-1) }
    expect({ ...seen, desired: world.account.world.service(service).desiredCount }).toEqual({
      ...seen,
      desired: to,
    })
    const changes = world.account.calls.of('UpdateService').filter((call) => call.effective).length
    expect({ ...seen, changes, messages: cards().length - before }).toEqual({
      ...seen,
      changes: 1,
      messages: 1,
    })
    await allSettled(world.store.url)
    await (second ?? doomed).kill()
    return doomed.checkpoints
  }

  it.each(Object.keys(scenes))(
    '%s is followed by another: one decision, one change, one message',
    async (name) => {
      const scene = scenes[name]!
      const undisturbed = await round(scene)
      // Repeated looks of one wait differ in nothing.
      const worthDyingAt = undisturbed.flatMap((at, index) =>
        at === undisturbed[index - 2] ? [] : [index + 1],
      )
      expect(undisturbed).toEqual(expect.arrayContaining([...scene.hit]))
      for (const killAt of worthDyingAt) await round(scene, killAt)
    },
    400_000,
  )
})
