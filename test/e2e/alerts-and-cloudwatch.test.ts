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

  it('is told as a list of who breaches it, in its one message, as that changes', async () => {
    const name = 'ohmycoins-prod-table-writes'
    const query = 'SELECT AVG(ConsumedWriteCapacityUnits) FROM "AWS/DynamoDB" GROUP BY TableName'
    const breaching = (table: string) => ({
      attributes: { TableName: table },
      reason: `Threshold Crossed: 1 datapoint was less than the threshold (1.0). The most recent datapoint which crossed the threshold: [0.25 (28/11/26 09:00:00)].`,
      since: Date.now(),
    })
    world().addAlarm({ name, looksAt: { kind: 'metrics insights', query } })
    world().setContributors(name, ['orders', 'carts <!channel>'].map(breaching))
    world().setAlarm(name, 'ALARM', '2 out of 6 time series evaluated to ALARM')
    const told = await seen('TableName=orders: 0.25')
    expect(told.text).toContain('TableName=carts &lt;!channel&gt;: 0.25')
    world().setContributors(
      name,
      ['carts', ...Array.from({ length: 12 }, (_, at) => `t${at}`)].map(breaching),
    )
    const later = await seen('TableName=carts: 0.25')
    expect(later.ts).toBe(told.ts)
    expect(later.text).not.toContain('orders')
    expect(later.text).toContain('and 3 others')
    world().setAlarm(name, 'OK')
    await seen('Good again after 1 min: table-writes')
  })

  it('is told for what it is where CloudWatch cannot evaluate it, until it can', async () => {
    const name = 'ohmycoins-prod-redis-evictions'
    world().setEvaluation(name, 'EVALUATION_ERROR', 'The query refers to a metric that is gone')
    const told = await seen('Nobody knows how redis-evictions is')
    expect(told.text).toContain(
      '❓ Nobody knows how redis-evictions is: CloudWatch cannot evaluate it as it is set up',
    )
    expect(told.text).toContain('The query refers to a metric that is gone')
    world().setEvaluation(name, undefined)
    expect((await seen('CloudWatch evaluates it again after 1 min: redis-evictions')).ts).toBe(told.ts)
  })

  it('is told with the part that CloudWatch could not see', async () => {
    const name = 'ohmycoins-prod-partial'
    world().addAlarm({
      name,
      looksAt: { kind: 'metrics insights', query: 'SELECT MAX(x) FROM y GROUP BY z' },
    })
    world().setEvaluation(name, 'PARTIAL_DATA')
    world().setAlarm(name, 'ALARM', '500 out of 500 time series evaluated to ALARM')
    await seen('CloudWatch saw only a part of the data: there may be more')
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
