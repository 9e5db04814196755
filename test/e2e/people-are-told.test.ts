import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('who has to know of an operation', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ bot: { leaseFor: 1_000 } })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const shown = (...words: readonly string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const pingsOf = ({ ts }: { ts: string }) =>
    sandbox.workspace
      .pings()
      .filter((ping) => ping.ts === ts)
      .map(({ who }) => who)

  it('is mentioned once with the plan, and can decide right there', async () => {
    await say('/ohmy scale backend 3 production --reason "more load"')
    const card = await shown('Scale backend in production from 2 to 3 tasks — Waiting for approval')
    const asked = await shown(
      'Rita Requester asks for approval: Scale backend in production from 2 to 3 tasks',
    )
    expect(asked.threadTs).toBe(card.ts)
    expect(asked.text).toContain('Desired count: 2 → 3')
    expect(asked.text).toContain('more load')
    expect(pingsOf(asked)).toEqual([approver.slackId])
    expect(pingsOf(card)).toEqual([])
    await sandbox.workspace.click(approver, asked, 'Approve')
    const done = await shown('Scale backend in production from 2 to 3 tasks — Done')
    expect(done.ts).toBe(card.ts)
    const settled = await shown('approved by Aaron Approver', '☑️')
    expect(settled.ts).toBe(asked.ts)
    expect(JSON.stringify(settled.blocks)).not.toContain('"Approve"')
    // What they looked at all the time is not told again.
    expect(sandbox.workspace.pings().filter(({ who }) => who === requester.slackId)).toEqual([])
  })

  it('hears of a rejection, in the thread', async () => {
    await say('/ohmy scale frontend 3 production')
    const card = await shown('Scale frontend in production from 2 to 3 tasks — Waiting for approval')
    await sandbox.workspace.click(approver, card, 'Reject')
    const modal = await sandbox.workspace.waitForModal(approver)
    await sandbox.workspace.submit(approver, modal, { reason: 'not today' })
    const told = await shown(
      `@${requester.slackId}`,
      'Scale frontend in production from 2 to 3 tasks — Rejected',
      'not today',
    )
    expect(told.threadTs).toBe(card.ts)
    expect(pingsOf(told)).toEqual([requester.slackId])
  })

  it('is not called for their own Cancel', async () => {
    await say('/ohmy scale frontend 4 production')
    const card = await shown('Scale frontend in production from 2 to 4 tasks — Waiting for approval')
    const asked = await shown('asks for approval: Scale frontend in production from 2 to 4 tasks')
    await sandbox.workspace.click(requester, card, 'Cancel')
    await until('the request to be closed', () =>
      sandbox.workspace
        .messages('devops')
        .some(({ ts, text }) => ts === asked.ts && text.includes('cancelled by Rita Requester')),
    )
    const inThread = sandbox.workspace.messages('devops').filter(({ threadTs }) => threadTs === card.ts)
    expect(inThread.map(({ ts }) => ts)).toEqual([asked.ts])
  })

  it('who meets an operation in the way gets its message, and the buttons that help', async () => {
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' } })
    await say('/ohmy scale backend 4 staging')
    const running = await shown('Scale backend in staging from 1 to 4 tasks — Running')
    await say('/ohmy scale backend 2 staging')
    const own = await shown('You are already changing it: Scale backend in staging from 1 to 4 tasks')
    expect(own.ephemeralFor).toBe(requester.slackId)
    expect(JSON.stringify(own.blocks)).toContain(
      `/archives/${running.channel}/p${running.ts.replace('.', '')}|op-`,
    )
    expect(own.text).not.toMatch(/`locked`|Usage/)
    await say('/ohmy scale backend 2 staging', approver)
    const others = await shown('Rita Requester is already changing it')
    await sandbox.workspace.click(approver, others, 'Cancel it')
    await shown('Scale backend in staging from 1 to 4 tasks — Cancelled')
    sandbox.account.faults.clear()
    await sandbox.workspace.click(approver, others, 'Ask again')
    await shown('Scale backend in staging from 1 to 2 tasks — Done')
  })

  it('sees broken glass in the channel itself', async () => {
    await say('/ohmy scale frontend 3 production --break-glass --reason "site is down"', approver)
    const loud = await shown('Aaron Approver broke the glass in production', 'site is down')
    expect(loud.threadTs).toBeUndefined()
    expect(pingsOf(loud)).toEqual([])
  })
})

describe('people who want direct messages', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nnotify: { approvers: direct, requester: direct }\n`,
    })
  })
  afterAll(() => sandbox.stop())

  it('get the request and its end there, and nobody is mentioned', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    const all = () => sandbox.workspace.state().messages
    const direct = (person: string, words: string) => {
      const { channels } = sandbox.workspace.state()
      const channel = channels.find(({ directMessageWith }) => directMessageWith === person)
      return all().find((message) => message.channel === channel?.id && message.text.includes(words))
    }
    await until('the request', () => direct(approver.slackId, 'asks for approval') !== undefined)
    const card = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Waiting for approval'),
    )
    await sandbox.workspace.click(approver, card, 'Reject')
    const modal = await sandbox.workspace.waitForModal(approver)
    await sandbox.workspace.submit(approver, modal, { reason: 'not today' })
    await until('the end', () => direct(requester.slackId, '— Rejected') !== undefined)
    await until('that it is over', () => direct(approver.slackId, 'rejected by Aaron') !== undefined)
    expect(sandbox.workspace.pings()).toEqual([])
  })
})
