import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('while Slack is in trouble', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.workspace.faults.clear())

  const say = (text: string, channel = 'devops') => sandbox.workspace.say(requester, channel, text)
  const shown = (words: string, channel = 'devops') =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => text.includes(words), { timeout: 60_000 })
  const all = (words: string) =>
    sandbox.workspace.messages('devops').filter(({ text }) => text.includes(words))
  const calls = (method: string, outcome: string) =>
    sandbox.workspace.calls.filter((call) => call.method === method && call.outcome === outcome)

  it('brings the last word of an operation although updates are refused, fail and get lost', async () => {
    sandbox.workspace.faults.rateLimit({ method: 'chat.update', retryAfter: 1, times: 2 })
    sandbox.workspace.faults.fail({ method: 'chat.update', status: 503 })
    sandbox.workspace.faults.drop({ method: 'chat.update', when: 'after' })
    await say('/ohmy scale backend 2 staging')
    const done = await shown('Scale backend in staging from 1 to 2 tasks — Done')
    expect(all('Scale backend in staging from 1 to 2 tasks')).toHaveLength(1)
    expect(done.edits).toBeGreaterThan(0)
    expect(calls('chat.update', '429').length + calls('chat.update', '503').length).toBe(3)
  }, 25_000)

  it('asks again no sooner than Slack says, and answers elsewhere meanwhile', async () => {
    sandbox.workspace.faults.rateLimit({ method: 'chat.postMessage', channel: 'devops', retryAfter: 2 })
    await say('/ohmy status backend production')
    await until('the refusal', () => calls('chat.postMessage', '429').length === 1)
    await say('/ohmy status frontend production', 'alerts')
    await shown('frontend in production', 'alerts')
    expect(all('backend in production')).toHaveLength(0)
    await shown('backend in production is healthy')
    const [refused] = calls('chat.postMessage', '429')
    const devops = sandbox.workspace.messages('devops')[0]?.channel
    const accepted = await until('the call on record', () =>
      calls('chat.postMessage', 'ok').find(
        ({ args, at }) => args['channel'] === devops && at > (refused?.at ?? 0),
      ),
    )
    expect(accepted.at - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_950)
  })

  it('shows one message although the answer to its post was lost', async () => {
    sandbox.workspace.faults.drop({ method: 'chat.postMessage', when: 'after' })
    await say('/ohmy status backend staging')
    await shown('backend in staging is')
    await until('the look-up', () => calls('conversations.history', 'ok').length > 0)
    await say('/ohmy status frontend staging')
    await shown('frontend in staging is')
    expect(all('backend in staging is')).toHaveLength(1)
  })

  it('posts once the 5xx are over', async () => {
    sandbox.workspace.faults.fail({ method: 'chat.postMessage', status: 500 })
    await say('/ohmy status production')
    await shown('🟢 production is healthy')
    expect(calls('chat.postMessage', '500')).toHaveLength(1)
  })
})
