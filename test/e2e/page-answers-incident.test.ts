import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('an Ack of the page of an incident', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    // In real time the incident looks by itself once a minute: nobody waits for that.
    sandbox = await startSandbox({ bot: { timeScale: 1 } })
  })
  afterAll(() => sandbox.stop())

  it('acknowledges the incident at once', async () => {
    const { workspace, bot } = sandbox
    await workspace.say(requester, 'devops', '/ohmy incident open "Nobody has it" --sev 1 staging')
    const channel = await until('its channel', () =>
      workspace.state().channels.find(({ name }) => name.includes('nobody-has-it')),
    )
    const page = await workspace.waitForMessage(
      channel.name,
      ({ text }) => text.includes('somebody has to answer'),
      { timeout: 20_000 },
    )
    await workspace.click(approver, page, 'Ack')
    const status = async () => (await bot.incidents.list(0))[0]?.status
    await until('it to be acknowledged', async () => (await status()) === 'acknowledged', 30_000)
    expect((await bot.incidents.list(0))[0]?.acknowledgedAt).toBeDefined()
  })
})
