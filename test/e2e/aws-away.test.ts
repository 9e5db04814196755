import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('a status while AWS is away', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const shown = (words: string) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout: 60_000 })
  const metrics = async () => (await fetch(`${sandbox.botUrl}/metrics`)).text()

  it('shows what was known, says so before anything else, and is honest in its headline', async () => {
    await sandbox.workspace.say(viewer, 'devops', '/ohmy status staging')
    const before = await shown('staging is healthy')
    sandbox.account.faults.add({ fault: { kind: 'serverError' } })
    await sandbox.workspace.click(viewer, before, 'Refresh')
    const after = await shown('AWS does not answer')
    expect(after.ts).toBe(before.ts)
    const lines = after.text.split('\n')
    expect(lines[0]).toMatch(/^🕓 AWS does not answer: this is as of /)
    expect(lines[2]).toMatch(/staging was healthy — 2 services, 2 of 2 tasks running/)
    expect(after.text).not.toContain('staging is healthy')
  })

  it('is new again as soon as AWS answers', async () => {
    sandbox.account.faults.clear()
    const old = await shown('AWS does not answer')
    await sandbox.workspace.click(viewer, old, 'Refresh')
    expect((await shown('staging is healthy')).text).not.toContain('AWS does not answer')
  })

  it('comes later for a change that is on its way: it waits until ECS is asked again, and succeeds', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 3 staging')
    await until('the change in AWS', () => sandbox.account.calls.changes().length > 0)
    sandbox.account.faults.add({ service: 'ecs', fault: { kind: 'serverError' } })
    const open = /ohmy_aws_circuit_open\{region="ap-southeast-2",service="ecs"\} (\d)/
    await until('the circuit to open', async () => open.exec(await metrics())?.[1] === '1')
    const asked = sandbox.account.calls.count('DescribeServices')
    await sandbox.workspace.say(viewer, 'devops', '/ohmy status backend staging')
    await shown('ohmy asks it again in')
    expect(sandbox.account.calls.count('DescribeServices') - asked).toBeLessThanOrEqual(1)
    sandbox.account.faults.clear()
    await sandbox.workspace.waitForMessage('devops', ({ text }) => /✅.*backend/.test(text), {
      timeout: 60_000,
    })
    expect(open.exec(await metrics())?.[1]).toBe('0')
    expect(sandbox.account.calls.changes()).toHaveLength(1)
  }, 60_000)

  it('is counted for Prometheus: calls by outcome, and what stood in', async () => {
    const text = await metrics()
    expect(text).toMatch(/ohmy_aws_calls_total\{action="ecs:DescribeServices",outcome="answered"\} \d/)
    expect(text).toMatch(/ohmy_aws_calls_total\{action="ecs:DescribeServices",outcome="unavailable"\} \d/)
    expect(text).toMatch(/ohmy_aws_call_seconds_count\{service="ecs"\} \d/)
    expect(text).toMatch(/ohmy_answers_total\{shared_by="process",source="last known"\} \d/)
    expect(text).toMatch(/ohmy_answers_total\{shared_by="all processes",source="asked"\} \d/)
  })
})
