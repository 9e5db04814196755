import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

describe('looking before a deployment', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const shown = (...words: readonly string[]) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, author }) => author !== requester.slackId && words.every((word) => text.includes(word)),
    )
  const terminal = { id: requester.slackId, name: requester.name, origin: 'terminal' } as const

  it('says that nothing stands against it, with every figure folded below', async () => {
    await say('/ohmy preflight staging')
    const answer = await shown('staging', 'are OK')
    expect(answer.text).toMatch(/OK AWS identity: user\/sandbox in account 123456789012, ap-southeast-2/)
    expect(answer.text).toContain('OK backend runs as wanted: 1 of 1 task running')
    expect(answer.text).toContain('OK On call: primary')
    expect(answer.text).toContain('OK Autoscaling of backend: 1 wanted, no autoscaling')
    expect(answer.text).toContain('Still by hand')
    expect(answer.ephemeralFor).toBeUndefined()
    expect(JSON.stringify(answer.blocks)).toContain('"default_collapsed":true')
  })

  it('offers the deployment where all is well, by the line that does it', async () => {
    await say('/ohmy preflight staging --for backend:sprint-14-0c9b7aa')
    const answer = await shown('for backend:sprint-14-0c9b7aa', 'Image sprint-14-0c9b7aa of backend')
    expect(JSON.stringify(answer.blocks)).toContain('deploy backend sprint-14-0c9b7aa staging')
  })

  it('says what stands against it first, with what to do, and leaves with 1 in the terminal', async () => {
    const reply = await sandbox.bot.dispatch.run('preflight staging --for backend:sprint-99-gone', terminal)
    expect(reply.failed).toBe('refused')
    const [first = '', second = '', third = ''] = reply.message.text.split('\n')
    expect(first).toMatch(
      /🔴 staging, for backend:sprint-99-gone: not ready — 1 of \d+ checks stands against it/,
    )
    expect(second).toMatch(/🔴 NG Image sprint-99-gone of backend: .* is not in ECR/)
    expect(third).toContain('→ Push it')
    expect(reply.data).toMatchObject({ ready: false, environment: 'staging' })
  })

  it('never takes for OK what it may not look at', async () => {
    sandbox.account.faults.add({ action: 'DescribeDBInstances', fault: { kind: 'accessDenied' } })
    await say('/ohmy preflight production')
    const answer = await shown('production', 'SKIP Backup of the database')
    expect(answer.text).toContain('rds:DescribeDBInstances')
    expect(answer.text).not.toContain('OK Backup')
    expect(answer.text).toMatch(/could not be looked at/)
  })

  it('tells a lock in the way', async () => {
    await say('/ohmy lock staging --reason "migration"')
    await shown('Staging is locked')
    await say('/ohmy preflight staging')
    const answer = await shown('NG Locks and freezes', 'Rita Requester locked')
    expect(answer.text).toContain('not ready')
    await say('/ohmy unlock staging')
    // Who is told of a lock reads "until it is unlocked", too.
    await shown('Staging is unlocked')
  })

  it('refuses what names no service, and a service there is not', async () => {
    const wrong = await sandbox.bot.dispatch.run('preflight staging --for sprint-14', terminal)
    expect(wrong.message.text).toContain('names no service with a tag')
    const unknown = await sandbox.bot.dispatch.run('preflight staging --for queue:sprint-14', terminal)
    expect(unknown.message.text).toContain('There is backend, frontend')
  })
})

describe('looking before a deployment after one that failed', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  it('warns of the one that went back, and offers the next one all the same: it is the mend', async () => {
    const { workspace, account } = sandbox
    account.world.pushImage('ohmycoins/backend', 'sprint-13-broken')
    await workspace.say(requester, 'devops', '/ohmy deploy backend sprint-13-broken staging')
    await workspace.waitForMessage('devops', ({ text }) => text.includes('Rolled back'), { timeout: 60_000 })
    await workspace.say(requester, 'devops', '/ohmy preflight staging --for backend:sprint-13-7ac41be')
    const answer = await workspace.waitForMessage('devops', ({ text }) =>
      text.includes('for backend:sprint-13-7ac41be: '),
    )
    expect(answer.text).toMatch(/WARN Last deployment of backend: .* failed and was rolled back/)
    expect(answer.text).not.toContain('NG ')
    expect(JSON.stringify(answer.blocks)).toContain('deploy backend sprint-13-7ac41be staging')
  })
})
