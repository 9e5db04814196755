import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildBot } from '../../sandbox/bot.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { ScheduleRecord } from '../../src/core/schedule.js'
import { keys } from '../../src/redis/keys.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const minute = 60_000
const hour = 60 * minute

const configured = `
schedules:
  morning: { what: morning-check, at: daily 08:30, environments: [production] }
  both: { what: morning-check, at: Mon–Fri 08:30, zone: UTC, channel: alerts }
  money: { what: weekly-cost, at: Mon 09:00 }
  speed: { what: weekly-performance, at: Mon 09:00, environments: [production] }
  safety: { what: weekly-security, at: Mon 09:00 }
  runbooks: { what: runbook-coverage, at: Mon 09:00 }
  locks: { what: stale-locks, at: daily 16:00, olderThan: 1h }
  people: { what: hand-over, at: Mon 09:00 }
alerts:
  queue: https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts
`

describe('schedules', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => yaml + configured })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const seen = (words: string, channel = 'devops') =>
    sandbox.workspace.waitForMessage(channel, ({ text }) => text.includes(words))
  /** The last line of a message that came by itself. */
  const footer = (name: string) => `Schedule \`${name}\``
  const posted = (words: string, channel = 'devops') =>
    sandbox.workspace.messages(channel).filter(({ text }) => text.includes(words))
  const recordOf = (name: string) =>
    inStore(sandbox.store.url, async (redis) => {
      const text = await redis.hget(keys.flow(`schedule-${name}`), 'record')
      return text === null ? undefined : (JSON.parse(text) as ScheduleRecord)
    })
  /** As if its time came then: what a process wrote that stood still until now. */
  const comesAt = (name: string, next: number) =>
    inStore(sandbox.store.url, async (redis) => {
      const key = keys.flow(`schedule-${name}`)
      const record = JSON.parse((await redis.hget(key, 'record')) ?? '{}') as ScheduleRecord
      await redis.hset(key, 'record', JSON.stringify({ ...record, next }))
      await redis.hincrby(key, 'version', 1)
      await redis.zadd(keys.openFlows('reading'), Date.now(), `schedule-${name}`)
    })
  /** What was asked within the last seconds is not asked again. */
  const nothingKnown = () =>
    inStore(sandbox.store.url, async (redis) => {
      const kept = await redis.keys('{ohmy}:answer:*')
      if (kept.length > 0) await redis.del(...kept)
    })
  const outcomeOf = (name: string, kind: string, due: number) =>
    until(`${name} to be ${kind}`, async () => {
      const record = await recordOf(name)
      return record?.last?.kind === kind && record.last.due === due ? record : undefined
    })

  it('come at their time, once: what is well in one line, what is not with a button that leads on', async () => {
    await say('/ohmy schedule list')
    const list = await seen('8 schedules')
    expect(list.text).toContain('daily 08:30 Australia/Sydney · #devops · production')
    expect(list.text).toContain('Mon–Fri 08:30 UTC · #alerts · staging, production')
    expect(list.text).toContain('It has not come yet.')
    const due = Date.now() - 1_000
    await comesAt('morning', due)
    const message = await seen(footer('morning'))
    expect(message.text).toContain('production')
    expect(message.text).toMatch(/🟢 production: .*alarms/)
    expect(message.text).not.toContain('due')
    const { next } = await outcomeOf('morning', 'posted', due)
    expect(next - due).toBeGreaterThan(0)
    expect(next - due).toBeLessThanOrEqual(25 * hour)
    expect(posted(footer('morning'))).toHaveLength(1)
  })

  it('tell what is wrong first, each with what leads on; what could not be looked at is never taken for well', async () => {
    const database = {
      namespace: 'AWS/RDS',
      metric: 'CPUUtilization',
      dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
    }
    await nothingKnown()
    sandbox.account.world.setMetric(database, 93, 20 * minute)
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'accessDenied' } })
    try {
      // Another minute than the one before: a time has one message.
      const due = Date.now() - 3 * minute
      await comesAt('morning', due)
      await outcomeOf('morning', 'posted', due)
      const message = await seen('1 alarm rings: rds-cpu-utilization')
      expect(message.text).toMatch(/^🔴 Morning check — .*2 could not be looked at/)
      expect(message.text).toMatch(/❓ backend in production · target health: .*DescribeTargetHealth/)
      expect(message.text).not.toMatch(/🟢.*target health/)
      await sandbox.workspace.click(requester, message, 'Alarms')
      await seen('Average CPU of the database has been above 80 %')
    } finally {
      sandbox.account.faults.clear()
      sandbox.account.world.setMetric(database, undefined, 60 * minute)
      await nothingKnown()
    }
  })

  it('are made up for, once, where their time was less than an hour ago; what is older is skipped', async () => {
    const before = posted(footer('morning')).length
    const due = Date.now() - 40 * minute
    await comesAt('morning', due)
    await outcomeOf('morning', 'posted', due)
    await until('the message', () => posted(footer('morning')).length === before + 1)
    expect(posted(footer('morning')).at(-1)?.text).toContain('ohmy was not running then')
    // As after three days: none of it comes any more, and the next one comes at its own time.
    const long = Date.now() - 3 * 24 * hour - 2 * hour
    await comesAt('both', long)
    const skipped = await until('it to be skipped', async () => {
      const record = await recordOf('both')
      return record?.last?.kind === 'skipped' ? record : undefined
    })
    expect(skipped.next).toBeGreaterThan(Date.now() - hour)
    expect(new Date(skipped.next).toISOString().slice(11, 16)).toBe('08:30')
    await say('/ohmy schedule list')
    await seen('did not come.')
  })

  it('are posted once by two processes', async () => {
    const other = await buildBot(sandbox.environment, {})
    await other.start()
    try {
      const before = posted(footer('both'), 'alerts').length
      const due = Date.now()
      await comesAt('both', due)
      await outcomeOf('both', 'posted', due)
      await until('the message', () => posted(footer('both'), 'alerts').length > before)
      expect(posted(footer('both'), 'alerts')).toHaveLength(before + 1)
    } finally {
      await other.stop()
    }
  })

  it('come now where an operator asks, in their own channel', async () => {
    await say('/ohmy schedule run runbooks', viewer)
    await seen('takes the role operator')
    await say('/ohmy schedule run runboks')
    await seen('schedule run runbooks')
    await say('/ohmy schedule run runbooks')
    const message = await seen(footer('runbooks'))
    expect(message.text).toContain('Rita Requester asked for it')
    expect(message.text).toMatch(/of \d+ alarms? with a runbook/)
  })

  it.each([
    ['money', 'Cost of the week', /production cost [\d.]+ USD in the 7 days/],
    ['speed', 'Performance of the week', /figures? within target/],
    ['locks', 'Old locks and mutes', /no lock · no mute/],
    ['people', 'On-call hand-over', /primary: \w+ \w+ until \w+ \d+ \w+ 09:00, then \w+/],
  ])('%s tells what it is for', async (name, title, words) => {
    await say(`/ohmy schedule run ${name}`)
    const message = await seen(footer(name))
    expect(message.text).toContain(title)
    expect(message.text).toMatch(words)
    expect(posted(footer(name))).toHaveLength(1)
  })

  it('the hand-over tells what is open: locks, pages and alerts that ring', async () => {
    await say('/ohmy lock staging --reason "migration"')
    await seen('Staging is locked')
    await say('/ohmy page "queue is full" production')
    await seen('queue is full')
    const timestamp = new Date().toISOString()
    sandbox.account.world.putMessage(
      JSON.stringify({
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        time: timestamp,
        resources: ['arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:ohmycoins-prod-mail'],
        detail: { alarmName: 'ohmycoins-prod-mail', state: { value: 'ALARM', reason: 'a', timestamp } },
      }),
    )
    await seen('mail is in ALARM', 'alerts')
    await say('/ohmy schedule run people')
    await seen('open alert: production: mail is in ALARM (alert-')
    await seen('open lock: staging, by Rita Requester: “migration”')
    await seen('open page: SEV-2 queue is full (page-')
    await say('/ohmy unlock staging')
    await seen('Staging is unlocked')
  })

  it('safety tells who broke the glass and why, who was refused, who may do what, and what the network turned away', async () => {
    await say('/ohmy scale backend 3 production --break-glass --reason "nobody answers"', approver)
    await seen('nobody answers')
    await say('/ohmy scale backend 3 staging', viewer)
    await seen('takes the role operator')
    await say('/ohmy schedule run safety')
    const { text } = await seen(footer('safety'))
    expect(text).toMatch(/🟠 production · glass broken: Aaron Approver, .*\(glass broken: nobody answers\)/)
    expect(text).toMatch(/refused: .*Vera Viewer/)
    expect(text).toMatch(/production: [\d,]+ flows were rejected, most of them to port \d+/)
    expect(text).toContain('approver: Aaron Approver')
    expect(text).not.toContain('nobody broke the glass')
  })

  it('that are taken out of the configuration end and come no more; put back, they count from then on', async () => {
    await sandbox.bot.stop()
    const { writeFileSync, readFileSync } = await import('node:fs')
    const path = sandbox.environment.OHMY_CONFIG
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, whole.replace(/^ {2}locks: .*$/m, '').replace('daily 08:30', 'daily 09:45'))
    const second = await buildBot(sandbox.environment, {})
    sandbox.botListensOn(await second.start())
    try {
      expect(await recordOf('locks')).toMatchObject({ state: 'ended' })
      const { next = 0 } = (await recordOf('morning')) ?? {}
      expect(next).toBeGreaterThan(Date.now())
      const wall = new Intl.DateTimeFormat('en-AU', {
        timeZone: 'Australia/Sydney',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
      expect(wall.format(next)).toBe('09:45')
      const before = posted(footer('locks')).length
      await comesAt('locks', Date.now() - minute)
      await until('it to be settled again', () =>
        inStore(
          sandbox.store.url,
          async (redis) => (await redis.zscore(keys.openFlows('reading'), 'schedule-locks')) === null,
        ),
      )
      expect(posted(footer('locks'))).toHaveLength(before)
      await say('/ohmy schedule run locks')
      await seen('There is no schedule `locks`')
    } finally {
      await second.stop()
    }
    writeFileSync(path, whole)
    const third = await buildBot(sandbox.environment, {})
    try {
      sandbox.botListensOn(await third.start())
      const record = await recordOf('locks')
      expect(record).toMatchObject({ state: 'waiting' })
      expect(record?.next).toBeGreaterThan(Date.now())
    } finally {
      await third.stop()
    }
  })
})
