import { afterAll, beforeAll, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'
import { allSettled } from './settled.js'

const service = 'ohmycoins-staging-backend'
const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }

describeWithStores('a process killed in the middle of a scale', (store) => {
  let world: World
  let processes: ReturnType<typeof createBotProcesses>
  beforeAll(async () => {
    processes = createBotProcesses()
    world = await startWorld({ path: process.env['PATH'] ?? '', store, account: { speed } })
  })
  afterAll(async () => {
    processes.stop()
    await world.stop()
  })

  const cards = () => world.workspace.messages('devops').filter(({ text }) => text.includes('Scale backend'))

  /** One scale during which the process dies there and another one goes on. Gives the checkpoint it died at; undefined: it did not. */
  async function round(killAt: number | string): Promise<string | undefined> {
    const before = cards().length
    const to = world.account.world.service(service).desiredCount === 1 ? 2 : 1
    world.account.calls.reset()
    const doomed = await processes.start({ environment: world.environment, ...how, killAt })
    world.botListensOn(doomed.port)
    const ended = () =>
      cards()
        .slice(before)
        .find(({ text }) => text.includes('Done'))
    await world.workspace.say(requester, 'devops', `/ohmy scale backend ${to} staging`)
    const died = doomed.died.then(() => false)
    const wholeEnd = () => ended() !== undefined && doomed.checkpoints.includes('shown')
    await Promise.race([died, until(`the death at checkpoint ${killAt} or the end`, wholeEnd, 30_000)])
    // It may be about to die at the very last one.
    const undisturbed = await Promise.race([
      died,
      new Promise<boolean>((resolve) => setTimeout(resolve, 300, true)),
    ])
    const second = undisturbed ? undefined : await processes.start({ environment: world.environment, ...how })
    const seen = { killAt, checkpoint: doomed.checkpoints.at(-1) }
    await until(`the final card after checkpoint ${killAt} (${seen.checkpoint})`, ended, 20_000)
    const { desiredCount } = world.account.world.service(service)
    expect({ ...seen, desired: desiredCount }).toEqual({ ...seen, desired: to })
    const changes = world.account.calls.of('UpdateService').filter((call) => call.effective).length
    const messages = cards().length - before
    expect({ ...seen, changes, messages }).toEqual({ ...seen, changes: 1, messages: 1 })
    await allSettled(world.store.url)
    await (second ?? doomed).kill()
    return undisturbed ? undefined : seen.checkpoint
  }

  it('is followed by another, for every checkpoint: same final state, one change, one message', async () => {
    const passed = new Set<string>()
    for (let killAt = 1; ; killAt++) {
      const checkpoint = await round(killAt)
      if (checkpoint === undefined) break
      passed.add(checkpoint)
    }
    // Request and worker go on side by side, so the n-th checkpoint is not the same in each run: what no number has met is met by name.
    const steps = [
      'recorded',
      'taken',
      'before Set the desired count',
      'acted Set the desired count',
      'shown',
    ]
    for (const step of steps.filter((name) => !passed.has(name))) expect(await round(step)).toBe(step)
  }, 600_000)
})
