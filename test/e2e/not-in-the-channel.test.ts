import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

/** A slash command can be typed in a private channel that ohmy was not invited to. Slack then says that it finds no such channel. */
describe('where ohmy may not write', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => {
    sandbox.account.calls.reset()
    for (const method of ['chat.postMessage', 'chat.postEphemeral'])
      sandbox.workspace.faults.refuse({
        method,
        channel: 'alerts',
        error: 'channel_not_found',
        times: 100,
      })
  })
  afterEach(() => sandbox.workspace.faults.clear())

  const say = (text: string) => sandbox.workspace.say(requester, 'alerts', text)
  const there = () => sandbox.workspace.messages('alerts')
  const directly = () =>
    sandbox.workspace.calls.filter(
      ({ method, outcome, args }) =>
        method === 'chat.postMessage' && outcome === 'ok' && args['channel'] === requester.slackId,
    )
  const changes = () => sandbox.account.calls.of('UpdateService').filter(({ effective }) => effective)

  it('whoever asks for a change there is told that its message is not seen, and how that is mended', async () => {
    await say('/ohmy scale backend 2 staging')
    const told = await until('a word', () => there()[0])
    expect(told.ephemeralFor).toBe(requester.slackId)
    expect(told.text).toContain('does not let ohmy write where you asked for this (`channel_not_found`)')
    expect(told.text).toContain('/invite @ohmy')
    const operation = /op-\w+/.exec(told.text)?.[0] ?? ''
    expect(told.text).toContain(`/ohmy cancel ${operation}`)
    sandbox.workspace.faults.clear()
    const card = await sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes('— Done'), {
      timeout: 60_000,
    })
    expect(card.text).toContain(operation)
    expect(there()).toHaveLength(2)
    expect(changes()).toHaveLength(1)
  }, 80_000)

  it('whoever asks by a form, which brings no response_url, is told in the direct message', async () => {
    await say('/ohmy scale')
    const modal = await sandbox.workspace.waitForModal(requester)
    const before = directly().length
    const staging = { service: 'frontend', count: '2', environment: 'staging' }
    await sandbox.workspace.submit(requester, modal, staging)
    const told = await until('a word', () => directly()[before])
    expect(told.args['text']).toContain('does not let ohmy write where you asked for this')
    // What is refused by a form is answered there as well.
    await say('/ohmy scale')
    const next = await sandbox.workspace.waitForModal(requester, ({ id }) => id !== modal.id)
    await sandbox.workspace.submit(requester, next, { ...staging, count: '1', environment: 'production' })
    const refused = await until('a refusal', () => directly()[before + 1])
    expect(refused.args['text']).toContain('production asks for at least 2 tasks')
  }, 30_000)
})
