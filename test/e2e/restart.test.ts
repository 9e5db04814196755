import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const backend = 'ohmycoins-staging-backend'
const frontend = 'ohmycoins-staging-frontend'

describe('restarting', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const effective = (action: string) => sandbox.account.calls.of(action).filter((call) => call.effective)
  const running = (service: string) =>
    sandbox.account.world
      .tasks(service)
      .filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
      .map(({ id }) => id)

  it('replaces every task by one of the same version, follows it and verifies it', async () => {
    const before = running(backend)
    await say('/ohmy restart backend staging --reason "new database password"')
    const done = await card('Restart backend in staging with sprint-12-3f4021a — Done')
    expect(done.text).toContain('reason: new database password')
    expect(done.text).toContain('1 of 1 target healthy')
    expect(running(backend).filter((id) => before.includes(id))).toEqual([])
    expect(running(backend)).toHaveLength(before.length)
    expect(effective('UpdateService').map(({ input }) => input)).toEqual([
      expect.objectContaining({ service: backend, forceNewDeployment: true }),
    ])
    expect(effective('RegisterTaskDefinition')).toHaveLength(0)
    // The version is the same: there is nothing to take back.
    expect(JSON.stringify(done.blocks)).not.toContain('"Undo"')
  })

  it('restarts several services, one after the other', async () => {
    await say('/ohmy restart frontend,backend staging')
    const done = await card('Restart backend and frontend in staging with sprint-12-3f4021a — Done')
    expect(done.text).toMatch(/backend: verify that it is good[^]*frontend: update the service/)
    expect(effective('UpdateService').map(({ input }) => (input as { service: string }).service)).toEqual([
      backend,
      frontend,
    ])
  })

  it('shows the plan with --dry-run and changes nothing', async () => {
    const { message, data } = await sandbox.bot.dispatch.run('restart backend staging --dry-run', {
      id: requester.slackId,
      name: requester.name,
      origin: 'terminal',
    })
    expect(message.text).toContain('Restart backend in staging with sprint-12-3f4021a — only a plan')
    expect(message.text).toContain('Tasks: sprint-12-3f4021a → sprint-12-3f4021a, new tasks')
    expect(data).toMatchObject({ dryRun: true, plan: { changes: [{ what: 'Tasks' }] } })
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('takes the approvals that a deployment takes, where nothing else is written for it', async () => {
    await say('/ohmy restart backend production')
    const waiting = await card('Restart backend in production with sprint-12-3f4021a — Waiting for approval')
    expect(effective('UpdateService')).toHaveLength(0)
    await sandbox.workspace.click(approver, waiting, 'Approve')
    await card('Restart backend in production with sprint-12-3f4021a — Done')
  })

  it('is refused to who may only look', async () => {
    await say('/ohmy restart backend staging', viewer)
    await card('`restart` in staging takes the role operator; you have viewer.')
    expect(sandbox.account.calls.changes()).toEqual([])
  })

  it('is refused where new tasks would run another image, which is a deployment', async () => {
    const { world } = sandbox.account
    const image = world.service(frontend).image
    const tag = image.slice(image.lastIndexOf(':') + 1)
    world.pushImage('ohmycoins/frontend', tag)
    await say('/ohmy restart frontend staging')
    const { text } = await card('New tasks of frontend in staging would run another image')
    expect(text).toContain('its tag was pushed again and means sha256:')
    expect(text).toContain('/ohmy deploy frontend staging --force')
    expect(sandbox.account.calls.changes()).toEqual([])
  })
})
