import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { keys } from '../../src/redis/keys.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const errors = 'ohmycoins-prod-alb-5xx-errors'
const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'

const spiking = `
id: errors-spike
title: Errors spike
match: { alarms: ["*-alb-5xx-errors"] }
inputs:
  environment: { type: environment }
  service: { type: service, optional: true }
steps:
  - { id: steady, title: Is it steady?, check: steady-state, with: { service: backend } }
  - { id: targets, title: 'Healthy targets of {{ inputs.service }} in {{ inputs.environment }}', check: target-health }
  - { id: look, title: Look, instruction: Look around. }
`

describe('alerts', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n  deadLetterQueue: ${queue}-dead\n`,
      runbooks: { 'errors-spike.yaml': spiking },
    })
  })
  afterAll(() => sandbox.stop())

  const alerts = () => sandbox.workspace.messages('alerts')
  const seen = (words: string) =>
    sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes(words))
  const emptied = () => until('the queue to be empty', () => sandbox.account.world.queued().length === 0)
  /** As CloudWatch tells of it, at a time of its own. */
  const put = (name: string, value: string, at: number, extra: object = {}) =>
    sandbox.account.world.putMessage(
      JSON.stringify({
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        time: new Date(at).toISOString(),
        resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
        detail: {
          alarmName: name,
          state: { value, reason: 'Threshold Crossed', timestamp: new Date(at).toISOString() },
          ...extra,
        },
      }),
    )

  it('tells an alarm in one message, with the checks of its runbook, until it is good again', async () => {
    sandbox.account.world.setAlarm(errors, 'ALARM', 'Nobody <!channel> knows')
    const told = await seen('Is it steady?')
    expect(told.text).toContain('🔴 alb-5xx-errors is in ALARM')
    expect(told.text).toContain('production')
    expect(told.text).toMatch(/🟢 Is it steady\? .*tasks/)
    expect(told.text).toMatch(/🟢 Healthy targets of all services in production: backend: .*; frontend: /)
    // The budget: posted, and edited once when it was looked at.
    expect(told.edits).toBeLessThanOrEqual(1)
    expect(told.pings ?? []).toEqual([])

    expect((await sandbox.workspace.click(viewer, told, 'Ack')).ok).toBe(true)
    await sandbox.workspace.click(requester, told, 'Ack')
    const taken = await seen('Rita Requester looks after it')
    expect(taken.ts).toBe(told.ts)
    await sandbox.workspace.click(approver, told, 'Ack')
    await until('Aaron to be told who was first', () =>
      sandbox.workspace
        .messages('alerts', approver)
        .some(({ text }) => text.includes('Rita Requester has acknowledged it already.')),
    )

    sandbox.account.world.setAlarm(errors, 'OK')
    const good = await seen('Good again after')
    expect(good.ts).toBe(told.ts)
    // Looked at, acknowledged, good again.
    expect(good.edits).toBeLessThanOrEqual(3)
    expect(JSON.stringify(good.blocks)).not.toContain('"actions"')
    // It rings again within ten minutes: the same message.
    sandbox.account.world.setAlarm(errors, 'ALARM')
    const again = await seen('rang 2 times')
    expect(again.ts).toBe(told.ts)
    sandbox.account.world.setAlarm(errors, 'OK')
    await emptied()
    const messages = alerts().filter(({ text }) => text.includes('alb-5xx-errors'))
    expect(messages).toHaveLength(1)
    // Two more for the further ringing.
    expect(messages[0]?.edits).toBeLessThanOrEqual(5)
  })

  it('takes what comes twice, late or broken for what it is', async () => {
    const name = 'ohmycoins-staging-redis-evictions'
    const now = Date.now()
    put(name, 'ALARM', now - 3_000)
    put(name, 'ALARM', now - 3_000)
    put(name, 'OK', now - 1_000)
    // Rang before that was good again: nothing of it is news.
    put(name, 'ALARM', now - 2_000)
    sandbox.account.world.putMessage('not <!channel> JSON')
    sandbox.account.world.putMessage(JSON.stringify({ detail: 1 }))
    put('somebody-elses-alarm', 'ALARM', now)
    await emptied()
    await seen('Good again after 1 min: redis-evictions')
    expect(alerts().filter(({ text }) => text.includes('redis-evictions'))).toHaveLength(1)
    expect(alerts().some(({ text }) => /somebody|channel> JSON/.test(text))).toBe(false)
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
    for (const line of ['malformed"} 2', 'foreign"} 1', 'old"} '])
      expect(metrics).toContain(`ohmy_alert_events_total{outcome="${line}`)
  })

  it('an OK that comes before its ALARM leaves nothing ringing', async () => {
    const name = 'ohmycoins-staging-rds-free-storage'
    const now = Date.now()
    put(name, 'OK', now)
    put(name, 'ALARM', now - 1_000)
    await emptied()
    expect(alerts().filter(({ text }) => text.includes('rds-free-storage'))).toEqual([])
  })

  it('finds the environment by a tag where the name does not tell it', async () => {
    put('database is slow', 'ALARM', Date.now(), { alarmTags: [{ key: 'Environment', value: 'prod' }] })
    expect((await seen('database is slow')).text).toContain('production · `database is slow`')
    put('database is slow', 'OK', Date.now(), { alarmTags: { Environment: 'prod' } })
    await seen('Good again after 1 min: database is slow')
  })

  it('tells that the dead-letter queue has something, until it is empty', async () => {
    sandbox.account.world.putMessage('nobody could take it', 'ohmycoins-alerts-dead')
    const told = await seen('ohmycoins-alerts-dead has 1 message')
    sandbox.account.world.clearQueue('ohmycoins-alerts-dead')
    expect((await seen('Good again after 1 min: ohmycoins-alerts-dead is empty')).ts).toBe(told.ts)
  })

  it('posts nothing of what is muted, and tells it once the mute is over', async () => {
    const name = 'ohmycoins-prod-rds-cpu-utilization'
    await sandbox.workspace.say(requester, 'devops', '/ohmy mute rds-cpu-utilization production --for 2h')
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('is muted'))
    sandbox.account.world.setAlarm(name, 'ALARM')
    await emptied()
    expect(alerts().filter(({ text }) => text.includes('rds-cpu-utilization'))).toEqual([])
    await sandbox.workspace.say(requester, 'devops', '/ohmy alert list production')
    const list = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('rings in production'),
    )
    expect(list.text).toContain('🔴🔕 production · `rds-cpu-utilization`')
    await sandbox.workspace.say(requester, 'devops', '/ohmy unmute rds-cpu-utilization production')
    const told = await seen('rds-cpu-utilization is in ALARM')
    // Muted from its message: that stays, and says so; until it is good again.
    const [dots = ''] = /say:here:[0-9a-f]+(?=","options")/.exec(JSON.stringify(told.blocks)) ?? []
    await sandbox.workspace.click(requester, told, dots, `mute ${name} production --until-ok`)
    const muted = await seen('muted by Rita Requester')
    expect(muted.ts).toBe(told.ts)
    sandbox.account.world.setAlarm(name, 'OK')
    await seen('Good again after 1 min: rds-cpu-utilization')
    await until('the mute to be over', async () => {
      await sandbox.workspace.say(requester, 'devops', '/ohmy unmute rds-cpu-utilization production')
      return sandbox.workspace.messages('devops', requester).some(({ text }) => text.includes('not muted'))
    })
  })
})

