import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const minute = 60_000
const database = {
  namespace: 'AWS/RDS',
  metric: 'CPUUtilization',
  dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
}

describe('alarms', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  /** What was asked within the last 15 s is not asked again: each test begins with nothing known. */
  beforeEach(() =>
    inStore(sandbox.store.url, async (redis) => {
      const kept = await redis.keys('{ohmy}:answer:*')
      if (kept.length > 0) await redis.del(...kept)
      await redis.del(keys.mutes)
    }),
  )
  afterEach(() => {
    sandbox.account.faults.clear()
    sandbox.account.world.setMetric(database, undefined, 60 * minute)
    sandbox.account.calls.reset()
  })

  const say = (text: string, person = viewer, channel = 'devops') =>
    sandbox.workspace.say(person, channel, text)
  const shown = (words: string | RegExp, channel = 'devops') =>
    sandbox.workspace.waitForMessage(
      channel,
      ({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text)),
      { timeout: 60_000 },
    )
  const audited = () =>
    inStore(sandbox.store.url, async (redis) => {
      const entries = await redis.xrange(keys.audit, '-', '+')
      return entries.map(
        ([, fields]) => JSON.parse(fields[fields.indexOf('record') + 1] ?? '{}') as Record<string, unknown>,
      )
    })

  it('of all environments are one line when nothing rings, for everybody in the channel', async () => {
    await say('/ohmy alarms')
    const answer = await shown('Everything is OK in staging and production: 22 alarms watched, none rings')
    expect(answer.ephemeralFor).toBeUndefined()
    await say('/ohmy alarms --all')
    await shown(/11 OK in production: `alb-5xx-errors`/)
  })

  it('that ring are explained in words, drawn by Graph and muted by Mute', async () => {
    sandbox.account.world.setMetric(database, 93, 20 * minute)
    await say('/ohmy alarms production')
    const answer = await shown('1 of 11 alarms rings in production')
    expect(answer.text).toMatch(/Average CPU of the database has been above 80 % for \d+ min: 93 %/)
    await sandbox.workspace.click(viewer, answer, 'Graph')
    const graph = await shown('It rings above 80 %')
    expect(graph.text).toMatch(/threshold: 80 throughout/)
    expect(graph.blocks.some(({ type }) => (type as string) === 'data_visualization')).toBe(true)

    await sandbox.workspace.click(viewer, answer, 'Mute for 1 h')
    const refused = await shown('`mute` in production takes the role operator')
    expect(refused.ephemeralFor).toBe(viewer.slackId)
    await sandbox.workspace.click(requester, answer, 'Mute for 1 h')
    await shown(/`rds-cpu-utilization` in production is muted until .* \(1 h\)/)
    await sandbox.workspace.click(viewer, answer, 'Refresh')
    const refreshed = await shown('🔴 1 of 11 alarms rings in production, muted')
    expect(refreshed.ts).toBe(answer.ts)
    expect(refreshed.text).toContain('muted by Rita Requester until')
    expect(sandbox.account.calls.count('SetAlarmState')).toBe(0)
  })

  it('that are muted are as true as the others, in the status too, and say who muted them', async () => {
    sandbox.account.world.setMetric(database, 93, 20 * minute)
    await say('/ohmy mute RDS-cpu-utilization prod --for 2h --reason "reindexing <!channel>"', requester)
    const muted = await shown(/`rds-cpu-utilization` in production is muted until .*reindexing/)
    expect(muted.text).toContain('mails of its SNS topic, autoscaling and rollbacks are not touched')
    await say('/ohmy status production')
    const sentence = /verage CPU of the database has been above 80 % for \d+ min: 93 %/
    const status = await shown(
      /🔴 production is degraded — 1 alarm rings, muted[^]*Average CPU of the database/,
    )
    expect(status.text).toMatch(new RegExp(`🔴🔕 A${sentence.source}, muted by Rita Requester until`))
    expect(status.text).toContain('🟠 Database CPU 93 %')
    await say('/ohmy metrics production')
    await shown(/🟠 production: .*database CPU 93 %/)
    await say('/ohmy unmute rds-cpu-utilization', approver)
    await shown('`rds-cpu-utilization` in production is not muted any more')
    await say('/ohmy status production')
    const unmuted = await shown(/^🔴 production is degraded — 1 alarm rings(?!, muted)(?![^]*muted by)/)
    expect(unmuted.text).toMatch(sentence)
    expect(sandbox.workspace.pings()).toEqual([])
    await until('the record', async () => {
      const kinds = (await audited()).map(({ kind, actor }) => `${String(kind)} ${String(actor)}`)
      return kinds.includes(`muted ${requester.slackId}`) && kinds.includes(`unmuted ${approver.slackId}`)
    })
  })

  it('that do not exist cannot be muted; what was probably meant is said', async () => {
    await say('/ohmy mute rds-cpu-utilisation production', requester)
    await shown('Did you mean `rds-cpu-utilization`?')
    await say('/ohmy mute redis-evictions', requester)
    await shown('There is an alarm “redis-evictions” in staging and production')
    await say('/ohmy mute redis-evictions staging --for 8d', requester)
    await shown('at most 7 d')
    await say('/ohmy unmute redis-evictions staging', requester)
    await shown('No alarm called “redis-evictions” is muted')
  })

  it('cost one question in 15 s, whatever people type', async () => {
    sandbox.account.calls.reset()
    await Promise.all([
      say('/ohmy alarms production'),
      say('/ohmy alarms production --all', requester),
      say('/ohmy status production', approver),
      say('/ohmy alarms production', approver),
    ])
    await until('four answers', () => sandbox.account.calls.count('DescribeServices') > 0)
    await say('/ohmy mute ecs-high-cpu production', requester)
    await shown('`ecs-high-cpu` in production is muted')
    expect(sandbox.account.calls.count('DescribeAlarms')).toBe(1)
  })

  it('without data are told, since silence is not health', async () => {
    sandbox.account.world.setAlarm('ohmycoins-staging-ecs-high-memory', 'INSUFFICIENT_DATA', 'unknown')
    await say('/ohmy alarms staging')
    const answer = await shown('No alarm rings in staging, but 1 alarm of 11 has no data')
    expect(answer.text).toContain('nobody knows whether it is above 85 %')
  })

  it('that AWS does not tell are not taken for OK', async () => {
    sandbox.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' } })
    // Another process's memory: this one still knows what it read in the tests before.
    const other = await startSandbox()
    try {
      other.account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' } })
      await other.workspace.say(viewer, 'devops', '/ohmy alarms')
      const answer = await other.workspace.waitForMessage('devops', ({ text }) =>
        text.includes('Nobody knows whether an alarm rings in staging and production'),
      )
      expect(answer.text).toContain('not allowed to call cloudwatch:DescribeAlarms')
      expect(answer.text).not.toContain('assumed-role')
    } finally {
      await other.stop()
    }
    await say('/ohmy alarms staging')
    await shown(/staging: As of .* ago: ohmy is not allowed to call cloudwatch:DescribeAlarms/)
  })
})
