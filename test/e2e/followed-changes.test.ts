import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** Slow enough that steps look as often as they do in real time, whatever else the machine does. */
const speed = 20

describe('the calls of a change that is followed to its end', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      account: { speed },
      bot: { timeScale: 1 / speed, looksForPausesEvery: 2 ** 31 - 1 },
    })
  })
  afterAll(() => sandbox.stop())

  /** Says it and waits for the last card; the calls by name. */
  async function callsOf(line: string, outcome: RegExp): Promise<Readonly<Record<string, number>>> {
    sandbox.account.calls.reset()
    await sandbox.workspace.say(requester, 'devops', line)
    await sandbox.workspace.waitForMessage('devops', ({ text }) => outcome.test(text), { timeout: 60_000 })
    return sandbox.account.calls.counts()
  }
  const sum = (calls: Readonly<Record<string, number>>) =>
    Object.values(calls).reduce((total, count) => total + count, 0)

  it('a deployment, in a process that has just started', { timeout: 90_000 }, async () => {
    const calls = await callsOf(
      '/ohmy deploy backend sprint-13-7ac41be staging',
      /Deploy sprint-13-7ac41be to backend in staging — Done/,
    )
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(35)
    // Twice for the plan, once before the change and once after it: then it is known which deployment is followed.
    expect(calls['ListServiceDeployments']).toBe(4)
    // It was watched all the time: the rollout every ten seconds, its health every fifteen.
    expect(calls['DescribeServiceDeployments']).toBeGreaterThan(3)
    expect(calls['DescribeTargetHealth']).toBeGreaterThan(3)
  })

  it('a rollback', { timeout: 90_000 }, async () => {
    const calls = await callsOf(
      '/ohmy rollback backend staging',
      /Roll backend in staging back to sprint-12-3f4021a.* — Done/,
    )
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(40)
  })

  it('a deployment that fails and goes back by itself', { timeout: 90_000 }, async () => {
    const calls = await callsOf(
      '/ohmy deploy frontend sprint-13-d4e8f02-broken staging',
      /-broken to frontend in staging — Rolled back/,
    )
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(50)
  })
})
