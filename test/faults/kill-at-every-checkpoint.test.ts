import { afterAll, beforeAll, expect, it } from 'vitest'
import { requester } from '../../src/sandbox/people.js'
import { startWorld, type World } from '../../src/sandbox/world.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { createBotProcesses } from './processes.js'

const service = 'ohmycoins-staging-backend'
const speed = 400
const how = { leaseFor: 900, timeScale: 1 / speed }

describeWithStores('a process killed in the middle of a scale', (store) => {
  let world: World
  const processes = createBotProcesses()
  beforeAll(async () => {
    world = await startWorld({ path: process.env['PATH'] ?? '', store, account: { speed } })
  })
  afterAll(async () => {
    processes.stop()
    await world.stop()
  })

  const cards = () => world.workspace.messages('devops').filter(({ text }) => text.includes('Scale backend'))

  it('is followed by another, for every checkpoint: same final state, one change, one message', async () => {
    const passed: string[] = []
    for (let killAt = 1; ; killAt++) {
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
      const undisturbed = await Promise.race([
        doomed.died.then(() => false),
        until(`the death at checkpoint ${killAt} or the end`, () => ended() !== undefined, 30_000).catch(
          (error: Error) => {
            throw new Error(`${error.message}; passed: ${doomed.checkpoints.join(' | ')}`)
          },
        ),
      ])
      passed.push(doomed.checkpoints.at(-1) ?? '')
      const second = undisturbed
        ? undefined
        : await processes.start({ environment: world.environment, ...how })
      await until(`the final card after checkpoint ${killAt} (${passed.at(-1)})`, ended, 20_000)
      const seen = { killAt, checkpoint: passed.at(-1) }
      expect({ ...seen, desired: world.account.world.service(service).desiredCount }).toEqual({
        ...seen,
        desired: to,
      })
      const updates = world.account.calls.of('UpdateService').filter((call) => call.effective)
      expect({ ...seen, changes: updates.length }).toEqual({ ...seen, changes: 1 })
      expect({ ...seen, messages: cards().length - before }).toEqual({ ...seen, messages: 1 })
      await (second ?? doomed).kill()
      if (undisturbed) break
    }
    // Every kind of checkpoint was hit: in the request, around the change, while waiting and at the end.
    const steps = [
      'recorded',
      'taken',
      'before Set the desired count',
      'acted Set the desired count',
      'shown',
    ]
    expect(passed).toEqual(expect.arrayContaining(steps))
  }, 600_000)
})
