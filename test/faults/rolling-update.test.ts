import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { findRedisServer } from '../../src/redis/embedded.js'
import { project } from '../house/rooms.js'
import { until } from '../support/until.js'
import { changes } from './change-scenes.js'
import { expectBalanced } from './flow-books.js'
import { incidents } from './incident-scenes.js'
import { pages } from './page-scenes.js'
import { type BotProcess, createBotProcesses } from './processes.js'
import { runs } from './run-scenes.js'

const path = process.env['PATH'] ?? ''
/** Replaced at least so often, and until what people do is done. */
const updates = 4
const backend = [3, 1, 2] as const
const frontend = [2, 3, 1] as const

describe.skipIf(findRedisServer(path) === undefined)('an update of ohmy while it works', () => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  let current: BotProcess
  beforeAll(async () => {
    processes = createBotProcesses(1, 'inherit')
    // Slow enough for every operation to meet an update.
    world = await startWorld({ path, store: 'redis', account: { speed: 60, latency: 20 } })
    current = await start()
  })
  afterAll(async () => {
    processes.stop()
    await world.stop()
  })

  async function start(): Promise<BotProcess> {
    const environment = {
      ...world.environment,
      ...{ OHMY_RUNBOOKS: join(project, 'test/faults/runbooks'), LOG_LEVEL: 'error' },
    }
    const bot = await processes.start({ environment, leaseFor: 1_500, timeScale: 1 / 50 })
    world.botListensOn(bot.port)
    return bot
  }

  const shows = (channel: string, ...words: readonly string[]) =>
    until(`${words.join(', ')} in ${channel}`, () =>
      world.workspace.messages(channel).find(({ text }) => words.every((word) => text.includes(word))),
    )
  /** It is taken, whichever process hears it. */
  async function say(line: string, channel = 'devops'): Promise<void> {
    expect(await world.workspace.say(requester, channel, line), line).toMatchObject({ ok: true })
  }
  async function press(message: MessageRecord, button: string): Promise<void> {
    expect(await world.workspace.click(requester, message, button), button).toMatchObject({ ok: true })
  }

  /** A new one starts, Slack's deliveries go there, the old one is told to stop: again and again, until the work is done. */
  async function updated(work: Promise<unknown>): Promise<number> {
    let isDone = false
    const done = work.finally(() => (isDone = true))
    done.catch(() => undefined)
    let times = 0
    while (!isDone || times < updates) {
      const old = current
      current = await start()
      expect(await old.end()).toBe(0)
      times += 1
    }
    await done
    return times
  }

  async function scaled(service: string, counts: readonly number[]): Promise<void> {
    for (const to of counts) {
      await say(`/ohmy scale ${service} ${to} staging`)
      await shows('devops', `Scale ${service} in staging`, `to ${to} task`, '— Done')
    }
  }

  async function walked(): Promise<void> {
    await say('/ohmy runbook start walked backend staging --with count=3')
    await press(await shows('devops', 'Something to do', 'Look around.'), 'Done')
    await press(await shows('devops', 'A walk through deaths', 'A change is ready to run'), 'Run')
  }

  async function fought(): Promise<void> {
    await say('/ohmy incident open "All is slow" --sev 3 staging')
    const { name } = await until('its channel', () =>
      world.workspace.state().channels.find((channel) => channel.name.endsWith('all-is-slow')),
    )
    await shows(name, 'All is slow', 'Commander')
    for (let note = 1; note <= 5; note++) {
      await say(`/ohmy incident note "seen ${note}"`, name)
      await shows(name, `seen ${note}`)
    }
    await say('/ohmy incident resolve --cause "a loop" --impact "none"', name)
    await until('its review', () => world.workspace.messages(name).find(({ files = [] }) => files.length > 0))
  }

  it('loses nothing, changes nothing twice, and every process ends well', async () => {
    const times = await updated(
      Promise.all([scaled('backend', backend), scaled('frontend', frontend), fought()]),
    )
    expect(times).toBeGreaterThanOrEqual(updates)
    const updatesOfServices = world.account.calls.changes().filter(({ action }) => action === 'UpdateService')
    expect(updatesOfServices).toHaveLength(backend.length + frontend.length)
    await updated(walked())
    await expectBalanced(world.store.url, [changes, runs, incidents, pages], 'an update')
  })
})
