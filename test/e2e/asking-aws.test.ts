import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Fault } from '../../sandbox/account/faults.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const slow: Fault = { kind: 'delay', ms: 2_600 }

describe('while AWS takes its time', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.faults.clear())

  const messages = () => sandbox.workspace.messages('devops')
  const shown = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 15_000 })
  const waiting = () => messages().filter(({ text }) => text.includes('Asking AWS …'))

  it('a reading says so after two seconds, and the answer takes the place of it', async () => {
    sandbox.account.faults.add({ action: 'DescribeServices', fault: slow, times: 1 })
    await sandbox.workspace.say(viewer, 'devops', '/ohmy status staging')
    const first = await shown('Asking AWS …')
    expect(first.text).toContain('status staging')
    expect(first.text).toContain('asked by Vera Viewer')
    const answer = await shown('staging is')
    expect(answer.ts).toBe(first.ts)
    expect(waiting()).toEqual([])
  })

  it('what is quicker says nothing', async () => {
    const before = messages().length
    await sandbox.workspace.say(viewer, 'devops', '/ohmy status production')
    const answer = await shown('production is')
    expect(answer.edits).toBe(0)
    expect(messages()).toHaveLength(before + 1)
  })

  it('a plan says so too, and leaves its place to the operation', async () => {
    sandbox.account.faults.add({ action: 'DescribeServices', fault: slow, times: 1 })
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 production')
    await shown('Asking AWS …')
    await shown('Scale backend in production from 2 to 3 tasks — Waiting for approval')
    await until('it to go', () => waiting().length === 0)
  })

  it('a mention says so in its thread; a refusal, which others do not see, leaves nothing there', async () => {
    sandbox.account.faults.add({ action: 'DescribeServices', fault: slow, times: 1 })
    await sandbox.workspace.say(approver, 'devops', '@ohmy scale backend 99 production')
    const first = await shown('Asking AWS …')
    expect(first.threadTs).toBeDefined()
    const refusal = await shown('99')
    await until('it to go', () => waiting().length === 0)
    expect(refusal.ephemeralFor ?? approver.slackId).toBe(approver.slackId)
  })
})
