import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const errors = 'ohmycoins-prod-alb-5xx-errors'
const hour = 3_600_000

describe("what CloudWatch's own settings do to an alarm", () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n`,
    })
  })
  afterAll(() => sandbox.stop())

  const world = () => sandbox.account.world
  const seen = (words: string) =>
    sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes(words))
  const said = async (line: string, words: string) => {
    await sandbox.workspace.say(requester, 'devops', line)
    return sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words))
  }

  it('is told with the alarm in one line: its mute rule and until when, its actions, and the mute of ohmy', async () => {
    const now = Date.now()
    world().addMuteRule({
      ...{ name: 'maintenance', alarms: [errors], status: 'ACTIVE', duration: 'PT3H' },
      expression: `at(${new Date(now - hour).toISOString().slice(0, 16)})`,
      window: { start: now - hour, end: now + 2 * hour },
    })
    world().setAlarmActions(errors, false)
    world().setAlarm(errors, 'ALARM')
    // The event itself tells of the rule; what else there is follows with what was looked up.
    const told = await seen('its actions are switched off')
    expect(told.text).toMatch(
      /🔇 CloudWatch takes no action: mute rule `maintenance` until .+, its actions are switched off/,
    )
    await said('/ohmy mute alb-5xx-errors production --for 2h --reason "a flood"', 'is muted')
    const muted = await seen('muted by Rita Requester')
    expect(muted.ts).toBe(told.ts)
    expect(muted.text).toMatch(
      /🔕 muted by Rita Requester until .+: `a flood` · 🔇 CloudWatch takes no action: /,
    )

    const list = await said('/ohmy alarms production', '🔇')
    expect(list.text).toMatch(
      /muted by Rita Requester until .+: `a flood`; 🔇 CloudWatch takes no action: mute rule `maintenance` until /,
    )
    world().setAlarm(errors, 'OK')
    await seen('Good again')
  })

  it('is told of a composite alarm that another one suppresses', async () => {
    world().addAlarm({ name: 'ohmycoins-staging-window', looksAt: { kind: 'composite', rule: 'FALSE' } })
    world().addAlarm({
      name: 'ohmycoins-staging-shop',
      looksAt: {
        ...{ kind: 'composite', suppressor: 'ohmycoins-staging-window' },
        rule: 'ALARM(ohmycoins-staging-rds-cpu-utilization)',
      },
    })
    world().setAlarm('ohmycoins-staging-window', 'ALARM')
    world().setAlarm('ohmycoins-staging-shop', 'ALARM', 'its child rings')
    const told = await seen('shop is in ALARM')
    expect(told.text).toContain(
      '🔇 CloudWatch takes no action: suppressed by `ohmycoins-staging-window`, which rings',
    )
    for (const name of ['window', 'shop']) world().setAlarm(`ohmycoins-staging-${name}`, 'OK')
  })
})

describe('where ohmy may not ask', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(() => sandbox.stop())

  it('an alarm is not taken for "not muted"', async () => {
    const { account, workspace } = sandbox
    account.faults.add({ action: 'ListAlarmMuteRules', fault: { kind: 'accessDenied' } })
    account.world.setAlarm('ohmycoins-staging-redis-evictions', 'ALARM')
    const told = await workspace.waitForMessage('alerts', ({ text }) =>
      text.includes('whether CloudWatch itself mutes it is not known'),
    )
    expect(told.text).toContain('cloudwatch:ListAlarmMuteRules; its IAM policy must grant it')
    await workspace.say(requester, 'devops', '/ohmy alarms staging')
    const list = await workspace.waitForMessage('devops', ({ text }) =>
      text.includes('mute an alarm of staging is not known'),
    )
    expect(list.text).toContain('cloudwatch:ListAlarmMuteRules')
  })
})
