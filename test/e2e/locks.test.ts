import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const backend = 'ohmycoins-staging-backend'
const prodBackend = 'ohmycoins-prod-backend'
const day = 24 * 3_600_000

/** What a person can do in #devops, and what comes of it. */
function inDevops(sandbox: () => Sandbox) {
  const { workspace } = { workspace: () => sandbox().workspace }
  return {
    say: (text: string, person = requester) => workspace().say(person, 'devops', text),
    shown: (words: string, timeout = 10_000) =>
      workspace().waitForMessage('devops', ({ text }) => text.includes(words), { timeout }),
    desired: (service: string) => sandbox().account.world.service(service).desiredCount,
    updates: () =>
      sandbox()
        .account.calls.of('UpdateService')
        .filter((call) => call.effective).length,
    audited: () =>
      inStore(sandbox().store.url, async (redis) => {
        const entries = await redis.xrange(keys.audit, '-', '+')
        return entries.map(
          ([, fields]) => JSON.parse(fields[fields.indexOf('record') + 1] ?? '{}') as Record<string, unknown>,
        )
      }),
  }
}

describe('locking', () => {
  let sandbox: Sandbox
  /** What happens between the plan and the change of the next operation. */
  let meanwhile: (() => Promise<unknown>) | undefined
  beforeAll(async () => {
    sandbox = await startSandbox({
      bot: {
        timeScale: 1 / 200,
        async checkpoint(name) {
          if (name !== 'planned again') return
          const act = meanwhile
          meanwhile = undefined
          await act?.()
        },
      },
    })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())
  afterEach(() => inStore(sandbox.store.url, (redis) => redis.del(keys.peopleLocks)))
  const { say, shown, desired, updates, audited } = inDevops(() => sandbox)

  it('keeps a service from being changed and says whose lock it is, until it is unlocked', async () => {
    await say('/ohmy lock backend staging --reason "load test" --for 2h')
    const locked = await shown('Backend in staging is locked')
    expect(locked.ephemeralFor).toBeUndefined()
    await say('/ohmy scale backend 2 staging', approver)
    const refusal = await shown('Rita Requester locked backend in staging: “load test”')
    expect(refusal.ephemeralFor).toBe(approver.slackId)
    expect(refusal.text).toContain('/ohmy unlock backend staging')
    expect(updates()).toBe(0)

    await say('/ohmy scale frontend 2 staging')
    await shown('Scale frontend in staging from 1 to 2 tasks — Done', 15_000)

    await say('/ohmy unlock backend staging')
    await shown('Backend in staging is unlocked')
    await say('/ohmy scale backend 2 staging')
    await shown('Scale backend in staging from 1 to 2 tasks — Done', 15_000)
    expect(desired(backend)).toBe(2)
  })

  it('of everything stops a change in any environment, dry runs too', async () => {
    await say('/ohmy lock all --reason "AWS is in trouble"')
    await shown('Everything is locked')
    await say('/ohmy scale backend 3 staging --dry-run')
    await shown('You locked everything: “AWS is in trouble”')
    expect(updates()).toBe(0)
  })

  it('is for operators, and unlocking for the owner and approvers', async () => {
    await say('/ohmy lock staging --reason x', viewer)
    expect((await shown('`lock` in staging takes the role operator')).ephemeralFor).toBe(viewer.slackId)
    await say('/ohmy lock staging --reason "by Aaron"', approver)
    await shown('Staging is locked')
    await say('/ohmy unlock staging')
    await shown('only Aaron Approver or an approver may unlock it')
    await say('/ohmy unlock staging', approver)
    await shown('Staging is unlocked')
  })

  it('is shown to everybody who asks, without pinging anybody', async () => {
    await say('/ohmy lock production --reason "<!channel> *migration*" --for 1d')
    await shown('Production is locked')
    await say('/ohmy locks', viewer)
    const list = await shown('Times are those of Australia/Sydney')
    expect(list.text).toMatch(/Production — .*migration/)
    expect(list.text).toMatch(/Rita Requester, since \w{3} \d+ \w{3} \d\d:\d\d \(\d+ m?s ago\), until \w{3} /)
    expect(list.text).toMatch(/maintenance window of production \(Sun 02:00–04:00\) is/)
    expect(sandbox.workspace.pings()).toEqual([])
  })

  it('between plan and change stops the change', async () => {
    const before = desired(backend)
    const aaron: Caller = { id: approver.slackId, name: approver.name, origin: 'terminal' }
    meanwhile = () => sandbox.bot.dispatch.run('lock staging --reason "just now"', aaron)
    await say('/ohmy scale backend +2 staging')
    const stopped = await shown('just now”', 15_000)
    expect(stopped.text).toContain(`Scale backend in staging from ${before} to ${before + 2} tasks — Failed`)
    expect(stopped.text).toContain('Aaron Approver locked staging: “just now”')
    expect(desired(backend)).toBe(before)
    expect(updates()).toBe(0)
  })

  it('after the request keeps it from being approved, and says so at the click', async () => {
    await say('/ohmy scale frontend 3 production')
    const waiting = await shown('Scale frontend in production from 2 to 3 tasks — Waiting for approval')
    await say('/ohmy lock frontend production --reason "not now"')
    await shown('Frontend in production is locked')
    await sandbox.workspace.click(approver, waiting, 'Approve')
    const told = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text, ephemeralFor }) =>
        ephemeralFor === approver.slackId && text.includes('Rita Requester locked frontend in production'),
    )
    expect(told.text).toContain('not now')
    expect(desired('ohmycoins-prod-frontend')).toBe(2)
    await sandbox.workspace.click(requester, waiting, 'Cancel')
    await shown('Scale frontend in production from 2 to 3 tasks — Cancelled')
  })

  it('does not keep a running change from being cancelled and put back', async () => {
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' }, times: 40 })
    const before = desired('ohmycoins-staging-frontend')
    await say('/ohmy scale frontend +1 staging')
    const summary = `Scale frontend in staging from ${before} to ${before + 1} tasks`
    const running = await shown(`${summary} — Running`)
    await until('the change', () => desired('ohmycoins-staging-frontend') === before + 1)
    await say('/ohmy lock staging --reason "stop it all"', approver)
    await shown('Staging is locked')
    await sandbox.workspace.click(requester, running, 'Cancel')
    await shown(`${summary} — Cancelled`, 15_000)
    sandbox.account.faults.clear()
    expect(desired('ohmycoins-staging-frontend')).toBe(before)
  })

  it('is passed by with the glass broken: by who may, with a reason, shown and audited', async () => {
    await say('/ohmy lock production --reason "audit week"')
    await shown('Production is locked')
    await say('/ohmy scale backend 3 production --break-glass --reason "site is down"')
    const refusal = await shown('`--break-glass` in production takes the role approver; you have operator')
    expect(refusal.text).toContain('Aaron Approver')
    await say('/ohmy scale backend 3 production --break-glass', approver)
    await shown('takes a reason')
    expect(updates()).toBe(0)

    await say('/ohmy scale backend 3 production --break-glass --reason "site is down"', approver)
    const done = await shown('Scale backend in production from 2 to 3 tasks — Done', 15_000)
    expect(done.text).toContain(
      'Glass broken: approvals, locks and freezes were passed by. Reason: site is down',
    )
    expect(done.text).not.toContain('approved by')
    expect(desired(prodBackend)).toBe(3)
    const requested = (await audited()).filter(
      ({ kind, actor, summary }) =>
        kind === 'requested' && actor === approver.slackId && String(summary).includes('site is down'),
    )
    expect(requested).toHaveLength(1)
  })

  it('and unlocking are in the audit with who, what and why', async () => {
    await say('/ohmy lock staging --reason "for the record"')
    await shown('for the record')
    await say('/ohmy unlock staging', approver)
    await until('the record', async () =>
      (await audited()).some(
        ({ kind, actor, summary }) =>
          kind === 'unlocked' &&
          actor === approver.slackId &&
          summary === 'staging: the lock of Rita Requester (for the record)',
      ),
    )
    const locked = (await audited()).find(
      ({ kind, summary }) => kind === 'locked' && summary === 'staging: for the record',
    )
    expect(locked?.['actor']).toBe(requester.slackId)
  })
})

