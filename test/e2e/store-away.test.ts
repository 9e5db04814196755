import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

/** Slack's own limit is 3,000; half of it is the network's. */
const acknowledged = 1_500
const sorry = 'ohmy cannot reach its store right now, so nothing was started'
const backend = 'ohmycoins-staging-backend'

describeWithStores('while the store is away', (kind) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ store: kind, workspace: { eventRetryWaits: [1_000, 1_500, 2_000] } })
  })
  afterAll(() => sandbox.stop())
  afterEach(async () => {
    sandbox.store.resume()
    await until('the store', async () => (await fetch(`${sandbox.botUrl}/healthz`)).ok)
  })

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const messages = () =>
    sandbox.workspace.messages('devops', requester).filter(({ author }) => author !== requester.slackId)
  const told = (since: number) =>
    until(
      'an answer',
      () =>
        messages()
          .slice(since)
          .find(({ text }) => text.includes(sorry)),
      5_000,
    )
  /** The bot takes commands again. */
  const back = () =>
    until(
      'the store to be back',
      async () => {
        const since = messages().length
        await say('/ohmy help')
        const answer = await until('an answer', () => messages()[since])
        return !answer.text.includes(sorry)
      },
      15_000,
    )
  const ways = [
    ['gone', () => sandbox.store.kill(), () => sandbox.store.start()],
    ['hung', async () => sandbox.store.pause(), async () => sandbox.store.resume()],
  ] as const

  for (const [how, away, here] of ways) {
    it(`tells who typed a command, at once, and does nothing later (${how})`, async () => {
      await away()
      const since = messages().length
      const delivery = await say('/ohmy scale backend 5 staging')
      expect(delivery.ok).toBe(true)
      expect(delivery.acknowledgedAfter).toBeLessThan(acknowledged)
      expect((await told(since)).ephemeralFor).toBe(requester.slackId)
      await here()
      await back()
      await sleep(300)
      expect(sandbox.account.calls.count('UpdateService')).toBe(0)
      expect(sandbox.account.world.service(backend).desiredCount).toBe(1)
      expect(await inStore(sandbox.store.url, (redis) => redis.keys('{ohmy}:operation:*'))).toEqual([])
    })

    it(`tells who pressed a button, at once (${how})`, async () => {
      await say('/ohmy status staging')
      const status = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
        text.includes('staging is'),
      )
      await away()
      const since = messages().length
      const delivery = await sandbox.workspace.click(requester, status, 'Refresh')
      expect(delivery.ok).toBe(true)
      expect(delivery.acknowledgedAfter).toBeLessThan(acknowledged)
      expect((await told(since)).ephemeralFor).toBe(requester.slackId)
      await here()
      await back()
    })

    it(`keeps a modal open with what was typed, and takes it afterwards (${how})`, async () => {
      await say('/ohmy status staging')
      const status = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
        text.includes('staging is'),
      )
      await sandbox.workspace.click(requester, status, 'Scale')
      const modal = await sandbox.workspace.waitForModal(requester)
      await away()
      const values = { service: 'frontend', count: 'no number' }
      await sandbox.workspace.submit(requester, modal, values)
      const delivery = await sandbox.workspace.submit(requester, modal, { ...values, count: '99' })
      expect(delivery.acknowledgedAfter).toBeLessThan(acknowledged)
      const refused = await sandbox.workspace.waitForModal(requester, ({ errors }) =>
        Object.values(errors ?? {}).some((words) => words.includes(sorry)),
      )
      await here()
      await back()
      const since = messages().length
      await sandbox.workspace.submit(requester, refused, { ...values, count: '99' })
      const answer = await until(
        'an answer',
        () =>
          messages()
            .slice(since)
            .find(({ ephemeralFor, text }) => ephemeralFor !== undefined && /\b10\b/.test(text)),
        5_000,
      )
      expect(answer.text).toContain('10')
      expect(sandbox.workspace.modals(requester)).toEqual([])
    })

    it(`leaves a mention to be delivered again, and answers it once (${how})`, async () => {
      await away()
      const since = messages().length
      const delivery = await say('@ohmy help scale')
      expect(delivery.ok).toBe(false)
      expect(delivery.acknowledgedAfter).toBeLessThan(acknowledged)
      const told = await until('a word to who waits', () =>
        messages()
          .slice(since)
          .find(({ text }) => text.includes('cannot reach its store')),
      )
      expect(told.ephemeralFor).toBe(requester.slackId)
      await here()
      const answers = () =>
        messages()
          .slice(since)
          .filter(({ text }) => text.includes('Set how many tasks'))
      await until('an answer', () => answers().length > 0, 8_000)
      await sleep(300)
      expect(answers()).toHaveLength(1)
    })
  }

  it('waits for a store that is only slow', async () => {
    sandbox.store.pause()
    const since = messages().length
    setTimeout(() => sandbox.store.resume(), 500)
    const delivery = await say('/ohmy help')
    expect(delivery.acknowledgedAfter).toBeGreaterThan(400)
    expect(delivery.acknowledgedAfter).toBeLessThan(acknowledged)
    const answer = await until('an answer', () => messages()[since])
    expect(answer.text).toContain('What you can do here')
  })

  it('still answers somebody whose command was taken just before', async () => {
    sandbox.account.setLatency(400)
    const since = messages().length
    await say('/ohmy status backend production')
    await sandbox.store.kill()
    const answer = await until('an answer', () => messages()[since])
    expect(answer.text).toContain('backend in production is healthy')
    expect(answer.ephemeralFor).toBe(requester.slackId)
    sandbox.account.setLatency(0)
    await sandbox.store.start()
    await back()
  })

  it('still shows the Home tab', async () => {
    await sandbox.store.kill()
    await sandbox.workspace.openHome(requester)
    const home = await until('a home', () => sandbox.workspace.home(requester))
    expect(JSON.stringify(home.view)).toContain('production is healthy')
    await sandbox.workspace.click(requester, home, 'Refresh')
    const publishes = () => sandbox.workspace.calls.filter(({ method }) => method === 'views.publish').length
    await until('a new home', () => publishes() === 2)
    await sandbox.store.start()
    await back()
  })
})
