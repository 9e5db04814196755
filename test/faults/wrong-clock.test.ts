import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { approver, requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { createBotProcesses } from './processes.js'

const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }
const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'

describe(`a process whose clock is wrong (${store === 'redis' ? 'redis store' : 'built-in store'})`, () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeAll(() => {
    processes = createBotProcesses()
  })
  afterAll(() => processes.stop())
  beforeEach(async () => {
    world = await startWorld({ path, store, account: { speed } })
  })
  afterEach(async () => {
    await processes.killStarted()
    await world.stop()
  })

  const start = (role: string, clockAhead?: number) =>
    processes.start({
      environment: { ...world.environment, OHMY_ROLES: role },
      ...how,
      ...(clockAhead === undefined ? {} : { clockAhead }),
    })
  const card = (words: string) =>
    world.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })

  it.each([
    ['ahead', 300_000],
    ['behind', -300_000],
  ])('takes no work while it is five minutes %s, and ends nothing; a right one does', async (_, off) => {
    const app = await start('app')
    world.botListensOn(app.port)
    const wrong = await start('worker', off)
    await world.workspace.say(requester, 'devops', '/ohmy scale backend 3 staging')
    const begun = await card('from 1 to 3 tasks')
    // Longer than it takes to look for overdue work.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect(wrong.checkpoints).toEqual([])
    expect(world.workspace.messages('devops').find(({ ts }) => ts === begun.ts)?.text).toContain('— Starting')
    await start('worker')
    await card('from 1 to 3 tasks — Done')
    expect(wrong.checkpoints).toEqual([])
  })

  it('works for a minute that is not quite one: approvals and deadlines go by the store', async () => {
    const app = await start('app')
    world.botListensOn(app.port)
    await start('worker', 50_000)
    await world.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    const waiting = await card('from 2 to 3 tasks — Waiting for approval')
    await world.workspace.click(approver, waiting, 'Approve')
    await card('from 2 to 3 tasks — Done')
  })
})