describe('a storm', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n`,
      bot: { timeScale: 0.1 },
    })
  })
  afterAll(() => sandbox.stop())

  const alerts = () => sandbox.workspace.messages('alerts')
  const many = 60
  const tell = (value: 'ALARM' | 'OK') => {
    const timestamp = new Date().toISOString()
    for (let index = 1; index <= many; index += 1) {
      const name = `ohmycoins-prod-many-${index}`
      sandbox.account.world.putMessage(
        JSON.stringify({
          'detail-type': 'CloudWatch Alarm State Change',
          source: 'aws.cloudwatch',
          time: timestamp,
          resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
          detail: { alarmName: name, state: { value, reason: 'Threshold Crossed', timestamp } },
        }),
      )
    }
  }
  const stormSays = (words: string) =>
    sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes(words))

  it('of an environment is told in one message besides the first five, with every alarm accounted for', async () => {
    const began = Date.now()
    tell('ALARM')
    const storm = await stormSays(`Storm in production: ${many - 5} more alarms ring`)
    expect(alerts()).toHaveLength(6)
    expect(storm.text).toContain('`many-6`')
    expect(storm.text).toContain('and 15 more')
    // What waits for Slack's pace before it must not keep it waiting.
    const [id = ''] = /alert-[a-z0-9]{7}/.exec(JSON.stringify(storm.blocks)) ?? []
    await inStore(sandbox.store.url, async (redis) => {
      expect(await redis.hget(keys.letter(`flow:${id}`), 'final')).toBe('1')
    })

    await sandbox.workspace.click(requester, storm, 'Ack all')
    expect((await stormSays('Rita Requester looks after it')).ts).toBe(storm.ts)
    await sandbox.workspace.say(requester, 'devops', '/ohmy alert list production')
    const list = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes(`${many} alerts ring in production`),
    )
    expect(list.text).toContain('✋ Rita Requester')

    tell('OK')
    expect(
      (await stormSays(`The storm in production is over: all ${many - 5} alarms are good again`)).ts,
    ).toBe(storm.ts)
    expect(alerts()).toHaveLength(6)
    // Each three seconds while it grows, in a tenth of the time here; and the words of people and of AWS in between.
    const [stormMessage] = alerts().filter(({ ts }) => ts === storm.ts)
    expect(stormMessage?.edits).toBeLessThanOrEqual(Math.ceil((Date.now() - began) / 300) + 2)
    // Each of the others: looked at, acknowledged, good again.
    for (const { ts, edits } of alerts()) if (ts !== storm.ts) expect(edits).toBeLessThanOrEqual(3)
    expect(alerts().flatMap(({ pings }) => pings ?? [])).toEqual([])
  })
})

describe('deployments that nobody of ohmy began', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(() => sandbox.stop())

  it('are told when they fail; those of ohmy are not, their card tells them', async () => {
    const { account, workspace } = sandbox
    account.world.pushImage('ohmycoins/frontend', 'sprint-12-broken')
    await workspace.say(requester, 'devops', '/ohmy deploy frontend sprint-12-broken staging')
    account.world.deploy('ohmycoins-staging-backend', 'sprint-99-broken')
    const told = await workspace.waitForMessage('alerts', ({ text }) =>
      text.includes('A deployment of backend in staging has failed'),
    )
    expect(told.text).toContain('tasks failed to start')
    // ECS goes back to what ran before, and completes.
    await workspace.waitForMessage('alerts', ({ text }) => text.includes('Good again'))
    await workspace.waitForMessage('devops', ({ text }) =>
      text.includes('to frontend in staging — Rolled back'),
    )
    await until('both deployments to be told of', () => account.world.queued().length === 0)
    expect(workspace.messages('alerts').filter(({ text }) => text.includes('of frontend'))).toEqual([])
  })
})
