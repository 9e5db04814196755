import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const prodBackend = 'ohmycoins-prod-backend'

describe('scaling a service', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 15_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const desired = (service = backend) => sandbox.account.world.service(service).desiredCount

  it('is one message that follows the change to its end, and Undo takes it back', async () => {
    await say('/ohmy scale backend 4 staging')
    const done = await card('Scale backend in staging from 1 to 4 tasks — Done')
    expect(done.text).toContain('4 of 4 tasks running')
    expect(done.text).toContain('4 of 4 targets healthy')
    expect(done.text).toContain('Asked by Rita Requester')
    expect(done.edits).toBeGreaterThan(0)
    expect(desired()).toBe(4)
    await sandbox.workspace.click(requester, done, 'Undo')
    await card('Scale backend in staging from 4 to 1 task — Done')
    const undone = await card('undone by op-')
    expect(undone.ts).toBe(done.ts)
    expect(desired()).toBe(1)
    expect(sandbox.account.calls.of('UpdateService').filter((call) => call.effective)).toHaveLength(2)
  })

  it('answers everybody who presses Undo at the same instant, and undoes once', async () => {
    await say('/ohmy scale frontend 2 staging')
    const done = await card('Scale frontend in staging from 1 to 2 tasks — Done')
    await Promise.all([
      sandbox.workspace.click(requester, done, 'Undo'),
      sandbox.workspace.click(approver, done, 'Undo'),
      sandbox.workspace.click(viewer, done, 'Undo'),
    ])
    await card('Scale frontend in staging from 2 to 1 task — Done')
    const told = () =>
      sandbox.workspace.messages('devops').filter((message) => message.ephemeralFor !== undefined)
    await until('answers to the two who lost', () => told().length >= 2)
    const toViewer = told().find((message) => message.ephemeralFor === viewer.slackId)
    // Who comes a moment later reads what became of it instead.
    expect(toViewer?.text).toMatch(/takes the role operator; you have viewer|already undone/)
    const updates = sandbox.account.calls.of('UpdateService').filter((call) => call.effective)
    expect(updates).toHaveLength(2)
  })

  it('puts the count back when it is cancelled on the way', async () => {
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' }, times: 40 })
    await say('/ohmy scale backend 3 staging')
    const running = await card('Scale backend in staging from 1 to 3 tasks — Running')
    await until('the change', () => desired() === 3)
    await sandbox.workspace.click(approver, running, 'Cancel')
    const cancelled = await card('Scale backend in staging from 1 to 3 tasks — Cancelled')
    sandbox.account.faults.clear()
    expect(cancelled.text).toContain('Aaron Approver cancelled it')
    expect(desired()).toBe(1)
  })

  /** Presses Approve on a card that waits in production. */
  const approve = async (summary: string) => {
    const waiting = await card(`${summary} — Waiting for approval`)
    await sandbox.workspace.click(approver, waiting, 'Approve')
    return card(`${summary} — Done`)
  }

  it('asks for the name of the service before it goes to zero, and in production for an approval too', async () => {
    await say('/ohmy scale backend 0 production')
    const waiting = await card('Scale backend in production from 2 to 0 tasks — Waiting for a confirmation')
    await sandbox.workspace.click(requester, waiting, 'Confirm …')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(modal.view).toMatchObject({ title: { text: 'Confirm' }, submit: { text: 'Confirm' } })
    const asked = JSON.stringify(modal.view.blocks)
    expect(asked).toContain('Scale backend in production from 2 to 0 tasks')
    expect(asked).not.toMatch(/op-[a-z0-9]{4,}|--/)
    await sandbox.workspace.submit(requester, modal, { word: 'frontend' })
    const refused = await sandbox.workspace.waitForModal(requester, ({ errors }) => errors !== undefined)
    expect(refused.errors?.['word']).toContain('Type backend exactly')
    expect(desired(prodBackend)).toBe(2)
    await sandbox.workspace.submit(requester, modal, { word: 'backend' })
    const asking = await card('Scale backend in production from 2 to 0 tasks — Waiting for approval')
    expect(asking.text).toMatch(
      /Cost: −72 USD a month, by the prices of 2026-11-28 \(us-east-1\)\. Autoscaling may make it 0–360 USD in all, instead of 72–360 USD\./,
    )
    expect(desired(prodBackend)).toBe(2)
    const done = await approve('Scale backend in production from 2 to 0 tasks')
    expect(done.text).toContain('approved by Aaron Approver')
    expect(desired(prodBackend)).toBe(0)
    expect(sandbox.account.world.scalableTarget(`service/ohmycoins-prod-cluster/${prodBackend}`)?.min).toBe(0)
    await sandbox.workspace.click(requester, done, 'Undo')
    await approve('Scale backend in production from 0 to 2 tasks')
    expect(sandbox.account.world.scalableTarget(`service/ohmycoins-prod-cluster/${prodBackend}`)?.min).toBe(2)
  })

  it('lets only who asked confirm', async () => {
    await say('/ohmy scale frontend 0 staging')
    const waiting = await card('Scale frontend in staging from 1 to 0 tasks — Waiting')
    await sandbox.workspace.click(approver, waiting, 'Confirm …')
    await card('Only Rita Requester can confirm this')
    expect(desired('ohmycoins-staging-frontend')).toBe(1)
    await sandbox.workspace.click(requester, waiting, 'Cancel')
    await card('Scale frontend in staging from 1 to 0 tasks — Cancelled')
  })

  it('refuses a viewer, saying which role it takes and who has it', async () => {
    await say('/ohmy scale backend 4 staging', viewer)
    const refusal = await card('takes the role operator; you have viewer')
    expect(refusal.ephemeralFor).toBe(viewer.slackId)
    expect(refusal.text).toContain('Rita Requester')
    expect(sandbox.workspace.pings().filter((ping) => ping.ts === refusal.ts)).toEqual([])
  })

  it('refuses changes outside the channels for them', async () => {
    await sandbox.workspace.say(requester, 'incidents', '/ohmy scale backend 4 staging')
    const refusal = await sandbox.workspace.waitForMessage('incidents', ({ text }) => text.includes('devops'))
    expect(refusal.ephemeralFor).toBe(requester.slackId)
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
  })

  it('never assumes an environment for a change', async () => {
    await say('/ohmy scale backend 4')
    const refusal = await card('/ohmy scale backend 4 production')
    expect(refusal.text).toContain('/ohmy scale backend 4 staging')
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
  })

  it('is asked for in a modal behind the Scale button of a status', async () => {
    await say('/ohmy status staging')
    const status = await card('staging is')
    await sandbox.workspace.click(requester, status, 'Scale')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { service: 'frontend', count: 'many' })
    const refused = await sandbox.workspace.waitForModal(requester, ({ errors }) => errors !== undefined)
    expect(refused.errors).toEqual({ count: expect.stringContaining('such as 4') })
    await sandbox.workspace.submit(requester, modal, { service: 'frontend', count: '+1', reason: 'a "test"' })
    const done = await card('reason: a "test"')
    expect(done.text).toContain('Scale frontend in staging from 1 to 2 tasks')
  })

  it('times out with what ECS says, not just with the time', async () => {
    sandbox.account.world.setImage('sprint-12-3f4021a', 'broken')
    await say('/ohmy scale backend 2 staging')
    const failed = await card('Scale backend in staging from 1 to 2 tasks — Failed', 25_000)
    expect(failed.text).toMatch(/took longer than 1[05] min/)
    expect(failed.text).toContain('exit code 1')
  })

  it('pinged nobody but who may approve, and who asked for what somebody else cancelled', () => {
    const pinged = sandbox.workspace.pings().map(({ who }) => who)
    expect(pinged.filter((who) => who !== approver.slackId)).toEqual([requester.slackId])
  })
})
