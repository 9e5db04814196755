import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { startFlakyProxy } from '../support/flaky-proxy.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'

const service = 'ohmycoins-staging-backend'
const speed = 400
const how = { leaseFor: 1_200, timeScale: 1 / speed }

describeWithStores('a scale', (store) => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeAll(() => {
    processes = createBotProcesses()
  })
  afterAll(() => processes.stop())
  beforeEach(async () => {
    world = await startWorld({
      ...{ path: process.env['PATH'] ?? '', store, storeKeepsAtOnce: true },
      account: { speed },
    })
  })
  afterEach(async () => {
    await processes.killStarted()
    await world.stop()
  })

  async function start(changes: Partial<Parameters<typeof processes.start>[0]> = {}) {
    const bot = await processes.start({ environment: world.environment, ...how, ...changes })
    world.botListensOn(bot.port)
    return bot
  }
  const ask = () => world.workspace.say(requester, 'devops', '/ohmy scale backend 3 staging')
  const cards = () => world.workspace.messages('devops').filter(({ text }) => text.includes('Scale backend'))

  /** One outcome, one change, one message: whatever happened on the way. */
  async function expectDone(within = 20_000): Promise<void> {
    await until('the final card', () => cards().some(({ text }) => text.includes('— Done')), within)
    expect(world.account.world.service(service).desiredCount).toBe(3)
    expect(world.account.calls.of('UpdateService').filter((call) => call.effective)).toHaveLength(1)
    expect(cards()).toHaveLength(1)
  }

  /** What is due is looked at as soon as a worker runs: it may be dead before it tells that it listens. */
  async function diesAt(killAt: number): Promise<void> {
    const next = await start({ killAt }).catch((error: unknown) => {
      if (!String(error).includes('ended before it listened')) throw error
    })
    await next?.died
  }

  it('survives five crashes in a row', async () => {
    const first = await start({ killAt: 5 })
    await ask()
    await first.died
    for (let crash = 2; crash <= 5; crash++) {
      await diesAt(crash + 1)
    }
    await start()
    await expectDone()
  })

  it.each(['before Set the desired count', 'acted Set the desired count'])(
    'is changed once when a worker sleeps past its lease (%s) and another goes on',
    async (at) => {
      const sleeper = await start({ block: { at, for: 4_000 } })
      await ask()
      await until('the sleep', () => sleeper.checkpoints.includes(at))
      await processes.start({ environment: world.environment, ...how })
      await expectDone()
      // The sleeper wakes, finds its fence taken, and leaves everything as it is.
      await new Promise((resolve) => setTimeout(resolve, 4_500))
      await expectDone()
    },
  )

  it('survives lost replies of the store, again and again', async () => {
    const proxy = await startFlakyProxy(world.store.url)
    const bot = await start({ environment: { ...world.environment, REDIS_URL: proxy.url } })
    await ask()
    await until('the request to be kept', () => bot.checkpoints.includes('recorded'))
    const losing = setInterval(() => proxy.loseNextReply(), 120)
    await until('some losses', () => proxy.lost >= 8)
    clearInterval(losing)
    await expectDone()
    await proxy.stop()
  })

  it('is changed once when the answer of AWS to the change is lost', async () => {
    world.account.faults.add({ action: 'UpdateService', fault: { kind: 'drop', when: 'after' }, times: 1 })
    await start()
    await ask()
    await expectDone()
    expect(world.account.calls.of('UpdateService')).toHaveLength(1)
  })

  it('waits for AWS to come back', async () => {
    await start()
    const away = world.account.faults.add({
      service: 'ecs',
      fault: { kind: 'serverError', status: 503 },
      after: 4,
    })
    await ask()
    await until('the outage', () => away.hits >= 3)
    away.clear()
    await expectDone(30_000)
  })

  it.runIf(store === 'redis')('goes on after the store was killed and started again', async () => {
    const slow = world.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
    await start()
    await ask()
    await until('the change', () => world.account.world.service(service).desiredCount === 3)
    await world.store.kill()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await world.store.start()
    slow.clear()
    await expectDone(30_000)
  })

  it('is taken up again within 15 s of a crash, as production is set up', async () => {
    const production = { leaseFor: 6_000, timeScale: 1 / speed }
    const doomed = await start({ ...production, killAt: 8 })
    await ask()
    await doomed.died
    await start(production)
    await expectDone(15_000)
  })
})
