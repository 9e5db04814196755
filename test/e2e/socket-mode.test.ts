import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('over Socket Mode', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ transport: 'socket', workspace: { eventRetryWaits: [800, 1_200, 2_000] } })
    await until('a connection', () => sandbox.workspace.connections() > 0)
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const shown = (words: string, timeout = 15_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const answers = (words: string) =>
    sandbox.workspace.messages('devops').filter(({ text }) => text.includes(words))

  it('a command is answered', async () => {
    const delivery = await say('/ohmy status')
    expect(delivery.ok).toBe(true)
    expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
    await shown('staging is healthy')
  })

  it('a button and a modal are followed', async () => {
    const status = await shown('staging is healthy')
    await sandbox.workspace.click(requester, status, 'Scale')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { service: 'backend', count: 'many' })
    await sandbox.workspace.waitForModal(requester, ({ errors }) => errors !== undefined)
    await sandbox.workspace.submit(requester, modal, { service: 'backend', count: '2' })
    await shown('Scale backend in staging from 1 to 2 tasks — Done')
  })

  it('a mention is answered in its thread, and the Home tab opens', async () => {
    await say('@ohmy help scale')
    const answer = await shown('Set how many tasks')
    expect(answer.threadTs).toBeDefined()
    await sandbox.workspace.openHome(requester)
    await until('a home', () => sandbox.workspace.home(requester))
  })

  it('commands are taken as soon as one of two cut connections is back, within a moment', async () => {
    await until('both connections', () => sandbox.workspace.connections() === 2)
    expect(sandbox.workspace.faults.dropSocket()).toBe(2)
    await until('the cut', () => sandbox.workspace.connections() === 0)
    await until('a new connection', () => sandbox.workspace.connections() > 0, 2_500)
    expect((await say('/ohmy status backend production')).ok).toBe(true)
    await shown('backend in production is healthy')
  })

  it('commands are taken after Slack asked for new connections', async () => {
    sandbox.workspace.faults.refreshSocket()
    await until('the end of the old', () => sandbox.workspace.connections() === 0)
    await until('a new connection', () => sandbox.workspace.connections() > 0)
    expect((await say('/ohmy status frontend production')).ok).toBe(true)
    await shown('frontend in production is healthy')
  })

  it('a store that is away is said, and a mention is answered once it is back', async () => {
    await sandbox.store.kill()
    const delivery = await say('/ohmy status')
    expect(delivery.acknowledgedAfter).toBeLessThan(1_500)
    expect((await shown('cannot reach its store')).ephemeralFor).toBe(requester.slackId)
    const before = answers('Show how an environment').length
    await say('@ohmy help status')
    await sandbox.store.start()
    await until('an answer', () => answers('Show how an environment').length > before)
    expect(answers('Show how an environment')).toHaveLength(before + 1)
  })
})
