import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import type { MessageRecord } from '../../sandbox/workspace/messages.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'

/** Rita is always first, and nobody behind her is called while these tests last. */
const configure = (yaml: string) =>
  `${yaml
    .replace('primary: [U0REQUEST, U0APPROVE]', 'primary: [U0REQUEST]')
    .replace('secondary: [U0APPROVE, U0REQUEST]', 'secondary: [U0APPROVE]')
    .replace('within: 15m', 'within: 23h')
    .replace('within: 30m', 'within: 23h30m')
    .replace('within: 45m', 'within: 24h')}
alerts:
  queue: ${queue}
  page:
    againAfter: 10m
    rules:
      - { environments: [production], alarms: ["*-costs-*"], severity: none }
      - { environments: [production], alarms: ["*-5xx-*", "many-*", "disk-*", "*-cpu-*"], severity: 2 }
      - { environments: [production], alarms: [flap-*], severity: 1 }
      - { environments: [staging], causes: [out-of-memory], severity: 2 }
      - { environments: [production] }
`

describe('an alarm that a rule fits', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    // Ten minutes are three seconds; the ten in which an alert may ring again as well.
    sandbox = await startSandbox({ configure, bot: { timeScale: 1 / 200 } })
  })
  afterAll(() => sandbox.stop())

  const alerts = () => sandbox.workspace.messages('alerts')
  const seen = (words: string | RegExp, channel = 'alerts') =>
    sandbox.workspace.waitForMessage(channel, ({ text }) =>
      typeof words === 'string' ? text.includes(words) : words.test(text),
    )
  const direct = () =>
    sandbox.workspace.state().channels.find(({ directMessageWith }) => directMessageWith === 'U0REQUEST')
      ?.id ?? ''
  const told = async (words: string | RegExp) => {
    await until('her direct messages', () => direct() !== '')
    return seen(words, direct())
  }
  const put = (name: string, value: 'ALARM' | 'OK', extra: object = {}) => {
    const timestamp = new Date().toISOString()
    sandbox.account.world.putMessage(
      JSON.stringify({
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        time: timestamp,
        resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
        detail: { alarmName: name, state: { value, reason: 'Threshold Crossed', timestamp }, ...extra },
      }),
    )
  }
  const pagesOf = (words: string): readonly MessageRecord[] =>
    alerts().filter(({ text }) => text.includes('page-') && text.startsWith('🚨') && text.includes(words))
  const allPages = (): readonly MessageRecord[] => alerts().filter(({ text }) => /^\S+ SEV-\d/.test(text))

  it('calls whoever is on call; who answers the page looks after the alert', async () => {
    put('ohmycoins-prod-alb-5xx-errors', 'ALARM')
    const page = await seen(/SEV-2 in production.*alb-5xx-errors is in ALARM.+somebody has to answer/)
    expect(JSON.stringify(page.blocks)).toContain('<@U0REQUEST>')
    await seen(/🔴 alb-5xx-errors is in ALARM[^]+Whoever is on call is called, as a SEV-2/)
    await sandbox.workspace.click(requester, await told('alb-5xx-errors is in ALARM'), 'Ack')
    const alert = await seen(/🔴 alb-5xx-errors[^]+Rita Requester looks after it/)
    expect(alert.text).not.toContain('is called')
    expect((await seen(/alb-5xx-errors is in ALARM.+Rita Requester has it/)).ts).toBe(page.ts)
    put('ohmycoins-prod-alb-5xx-errors', 'OK')
    await seen('Good again after')
  })

  it('who acknowledges the alert has answered the page', async () => {
    // What has begun a while after the one before has a page of its own.
    const answered = Date.now()
    await until('five minutes to be over', () => Date.now() - answered > 1_600)
    put('ohmycoins-prod-disk-2', 'ALARM')
    await seen(/SEV-2 in production.*disk-2 is in ALARM.+somebody has to answer/)
    const alert = await seen(/🔴 disk-2 is in ALARM[^]+Whoever is on call is called/)
    await sandbox.workspace.click(approver, alert, 'Ack')
    await seen(/disk-2 is in ALARM.+Aaron Approver has it/)
    await told(/disk-2 is in ALARM.+Aaron Approver has it/)
    put('ohmycoins-prod-disk-2', 'OK')
    await seen(/Good again after.*disk-2/)
  })

  it('is answered by who opens an incident for its alert', async () => {
    const answered = Date.now()
    await until('five minutes to be over', () => Date.now() - answered > 1_600)
    put('ohmycoins-prod-disk-9', 'ALARM')
    const alert = await seen(/🔴 disk-9 is in ALARM[^]+Whoever is on call is called/)
    const [id = ''] = /alert-[a-z0-9]+/.exec(JSON.stringify(alert.blocks)) ?? []
    await sandbox.workspace.say(
      approver,
      'devops',
      `/ohmy incident open "disk is full" --sev 3 production --for ${id}`,
    )
    await seen(/disk-9 is in ALARM.+Aaron Approver has it/)
    put('ohmycoins-prod-disk-9', 'OK')
    await seen(/Good again after.*disk-9/)
  })

  it('calls nobody any more once it is good again, and once within a time where it flaps', async () => {
    put('ohmycoins-prod-flap-1', 'ALARM')
    const page = await seen(/SEV-1 in production.*flap-1 is in ALARM.+somebody has to answer/)
    const began = Date.now()
    // A SEV-1 calls every layer.
    expect(JSON.stringify(page.blocks)).toMatch(/<@U0REQUEST>.*<@U0APPROVE>/)
    put('ohmycoins-prod-flap-1', 'OK')
    expect((await seen(/flap-1 is in ALARM.+It is good again/)).ts).toBe(page.ts)
    put('ohmycoins-prod-flap-1', 'ALARM')
    const again = await seen(/flap-1 is in ALARM.+somebody has to answer/)
    expect(again.ts).not.toBe(page.ts)
    // Ten minutes of this sandbox.
    expect(Date.now() - began).toBeGreaterThan(2_700)
    expect(pagesOf('flap-1')).toHaveLength(1)
    await sandbox.workspace.click(requester, again, 'Ack')
    await seen(/🔴 flap-1[^]+Rita Requester looks after it/)
    put('ohmycoins-prod-flap-1', 'OK')
    await seen(/Good again after.*flap-1/)
  })

  it('calls nobody where it is muted, in another environment, or no rule gives it a severity', async () => {
    const before = allPages().length
    await sandbox.workspace.say(requester, 'devops', '/ohmy mute rds-cpu-utilization production --for 2h')
    await seen('is muted', 'devops')
    put('ohmycoins-prod-rds-cpu-utilization', 'ALARM')
    put('ohmycoins-staging-alb-5xx-errors', 'ALARM')
    put('ohmycoins-prod-costs-nat', 'ALARM', { alarmTags: { severity: 'critical' } })
    put('ohmycoins-prod-quiet', 'ALARM')
    await seen('🔴 quiet is in ALARM')
    await seen('🔴 costs-nat is in ALARM')
    // The last one is called for, so those before it were looked at.
    const tagged = 'ohmycoins-prod-redis-evictions'
    put(tagged, 'ALARM', { alarmTags: [{ key: 'severity', value: 'SEV-2' }] })
    const page = await seen(/SEV-2 in production.*redis-evictions is in ALARM.+somebody has to answer/)
    expect(allPages()).toHaveLength(before + 1)
    // Muted from now on: nobody is called any more.
    await sandbox.workspace.say(requester, 'devops', `/ohmy mute ${tagged} production --for 2h`)
    expect((await seen(/redis-evictions is in ALARM.+Rita Requester muted it/)).ts).toBe(page.ts)
  })
})