describe('a freeze', () => {
  const local = (instant: number) => new Date(instant).toISOString().slice(0, 16)
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}
freezes:
  - { from: ${local(Date.now() - 2 * day)}, until: ${local(Date.now() + 2 * day)}, reason: big sale, environments: [production] }
  - { from: ${local(Date.now() + 4 * day)}, until: ${local(Date.now() + 5 * day)}, reason: stock taking }
  - { from: ${local(Date.now() + 9 * day)}, until: ${local(Date.now() + 10 * day)}, reason: far away }
`,
    })
  })
  afterAll(() => sandbox.stop())
  const { say, shown, desired, updates } = inDevops(() => sandbox)

  it('refuses a change with its reason and its end, and leaves other environments alone', async () => {
    await say('/ohmy scale backend 3 production')
    const refusal = await shown('production is frozen until')
    expect(refusal.text).toContain('big sale')
    expect(refusal.text).toContain('--break-glass')
    expect(refusal.text).toContain('Aaron Approver')
    expect(updates()).toBe(0)
    await say('/ohmy scale backend 2 staging')
    await shown('Scale backend in staging from 1 to 2 tasks — Done', 15_000)
  })

  it('is announced a week ahead', async () => {
    await say('/ohmy locks')
    const list = await shown('Freezes are told a week ahead')
    expect(list.text).toMatch(/Production frozen until .*; rollback may pass — `big sale`/)
    expect(list.text).toMatch(/Everything will be frozen from .* until .*stock taking/)
    expect(list.text).not.toContain('far away')
    expect(list.text).not.toContain('Nothing is locked')
  })

  it('lets a rollback pass', async () => {
    await say('/ohmy rollback backend production --dry-run')
    const plan = await shown('only a plan, nothing was changed')
    expect(plan.text).toContain('backend in production')
  })

  it('is passed by with the glass broken', async () => {
    await say('/ohmy scale backend 3 production --break-glass --reason "more customers than ever"', approver)
    await shown('Scale backend in production from 2 to 3 tasks — Done', 15_000)
    expect(desired(prodBackend)).toBe(3)
  })
})

describe('a store that went away', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  const { updates } = inDevops(() => sandbox)

  it('lets nothing be changed: whether it is locked cannot be known', async () => {
    const rita: Caller = { id: requester.slackId, name: requester.name, origin: 'terminal' }
    await sandbox.store.kill()
    const reply = await sandbox.bot.dispatch.run('scale backend 2 staging', rita)
    expect(reply.failed).toBe('refused')
    expect(reply.message.text).toContain('The locks cannot be read')
    expect(updates()).toBe(0)
    await sandbox.store.start()
  })
})
