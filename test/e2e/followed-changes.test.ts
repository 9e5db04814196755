import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** Slow enough that steps look as often as they do in real time, whatever else the machine does. */
const speed = 20
const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'

type Calls = Readonly<Record<string, number>>

function follow(configure?: (yaml: string) => string) {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      account: { speed },
      bot: { timeScale: 1 / speed, looksForPausesEvery: 2 ** 31 - 1 },
      ...(configure === undefined ? {} : { configure }),
    })
  })
  afterAll(() => sandbox.stop())

  return {
    /** Says it and waits for the last card; the calls by name. */
    async callsOf(line: string, outcome: RegExp): Promise<Calls> {
      sandbox.account.calls.reset()
      await sandbox.workspace.say(requester, 'devops', line)
      await sandbox.workspace.waitForMessage('devops', ({ text }) => outcome.test(text), { timeout: 60_000 })
      return sandbox.account.calls.counts()
    },
    sandbox: () => sandbox,
  }
}

/** The queue is read whatever is followed, and a process with one asks once how all alarms stand. */
const besides = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'DescribeAlarms']
const sum = (calls: Calls) =>
  Object.entries(calls).reduce((total, [name, count]) => (besides.includes(name) ? total : total + count), 0)

const deploy = '/ohmy deploy backend sprint-13-7ac41be staging'
const deployed = /Deploy sprint-13-7ac41be to backend in staging — Done/
const rollback = '/ohmy rollback backend staging'
const rolledBack = /Roll backend in staging back to sprint-12-3f4021a.* — Done/
const deployBroken = '/ohmy deploy frontend sprint-13-d4e8f02-broken staging'
const wentBack = /-broken to frontend in staging — Rolled back/

describe('the calls of a change that is followed to its end', () => {
  const { callsOf } = follow()

  it('a deployment, in a process that has just started', { timeout: 90_000 }, async () => {
    const calls = await callsOf(deploy, deployed)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(35)
    // Twice for the plan, once before the change and once after it: then it is known which deployment is followed.
    expect(calls['ListServiceDeployments']).toBe(4)
    // It was watched all the time: the rollout every ten seconds, its health every fifteen.
    expect(calls['DescribeServiceDeployments']).toBeGreaterThan(3)
    expect(calls['DescribeTargetHealth']).toBeGreaterThan(3)
  })

  it('a rollback', { timeout: 90_000 }, async () => {
    const calls = await callsOf(rollback, rolledBack)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(40)
  })

  it('a deployment that fails and goes back by itself', { timeout: 90_000 }, async () => {
    const calls = await callsOf(deployBroken, wentBack)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(50)
  })
})

describe('the calls of a change of which events tell', () => {
  const { callsOf, sandbox } = follow((yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n`)

  it('a deployment', { timeout: 90_000 }, async () => {
    const calls = await callsOf(deploy, deployed)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(32)
    // Well at the begin of its minute and at its end; on a machine that is behind, once more in between.
    expect(calls['DescribeTargetHealth']).toBeLessThan(4)
  })

  it('a rollback', { timeout: 90_000 }, async () => {
    const calls = await callsOf(rollback, rolledBack)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(35)
  })

  it('a deployment that fails and goes back by itself', { timeout: 90_000 }, async () => {
    const calls = await callsOf(deployBroken, wentBack)
    expect(sum(calls), JSON.stringify(calls)).toBeLessThanOrEqual(40)
  })

  it('ends as well when events stop coming in the middle', { timeout: 90_000 }, async () => {
    const { workspace, account } = sandbox()
    await workspace.say(requester, 'devops', '/ohmy deploy frontend sprint-13-d4e8f02 staging')
    const card = (words: RegExp) =>
      workspace.waitForMessage(
        'devops',
        ({ text }) => /Deploy sprint-13-d4e8f02 to frontend/.test(text) && words.test(text),
        { timeout: 60_000 },
      )
    await card(/1 of 1 new task running/)
    account.world.deleteQueue()
    await card(/ — Done/)
  })
})
