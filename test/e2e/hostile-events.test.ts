import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmEvent } from '../support/alarm-event.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const queue = 'https://sqs.ap-southeast-2.amazonaws.com/123456789012/ohmycoins-alerts'
const real = 'ohmycoins-prod-alb-5xx-errors'
/** Stands in everything that must be seen nowhere. */
const forged = 'FORGED'

/** One of each kind of thing that is no event of ours, all of them different. */
function hostile(number: number): readonly string[] {
  const name = `ohmycoins-prod-${forged}-${number}`
  const whole = JSON.parse(alarmEvent(name, 'ALARM', Date.now())) as {
    detail: { state: Record<string, unknown> }
    resources: unknown
  }
  const but = (change: object) => JSON.stringify({ ...whole, ...change })
  const state = (change: object) =>
    but({ detail: { ...whole.detail, state: { ...whole.detail.state, ...change } } })
  return [
    alarmEvent(name, 'ALARM', Date.now()).slice(0, -1 - (number % 200)),
    alarmEvent(`somebody-elses-${forged}-${number}`, 'ALARM', Date.now()),
    // Of an alarm that its ARN does not name.
    but({ resources: [`arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${real}`] }),
    but({ resources: [`https://evil.example/${forged}`] }),
    but({ resources: 'arn' }),
    but({ source: `aws.${forged}` }),
    but({ 'detail-type': ['CloudWatch Alarm State Change'] }),
    but({ detail: null }),
    state({ value: forged }),
    state({ value: '__proto__' }),
    state({ timestamp: forged }),
    state({ timestamp: {} }),
    state({ reason: [forged] }),
    alarmEvent(name, 'ALARM', Date.now(), { padding: 'x'.repeat(256 * 1024) }),
    `${'['.repeat(5_000)}"${forged}"`,
    JSON.stringify(forged),
  ]
}

describe('a queue into which anybody writes', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nalerts:\n  queue: ${queue}\n  deadLetterQueue: ${queue}-dead\n`,
    })
  })
  afterAll(() => sandbox.stop())

  const counted = async () => {
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text()
    return Object.fromEntries(
      [...metrics.matchAll(/ohmy_alert_events_total\{outcome="(\w+)"\} (\d+)/g)].map(([, outcome, count]) => [
        outcome,
        Number(count),
      ]),
    )
  }

  it('has what is none refused, counted and deleted, and what is real told once', async () => {
    const { world } = sandbox.account
    const before = await counted()
    const bodies = Array.from({ length: 20 }, (_, index) => hostile(index)).flat()
    const at = Date.now()
    bodies.forEach((body, index) => {
      world.putMessage(body)
      // Told again and again: replays of one event.
      if (index % 40 === 0) world.putMessage(alarmEvent(real, 'ALARM', at))
    })
    const total = (of: Readonly<Record<string, number>>) =>
      Object.values(of).reduce((sum, each) => sum + each, 0)
    await until(
      'all of them to be counted',
      async () => total(await counted()) - total(before) >= bodies.length + 8,
    )
    expect(world.queued()).toEqual([])
    await sandbox.workspace.waitForMessage('alerts', ({ text }) => text.includes('alb-5xx-errors'))
    const after = await counted()
    const of = (outcome: string) => (after[outcome] ?? 0) - (before[outcome] ?? 0)
    expect({
      malformed: of('malformed') + of('unknown'),
      foreign: of('foreign'),
      failed: of('failed'),
    }).toEqual({
      malformed: 20 * 15,
      foreign: 20,
      failed: 0,
    })
    expect({ begun: of('begun'), again: of('heard') }).toEqual({ begun: 1, again: 7 })
    expect(world.queued('ohmycoins-alerts-dead')).toEqual([])

    const everywhere = JSON.stringify(sandbox.workspace.state().messages)
    expect(everywhere).not.toContain(forged)
    const told = sandbox.workspace.messages('alerts')
    expect(told.filter(({ text }) => text.includes('alb-5xx-errors'))).toHaveLength(1)
    expect(told).toHaveLength(1)
  })
})
