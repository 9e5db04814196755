import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

describe('while AWS is away no verdict is green', () => {
  let sandbox: Sandbox
  let later = 0
  beforeAll(async () => {
    sandbox = await startSandbox({ bot: { clock: { now: () => Date.now() + later } } })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(viewer, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })

  it('that somebody was shown when AWS answered', async () => {
    await say('/ohmy alarms staging')
    await shown('🟢 Everything is OK in staging')
    await say('/ohmy status staging')
    await shown('🟢 staging is healthy')
    await say('/ohmy metrics staging')
    await shown('🟢 staging: all')
    await say('/ohmy logs backend staging --follow 5m --grep "nobody writes this"')
    await shown('🟢 Following backend in staging')
  })

  it('of alarms, a status, figures and a log that is followed', async () => {
    // What is known of alarms counts as new for 15 s.
    later = 20_000
    sandbox.account.faults.add({ fault: { kind: 'serverError' } })
    const following = await shown('Following backend in staging', 'ohmy goes on looking')
    expect(following.text).toMatch(/^❓/)
    await say('/ohmy alarms staging')
    const alarms = await shown('Nobody knows whether an alarm rings in staging')
    expect(alarms.text).toMatch(/^❓/)
    expect(alarms.text).toMatch(
      /When AWS last answered for staging, \d+ seconds ago, none of \d+ alarms rang/,
    )
    await say('/ohmy status staging')
    const status = await shown('staging was healthy')
    await say('/ohmy metrics staging')
    const metrics = await shown('figures met their target when AWS last answered, at')
    expect(metrics.text).toMatch(/^🕓/)
    for (const { text } of [following, alarms, status, metrics]) expect(text).not.toContain('🟢')
  })

  it('until it answers again', async () => {
    sandbox.account.faults.clear()
    const following = await shown('🟢 Following backend in staging')
    expect(following.text).not.toContain('goes on looking')
    later = 60_000
    await say('/ohmy alarms staging')
    await shown('🟢 Everything is OK in staging')
  })

  it('but what rang is still told as ringing', async () => {
    sandbox.account.world.setAlarm('ohmycoins-staging-rds-cpu-utilization', 'ALARM', 'too much')
    later = 100_000
    await say('/ohmy alarms staging')
    await shown('🔴 1 of', 'in staging')
    later = 140_000
    sandbox.account.faults.add({ service: 'cloudwatch', fault: { kind: 'serverError' } })
    await say('/ohmy alarms staging')
    const alarms = await shown('🔴 1 of', 'When AWS last answered for staging', '1 of')
    expect(alarms.text).toMatch(/^🔴/)
  })
})
