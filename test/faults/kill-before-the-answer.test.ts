import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { approver, requester } from '../../sandbox/people.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { createLetterStore } from '../../src/slack/outbox/letter-store.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { until } from '../support/until.js'
import type { Start } from './bot-process.js'
import { type BotProcess, type Death, createBotProcesses } from './processes.js'
import { allSettled } from './settled.js'

const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }
const path = process.env['PATH'] ?? ''
const store = findRedisServer(path) === undefined ? 'javascript' : 'redis'
const backend = 'ohmycoins-staging-backend'
const prodBackend = 'ohmycoins-prod-backend'

const died = 'was taken by a process that died'
const nothing = `${died}; nothing was started`
const perhaps = `${died} while it was at work. It may have been done all the same`

describe(`a process that dies between an acknowledgement and its answer (${store})`, () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeAll(() => {
    processes = createBotProcesses()
  })
  afterAll(() => processes.stop())
  beforeEach(async () => {
    world = await startWorld({ path, store, account: { speed } })
    // Somebody has to carry operations out; only a process with the role `app` answers for another one.
    await start({}, 'worker')
    latest = undefined
  })
  afterEach(async () => {
    await processes.killStarted()
    await world.stop()
  })

  const start = (options: Partial<Start> = {}, roles = 'app') =>
    processes.start({ environment: { ...world.environment, OHMY_ROLES: roles }, ...how, ...options })
  /** The process that Slack's deliveries go to; it plays until it dies, and the one that answers for it plays on. */
  let latest: BotProcess | undefined
  const living = async () => (latest === undefined || latest.dies ? takes(await start()) : latest)
  async function takes(bot: BotProcess): Promise<BotProcess> {
    world.botListensOn(bot.port)
    latest = bot
    return bot
  }
  const messages = () =>
    world.workspace
      .messages('devops')
      // Slack says by itself when an acknowledgement does not come.
      .filter(({ author }) => author === world.workspace.state().bot.slackId)
  const changes = () => world.account.calls.of('UpdateService').filter((call) => call.effective).length
  const message = (words: string) =>
    world.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const answered = () =>
    until(
      'every delivery to be answered',
      () => inStore((redis) => redis.zcard(keys.openDeliveries).then((open) => open === 0)),
      20_000,
    )
  /** Every operation has ended, or waits for somebody. */
  const settled = () =>
    until(
      'every operation to be settled',
      async () => {
        const open = await inStore(async (redis) => {
          const ids = await redis.zrange(keys.openFlows('changing'), '0', '-1')
          return Promise.all(ids.map((id) => redis.hget(keys.flow(id), 'record')))
        })
        return open.every((record) => record?.includes('"state":"unapproved"') === true)
      },
      15_000,
    )
  async function inStore<Found>(look: (redis: Redis) => Promise<Found>): Promise<Found> {
    const redis = new Redis(world.store.url)
    try {
      return await look(redis)
    } finally {
      redis.disconnect()
    }
  }

  /** Says or clicks something while a process dies there; gives the messages that came of it once another process has looked after it. */
  async function round(
    at: Death | undefined,
    say: () => Promise<unknown>,
  ): Promise<{ said: readonly MessageRecord[]; changes: number }> {
    const seen = new Map(messages().map(({ ts, edits }) => [ts, edits]))
    world.account.calls.reset()
    const doomed = await living()
    await doomed.dieAt(at)
    await say().catch(() => undefined)
    await until(
      `the death at ${JSON.stringify(at)}`,
      () => Promise.race([doomed.died.then(() => true), sleep(20, false)]),
      15_000,
    )
    await takes(await start())
    await answered()
    await settled()
    await until('nothing to be delivered', () =>
      inStore(async (redis) => (await createLetterStore(redis, 10_000).waiting()) === 0),
    )
    const said = messages().filter(({ ts, edits }) => seen.get(ts) !== edits)
    return { said, changes: changes() }
  }

  /** One answer: the words that nothing was started, and then nothing was; or the card of what was. */
  function once({ said, ...seen }: Awaited<ReturnType<typeof round>>, card: string) {
    expect(said.map(({ text }) => text)).toHaveLength(1)
    const [answer] = said
    const isCard = answer?.text.includes(card) === true && answer.text.includes('Done')
    expect({ text: isCard ? 'card' : answer?.text, changes: seen.changes }).toEqual(
      isCard ? { text: 'card', changes: 1 } : { text: expect.stringContaining(nothing), changes: 0 },
    )
    return isCard
  }

  const command = (line: string) => () => world.workspace.say(requester, 'devops', line)

  it('owes an answer to a question', async () => {
    for (const at of ['claimed', 'begun', 'answering']) {
      const { said } = await round({ at, edge: true }, command('/ohmy status backend staging'))
      expect(said.map(({ text }) => text)).toEqual([
        expect.stringContaining(`status backend staging\` ${nothing}`),
      ])
      expect(said[0]?.ephemeralFor).toBe(requester.slackId)
    }
    const { said } = await round({ at: 'answered', edge: true }, command('/ohmy status backend staging'))
    expect(said.map(({ text }) => text)).toEqual([expect.stringContaining('backend in staging is')])
  }, 120_000)

  it('owes an answer to a command that changes something, and nothing happens behind it', async () => {
    const points: Death[] = [
      { at: 'begun', edge: true },
      { at: 'acting', edge: true },
      { at: 'recorded' },
      { at: 'requested' },
      { at: 'answered', edge: true },
    ]
    const cards: boolean[] = []
    for (const at of points) {
      const to = world.account.world.service(backend).desiredCount === 1 ? 2 : 1
      cards.push(
        once(await round(at, command(`/ohmy scale backend ${to} staging`)), 'Scale backend in staging'),
      )
    }
    expect(cards).toEqual([false, false, true, true, true])
  }, 120_000)

  it('owes an answer to a mention, in its thread', async () => {
    const cards: boolean[] = []
    for (const at of [
      { at: 'claimed', edge: true },
      { at: 'begun', edge: true },
      { at: 'acting', edge: true },
      { at: 'recorded' },
    ]) {
      const to = world.account.world.service(backend).desiredCount === 1 ? 2 : 1
      const seen = await round(at, command(`@ohmy scale backend ${to} staging`))
      expect(seen.said[0]?.threadTs).toBeDefined()
      cards.push(once(seen, 'Scale backend in staging'))
    }
    expect(cards).toEqual([false, false, false, true])
  }, 120_000)

  it('owes an answer to a click that shows a message anew', async () => {
    await living()
    await command('/ohmy status staging')()
    const status = await message('staging is')
    await answered()
    const click = () => world.workspace.click(requester, status, 'Refresh')
    for (const at of ['begun', 'answering']) {
      const { said } = await round({ at, edge: true }, click)
      expect(said.map(({ text }) => text)).toEqual([`⚠️ Your click on “Refresh” ${nothing}. Click again.`])
    }
    const { said } = await round({ at: 'answered', edge: true }, click)
    expect(said.map(({ ts }) => ts)).toEqual([status.ts])
  }, 120_000)

  it('owes an answer to an approval, which is taken once or not at all', async () => {
    for (const at of [
      { at: 'begun', edge: true },
      { at: 'acting', edge: true },
      { at: 'said' },
      { at: 'answered', edge: true },
    ]) {
      await living()
      const to = world.account.world.service(prodBackend).desiredCount === 2 ? 3 : 2
      await command(`/ohmy scale backend ${to} production`)()
      const card = await message(`to ${to} tasks — Waiting for approval`)
      await answered()
      const { said, changes: done } = await round(at, () => world.workspace.click(approver, card, 'Approve'))
      const told = said.filter(({ text }) => text.includes(died))
      const approved = said.some(({ ts, text }) => ts === card.ts && text.includes('— Done'))
      expect(done).toBe(approved ? 1 : 0)
      if (at.at === 'begun') {
        expect(told.map(({ text }) => text)).toEqual([`⚠️ Your click on “Approve” ${nothing}. Click again.`])
      } else if (told.length > 0) {
        expect(told.map(({ text }) => text)).toEqual([expect.stringContaining(perhaps)])
      }
      if (!approved) {
        expect(told).toHaveLength(1)
        // As it says: look, and do it again.
        await world.workspace.click(approver, card, 'Approve')
        await until('the change', () => world.account.world.service(prodBackend).desiredCount === to)
        await allSettled(world.store.url)
      }
    }
  }, 180_000)

  it('owes an answer to a form, and to whoever waits for one', async () => {
    await living()
    await command('/ohmy status staging')()
    const status = await message('staging is')
    await world.workspace.click(requester, status, 'Scale')
    // It opens empty, and is filled in with the answer.
    await answered()
    const modal = await world.workspace.waitForModal(requester)
    const submitted = await round({ at: 'acting', edge: true }, () =>
      world.workspace.submit(requester, modal, { service: 'backend', count: '2' }),
    )
    expect(once(submitted, 'Scale backend in staging')).toBe(false)
    expect(submitted.said[0]?.text).toMatch(/Your form “Scale[^”]*” /)
    expect(submitted.said[0]?.text).toContain(`${nothing}. Open the form again.`)
    const opened = await round({ at: 'answering', edge: true }, () =>
      world.workspace.click(requester, status, 'Scale'),
    )
    expect(opened.said.map(({ text }) => text)).toEqual([
      `⚠️ Your click on “Scale” ${died}. If a form has opened, go on with it; otherwise: Click again.`,
    ])
  }, 120_000)

  it('owes an answer to what is written at once, and does not claim to know', async () => {
    const { said } = await round(
      { at: 'acting', edge: true },
      command('/ohmy lock staging --reason "release week"'),
    )
    expect(said.map(({ text }) => text)).toEqual([expect.stringContaining(perhaps)])
  }, 60_000)

  it('owes an answer to long reading work, whose own message is one', async () => {
    const follow = command('/ohmy logs backend staging --follow 1m')
    const { said } = await round({ at: 'acting', edge: true }, follow)
    expect(said.map(({ text }) => text)).toEqual([expect.stringContaining(nothing)])
    const before = messages().length
    await round({ at: 'recorded' }, follow)
    // A worker shows what nobody showed.
    await message('Following')
    expect(messages()).toHaveLength(before + 1)
  }, 60_000)

  it('owes an answer on the Home tab', async () => {
    await living()
    await world.workspace.openHome(requester)
    const home = await until('a Home', () => world.workspace.home(requester))
    await answered()
    await round({ at: 'begun', edge: true }, () => world.workspace.click(requester, home, 'Refresh'))
    const again = world.workspace.home(requester)
    expect(JSON.stringify(again?.view)).toContain(nothing)
    expect(JSON.stringify(again?.view)).toContain('production is healthy')
  }, 60_000)

  it('owes an answer whenever it is killed', async () => {
    for (const after of [0, 5, 15, 40, 90, 150]) {
      const to = world.account.world.service(backend).desiredCount === 1 ? 2 : 1
      const seen = await round(undefined, async () => {
        const { ok } = await world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} staging`)
        expect(ok).toBe(true)
        await sleep(after)
        await latest?.kill()
      })
      once(seen, 'Scale backend in staging')
    }
  }, 180_000)

  it('does nothing any more when it only was silent, and another one has answered', async () => {
    for (const at of ['begun', 'acting']) {
      const before = messages().length
      world.account.calls.reset()
      const silent = await takes(await start({ block: { at, for: 8_000 } }))
      const other = await start()
      const begun = performance.now()
      await world.workspace.say(requester, 'devops', '/ohmy scale backend 2 staging')
      await until('an answer', () => messages().length > before)
      expect(messages().at(-1)?.text).toContain(nothing)
      await sleep(begun + 8_500 - performance.now())
      await answered()
      expect(messages()).toHaveLength(before + 1)
      expect(changes()).toBe(0)
      expect(await inStore((redis) => redis.zcard(keys.flows('change')))).toBe(0)
      await Promise.all([silent.kill(), other.kill()])
    }
  }, 60_000)
})