describe('tasks that stop for a cause that a rule names', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure })
  })
  afterAll(() => sandbox.stop())

  it('call people, with what the runbook for that cause looks at first', async () => {
    const { world } = sandbox.account
    const service = 'ohmycoins-staging-backend'
    const stopped = () => world.tasks(service).filter(({ lastStatus }) => lastStatus === 'STOPPED').length
    for (const count of [1, 2, 3]) {
      world.killTask(service, undefined, 137)
      await until(`${count} to have stopped`, () => stopped() >= count)
    }
    const says = (words: RegExp) => sandbox.workspace.waitForMessage('alerts', ({ text }) => words.test(text))
    await says(/SEV-2 in staging.*3 tasks of backend in staging stopped by themselves/)
    const alert = await says(/3 tasks of backend in staging stopped by themselves[^]+Memory of the service/)
    expect(JSON.stringify(alert.blocks)).toContain('Runbook: Out of memory')
  })
})

describe('a storm of alarms that a rule fits', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure, bot: { timeScale: 0.1 } })
  })
  afterAll(() => sandbox.stop())

  it('calls people once, and their one answer is all that it takes', async () => {
    const timestamp = new Date().toISOString()
    for (let index = 1; index <= 40; index += 1) {
      const name = `ohmycoins-prod-many-${index}`
      sandbox.account.world.putMessage(
        JSON.stringify({
          'detail-type': 'CloudWatch Alarm State Change',
          source: 'aws.cloudwatch',
          time: timestamp,
          resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`],
          detail: { alarmName: name, state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp } },
        }),
      )
    }
    const says = (words: RegExp) => sandbox.workspace.waitForMessage('alerts', ({ text }) => words.test(text))
    const page = await says(/SEV-2 in production[^]+Rings as well: .*alarms of production began/)
    await says(/Storm in production: 35 more alarms ring[^]+Whoever is on call is called/)
    const posts = () => sandbox.workspace.calls.filter(({ method }) => method === 'chat.postMessage')
    // Five alerts, the storm, the page, and her direct message.
    await until('all to be posted', () => posts().length >= 8)
    expect(JSON.stringify(posts()).match(/<@U0REQUEST>/g)).toHaveLength(1)
    expect(posts()).toHaveLength(8)
    await sandbox.workspace.click(requester, page, 'Ack')
    await says(/Storm in production[^]+Rita Requester looks after it/)
    for (const index of [1, 2, 3, 4, 5])
      await says(new RegExp(`🔴 many-${index} is in ALARM[^]+Rita Requester looks after it`))
  })
})
