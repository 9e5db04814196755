import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../src/sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const backend = 'ohmycoins-staging-backend'

describe('deploying', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 20_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const runs = (service = backend) => sandbox.account.world.service(service)

  it('one', async () => {
    await say('/ohmy deploy backend sprint-13-7ac41be staging')
    const done = await card('Deploy sprint-13-7ac41be to backend in staging — Done')
    console.log(done.text, sandbox.account.calls.counts())
    expect(runs().taskDefinition).toBe('ohmycoins-staging-backend:43')
  })
  it('broken', async () => {
    await say('/ohmy deploy backend sprint-13-d4e8f02-broken staging')
    const done = await card('Deploy sprint-13-d4e8f02-broken to backend in staging — Rolled back')
    console.log(done.text, sandbox.account.calls.counts())
    expect(runs().taskDefinition).toBe('ohmycoins-staging-backend:43')
  })
  it('rollback', async () => {
    await say('/ohmy rollback backend staging --dry-run')
    console.log((await card('Roll backend in staging back')).text)
    await say('/ohmy rollback backend staging')
    const done = await card('Roll backend in staging back to sprint-12-3f4021a — Done')
    console.log(done.text, sandbox.account.calls.counts())
  })
})
