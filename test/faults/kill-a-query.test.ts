import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { viewer } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'

const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'
/** What is left open, the next round's process takes up, and dies over; and a person may have only so many. */
async function isSettled(storeUrl: string): Promise<boolean> {
  const redis = new Redis(storeUrl)
  try {
    return (await redis.zcard(keys.openFlows('reading'))) === 0
  } finally {
    redis.disconnect()
  }
}

const how = { leaseFor: 900, timeScale: 1 }

describe(`a process killed while a log query runs ${store === 'redis' ? '(redis store)' : '(built-in store)'}`, () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeEach(async () => {
    processes = createBotProcesses()
    world = await startWorld({ path, store })
  })
  afterEach(async () => {
    processes.stop()
    await world.stop()
  })

  /** One query from the question to its file; returns what was passed. */
  async function round(killAt?: number): Promise<readonly string[]> {
    const about = () =>
      world.workspace.messages('devops').filter(({ text }) => text.includes('errors, backend in staging'))
    const files = () => world.workspace.messages('devops').filter(({ files: some = [] }) => some.length > 0)
    const [before, filesBefore] = [about().length, files().length]
    world.account.calls.reset()
    const start = { environment: world.environment, ...how }
    const doomed = await processes.start(killAt === undefined ? start : { ...start, killAt })
    world.botListensOn(doomed.port)
    await world.workspace.say(viewer, 'devops', '/ohmy logs backend staging --query errors')
    let dead = false
    void doomed.died.then(() => {
      dead = true
    })
    let second: Awaited<ReturnType<typeof processes.start>> | undefined
    const isDone = () =>
      about()
        .slice(before)
        .some(({ text }) => text.includes('scanned')) && files().length > filesBefore
    await until(
      `the end after checkpoint ${killAt}`,
      async () => {
        if (dead && second === undefined) {
          second = await processes.start(start)
          world.botListensOn(second.port)
        }
        // The last it does may be what it dies over.
        return isDone() && isSettled(world.store.url)
      },
      30_000,
    ).catch((error: Error) => {
      const texts = world.workspace.messages('devops').slice(-2)
      const told = texts.map(({ text, files: some = [] }) => `${text.slice(0, 120)} (${some.length} files)`)
      const passed = doomed.checkpoints.join(' | ')
      throw new Error(`${error.message}; dead: ${dead}; ${passed}; ${told.join(' ## ')}`)
    })
    if (killAt === undefined) await until('the last of it', () => doomed.checkpoints.at(-1) === 'shown done')
    const seen = { killAt, checkpoint: doomed.checkpoints.at(-1) }
    expect({
      ...seen,
      scans: world.account.calls.count('StartQuery'),
      messages: about().length - before,
    }).toEqual({
      ...seen,
      scans: 1,
      messages: 1,
    })
    await (second ?? doomed).kill()
    return doomed.checkpoints
  }

  it('is followed by another: one scan, one message with the result, its file', async () => {
    const undisturbed = await round()
    expect(undisturbed).toEqual(
      expect.arrayContaining(['recorded', 'taken', 'looked', 'written running', 'shown done']),
    )
    // The looks in between differ in nothing.
    const worthDyingAt = undisturbed.flatMap((name, index) =>
      undisturbed.indexOf(name) === index || undisturbed.lastIndexOf(name) === index ? [index + 1] : [],
    )
    for (const killAt of worthDyingAt) await round(killAt)
  }, 400_000)
})
