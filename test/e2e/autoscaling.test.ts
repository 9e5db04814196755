import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-prod-backend'
const frontend = 'ohmycoins-staging-frontend'
const target = `service/ohmycoins-prod-cluster/${backend}`

describe('a count beside autoscaling', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 15_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const range = () => sandbox.account.world.scalableTarget(target)
  const desired = (service: string) => sandbox.account.world.service(service).desiredCount
  /** Says it, and lets the second person agree. */
  const agreed = async (line: string, summary: string) => {
    await say(line)
    const waiting = await card(`${summary} — Waiting for approval`)
    await sandbox.workspace.click(approver, waiting, 'Approve')
  }

  it('is done once it was set, and tells that autoscaling has moved it on since, and why', async () => {
    sandbox.account.world.setCapacity(backend, 2)
    const summary = 'Scale backend in production from 2 to 3 tasks'
    await agreed('/ohmy scale backend 3 production', summary)
    await until('the change', () => desired(backend) === 3)
    expect(sandbox.account.world.autoscale(backend, 5)).toBe(true)
    const moved = await card('set to 3; it is 5 since')
    expect(moved.text).toMatch(
      /it is 5 since \d{4}-\d\d-\d\d \d\d:\d\d UTC, by autoscaling \(monitor alarm TargetTracking-\S+AlarmHigh/,
    )
    sandbox.account.world.setCapacity(backend, undefined)
    const done = await card(`${summary} — Done`)
    expect(done.ts).toBe(moved.ts)
    expect(done.text).toMatch(/[3-5] of 5 targets healthy/)
    expect(desired(backend)).toBe(5)
  })

  it('is done, too, where somebody else has moved it on', async () => {
    sandbox.account.world.setCapacity(frontend, 1)
    await say('/ohmy scale frontend 2 staging')
    await until('the change', () => desired(frontend) === 2)
    sandbox.account.world.setDesiredCount(frontend, 3)
    await card('set to 2; it is 3 since, by somebody else')
    sandbox.account.world.setCapacity(frontend, undefined)
    await card('Scale frontend in staging from 1 to 2 tasks — Done')
  })

  it('keeps to another range, and Undo brings back the one before', async () => {
    const summary = 'Let autoscaling keep backend in production between 3 and 6 tasks'
    await say('/ohmy scale backend 3..6 production --dry-run')
    const plan = await card(`${summary} — only a plan`)
    expect(plan.text).toContain('Autoscaling range: 2–10 → 3–6')
    await agreed('/ohmy scale backend 3..6 production', summary)
    const done = await card(`${summary} — Done`)
    expect(sandbox.account.calls.count('UpdateService')).toBe(0)
    expect(range()).toMatchObject({ min: 3, max: 6 })
    await sandbox.workspace.click(requester, done, 'Undo')
    const back = 'Let autoscaling keep backend in production between 2 and 10 tasks'
    const waiting = await card(`${back} — Waiting for approval`)
    await sandbox.workspace.click(approver, waiting, 'Approve')
    await card(`${back} — Done`)
    expect(range()).toMatchObject({ min: 2, max: 10 })
  })

  it.each([
    [
      'scale frontend 1..3 staging',
      'frontend in staging has no autoscaling, so there is no range to change.',
    ],
    ['scale backend 2..11 production', 'production allows at most 10 tasks a service.'],
    ['scale backend 1..6 production', 'production asks for at least 2 tasks a service.'],
    [
      'scale backend 2..10 production',
      'Autoscaling keeps backend in production between 2 and 10 tasks already.',
    ],
    ['scale backend 6..2 production', '`6..2` is not a range.'],
    ['autoscaling suspend frontend staging', 'frontend in staging has no autoscaling.'],
    ['autoscaling resume backend production', 'Autoscaling of backend in production works already.'],
  ])('%s: %s', async (line, words) => {
    await say(`/ohmy ${line}`)
    await card(words)
    expect(sandbox.account.calls.of('RegisterScalableTarget')).toHaveLength(0)
  })

  it('asks which service where none was named', async () => {
    await say('/ohmy autoscaling suspend production --for 1h')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal.view.blocks)).toContain('Service')
    expect(sandbox.account.calls.of('RegisterScalableTarget')).toHaveLength(0)
  })

  it('stands still while autoscaling is suspended, which ends by itself', async () => {
    const summary = 'Suspend autoscaling of backend in production for 20 min'
    await agreed('/ohmy autoscaling suspend backend production --for 20m --reason "SEV-2"', summary)
    const running = await card(
      '✓ Suspend it — it neither adds nor takes away tasks and does nothing that is scheduled',
    )
    expect(running.text).toMatch(/Wait until its time is over — until \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
    expect(sandbox.account.world.autoscale(backend, 9)).toBe(false)
    // What is done to the service does not wait for it.
    await say('/ohmy scale backend 4 production --dry-run')
    await card('Scale backend in production from 5 to 4 tasks — only a plan')
    const done = await card(`${summary} — Done`, 30_000)
    expect(done.ts).toBe(running.ts)
    expect(done.text).toMatch(/Done.*\nIt works\n[\s\S]*✓ Let it work as before/)
    expect(range()).toEqual({ min: 2, max: 10, isSuspended: false })
    const changes = sandbox.account.calls.of('RegisterScalableTarget').filter(({ effective }) => effective)
    expect(changes).toHaveLength(2)
  })

  it('is resumed sooner by a word, which the suspension sees; a viewer may only look', async () => {
    const summary = 'Suspend autoscaling of backend in production for 3 d'
    await agreed('/ohmy autoscaling suspend backend production --for 3d --only in', summary)
    await card('✓ Suspend it — it takes no tasks away')
    await say('/ohmy autoscaling show production', viewer)
    const shown = await card('Autoscaling in production is suspended for backend')
    expect(shown.text).toMatch(/It takes no tasks away, until .*\(Rita Requester, op-\w+\)/)
    expect(shown.text).toContain('Setting desired count to 5.')
    await sandbox.workspace.click(viewer, shown, 'Resume')
    await card('`autoscaling` in production takes the role operator; you have viewer')
    await sandbox.workspace.click(requester, shown, 'Resume')
    const waiting = await card('Resume autoscaling of backend in production — Waiting for approval')
    await sandbox.workspace.click(approver, waiting, 'Approve')
    await card('Resume autoscaling of backend in production — Done')
    const ended = await card(`${summary} — Done`)
    expect(ended.text).toContain('somebody has changed it: it works')
    expect(range()?.isSuspended).toBe(false)
  })

  it('is let go of by Cancel, whatever lock lies on the service by then', async () => {
    const summary = 'Suspend autoscaling of backend in production for 7 d'
    await agreed('/ohmy autoscaling suspend backend production --for 7d', summary)
    const running = await card(`${summary} — Running`)
    await until('the suspension', () => range()?.isSuspended === true)
    await say('/ohmy lock backend production --reason "incident"', approver)
    await card('🔒 Backend in production is locked')
    await sandbox.workspace.click(requester, running, 'Cancel')
    const cancelled = await card(`${summary} — Cancelled`)
    expect(cancelled.text).toContain('Rita Requester cancelled it, and autoscaling works as before.')
    expect(range()?.isSuspended).toBe(false)
    await say('/ohmy unlock backend production', approver)
    await card('🔓 Backend in production is unlocked')
  })

  it('is told as data', async () => {
    const place = { channel: 'C0DEVOPS', channelName: 'devops' }
    const caller = { id: viewer.slackId, name: viewer.name, origin: 'terminal', place } as const
    const { data } = await sandbox.bot.dispatch.run('autoscaling show production', caller)
    expect(data).toMatchObject({
      environment: 'production',
      services: [
        { service: 'backend', minimum: 2, maximum: 10 },
        { service: 'frontend', desired: 2, minimum: 2, maximum: 10 },
      ],
      without: [],
    })
  })
})
