import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildBot } from '../../sandbox/bot.js'
import type { OhmyApp } from '../../src/app.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const wasTold = 'ohmycoins-prod-rds-cpu-utilization'
const rangMeanwhile = 'ohmycoins-staging-redis-evictions'
const logs = 'ohmycoins-prod-payment-errors'
const blind = 'ohmycoins-staging-rds-free-storage'

describe('while ohmy was away and events were lost', () => {
  let sandbox: Sandbox
  const later: OhmyApp[] = []
  beforeAll(async () => {
    sandbox = await startSandbox({ configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n` })
  })
  afterAll(async () => {
    await Promise.all(later.map((bot) => bot.stop()))
    await sandbox.stop()
  })

  it('what rings is told once, and what is good again is closed, however many workers start', async () => {
    const { account, workspace } = sandbox
    const { world } = account
    const seen = (words: string) => workspace.waitForMessage('alerts', ({ text }) => text.includes(words))
    const about = (name: string) =>
      workspace.messages('alerts').filter(({ text }) => text.includes(`\`${name}\``))
    const looksAt = {
      kind: 'log',
      query: 'filter level = "ERROR"',
      groups: ['/ecs/payments'],
      threshold: 3,
    } as const
    world.addAlarm({ name: logs, looksAt })
    world.setAlarm(wasTold, 'ALARM')
    const told = await seen('rds-cpu-utilization is in ALARM')
    await until('its event to be taken', () => world.queued().length === 0)

    await sandbox.bot.stop()
    world.setAlarm(wasTold, 'OK')
    world.setAlarm(rangMeanwhile, 'ALARM', 'rang while nobody listened')
    world.setAlarm(logs, 'ALARM', '7 results were above 3')
    world.setEvaluation(blind, 'EVALUATION_FAILURE', 'CloudWatch is busy')
    const lost = world.queued().map(({ body }) => body)
    world.clearQueue()
    // The first answer fails: it is asked again.
    account.faults.add({ action: 'DescribeAlarms', fault: { kind: 'accessDenied' }, times: 1 })
    for (let workers = 0; workers < 2; workers++)
      later.push(await buildBot(sandbox.environment, { timeScale: 1 / 200 }))
    await Promise.all(later.map((bot) => bot.start()))

    expect((await seen('Good again after 1 min: rds-cpu-utilization')).ts).toBe(told.ts)
    expect((await seen('redis-evictions is in ALARM')).text).toContain('rang while nobody listened')
    expect((await seen('payment-errors is in ALARM')).text).toContain('7 results were above 3')
    expect((await seen('Nobody knows how rds-free-storage is')).text).toContain(
      'CloudWatch has trouble of its own',
    )
    const asked = account.calls.all().filter(({ action }) => action === 'DescribeAlarms')
    expect(asked.every(({ input }) => JSON.stringify(input).includes('LogAlarm'))).toBe(true)
    // The events come late after all, twice and in the wrong order.
    expect(lost).toHaveLength(4)
    for (const body of [...lost.toReversed(), ...lost]) world.putMessage(body)
    await until('the queue to be empty', () => world.queued().length === 0)
    for (const name of ['redis-evictions', 'payment-errors', 'rds-free-storage', 'rds-cpu-utilization'])
      expect(about(name), name).toHaveLength(1)
    expect(about('redis-evictions')[0]?.text).not.toContain('rang 2 times')
  })
})
