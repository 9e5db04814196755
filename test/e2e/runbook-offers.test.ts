import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

/** With the runbooks that ship. */
describe('a runbook offers itself', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const seen = (words: string | RegExp) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) =>
      typeof words === 'string' ? text.includes(words) : words.test(text),
    )

  it('under the card of an operation that failed, and begins filled in with what is known', async () => {
    await say('/ohmy deploy backend sprint-13-d4e8f02-oom staging')
    const card = await seen('Deploy sprint-13-d4e8f02-oom to backend in staging — Rolled back')
    expect(card.text).toContain('Runbook Out of memory is for tasks that run out of memory.')
    const operation = /op-[a-z0-9]{7}/.exec(card.text.split('\n').at(-1) ?? '')?.[0] ?? ''
    await sandbox.workspace.click(requester, card, 'Runbook: Out of memory')
    const run = await seen('Out of memory · backend in staging — A decision is needed')
    expect(run.text).toContain(`for ${operation}`)
    const id = /run-[a-z0-9]{7}/.exec(run.text)?.[0] ?? ''
    expect(await sandbox.bot.runs.find(id)).toMatchObject({
      inputs: { environment: 'staging', service: 'backend' },
      offeredBy: operation,
    })
    await say(`/ohmy run abort ${id}`)
  })

  it('under no card of one that succeeded', async () => {
    await say('/ohmy scale backend 2 staging')
    const card = await seen('Scale backend in staging from 1 to 2 tasks — Done')
    expect(JSON.stringify(card.blocks)).not.toContain('Runbook')
  })

  it('under an alarm that rings, and in a status that says degraded', async () => {
    const name = 'ohmycoins-staging-ecs-high-memory'
    sandbox.account.world.setAlarm(name, 'ALARM', 'Threshold Crossed')
    await say('/ohmy alarms staging')
    const alarms = await seen('alarms rings')
    await sandbox.workspace.click(requester, alarms, 'Runbook: Out of memory')
    const run = await seen(`for ${name}`)
    expect(run.text).toContain('Out of memory · backend in staging')
    await say('/ohmy status staging')
    const status = await seen('staging is degraded')
    expect(status.text).toContain(`Runbook Out of memory matches the alarm ${name}.`)
  })
})
