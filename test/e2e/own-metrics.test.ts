import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester } from '../../sandbox/people.js'
import { type Scrape, scrape } from '../support/prometheus.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

/** What a bot tells Prometheus while it works, held against what its people, AWS and Slack have seen. */
describe('the figures of a bot at work', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 30_000,
    })
  /** The first scrape of which that is true. */
  const scraped = (what: string, holds: (now: Scrape) => boolean) =>
    until(what, async () => {
      const now = await scrape(sandbox.botUrl)
      return holds(now) && now
    })

  it('commands by verb and outcome, how soon they were acknowledged, answered and shown', async () => {
    await say('/ohmy status staging')
    await shown('staging is healthy')
    await say('/ohmy locks')
    await shown('Nothing is locked')
    await say('/ohmy stauts')
    const now = await scraped('three commands', (read) => read.sum('ohmy_verbs_total') === 3)
    expect(now.value('ohmy_verbs_total', { verb: 'status', result: 'answered' })).toBe(1)
    expect(now.value('ohmy_verbs_total', { verb: 'locks', result: 'answered' })).toBe(1)
    expect(now.value('ohmy_verbs_total', { verb: 'unknown', result: 'usage' })).toBe(1)
    expect(now.value('ohmy_acknowledgement_seconds_count', { kind: 'command' })).toBe(3)
    expect(now.value('ohmy_command_seconds_count')).toBe(3)
    await scraped('two answers shown', (read) => read.value('ohmy_delivery_seconds_count') >= 2)
    expect(now.value('ohmy_delivery_seconds_sum')).toBeLessThan(60)
  })

  it('every call that AWS and Slack have seen, each once', async () => {
    const { account, workspace } = sandbox
    // The queue is waited at all the time, and an answer over the response_url is no call of the Web API.
    const without = ['ReceiveMessage', 'response_url']
    const seen = () => ({
      aws: counted(
        account.calls.all().map(({ action }) => action),
        without,
      ),
      slack: counted(
        workspace.calls.map(({ method }) => method),
        without,
      ),
    })
    const told = (now: Scrape) => ({
      aws: summed(now.by('ohmy_aws_calls_total', 'action'), (action) => action.split(':')[1] ?? '', without),
      slack: summed(now.by('ohmy_slack_calls_total', 'method'), String, without),
    })
    /** What both say has come since; the first of each that are equal, or what they said last. */
    async function newCalls(hours: number) {
      const before = { told: told(await scrape(sandbox.botUrl)), seen: seen() }
      await say(`/ohmy metrics staging --since ${hours}h`)
      await shown('staging: ', `${hours} h until`)
      let last: { readonly told: unknown; readonly seen: unknown } = { told: 'nothing', seen: 'yet' }
      await until(
        'the same calls',
        async () => {
          const now = { told: told(await scrape(sandbox.botUrl)), seen: seen() }
          last = { told: since(before.told, now.told), seen: since(before.seen, now.seen) }
          return JSON.stringify(last.told) === JSON.stringify(last.seen)
        },
        5_000,
      ).catch(() => undefined)
      return last
    }
    // A busy machine may give a call up before it leaves: that one is told, and never seen.
    let calls = await newCalls(1)
    for (const hours of [2, 4]) {
      if (JSON.stringify(calls.told) === JSON.stringify(calls.seen)) break
      calls = await newCalls(hours)
    }
    expect(calls.told).toEqual(calls.seen)
    expect(calls.told).toMatchObject({ aws: { GetMetricData: 1 } })
  })

  it('what asking AWS has cost', async () => {
    const before = await scrape(sandbox.botUrl)
    await say('/ohmy logs backend staging --query errors --since 6h')
    await shown('errors, backend in staging:', 'scanned')
    await say('/ohmy cost')
    const requests = () => sandbox.account.calls.all().filter(({ service }) => service === 'ce').length
    await until('the bill was read', () => requests() > 0)
    const asked = sandbox.account.calls.of('GetMetricData').map(({ input }) => queriesIn(input))
    const metrics = asked.reduce((sum, number) => sum + number, 0)
    const spent = await scraped('the request', (now) => {
      const usd = now.sum('ohmy_aws_usd_total', { action: 'ce:GetCostAndUsage' })
      return usd > 0 && Math.abs(now.by('ohmy_aws_usd_total', 'action').size) >= 3
    })
    expect(spent.value('ohmy_aws_usd_total', { action: 'cloudwatch:GetMetricData' })).toBeCloseTo(
      metrics / 100_000,
      9,
    )
    expect(spent.value('ohmy_aws_usd_total', { action: 'logs:GetQueryResults' })).toBeGreaterThan(0)
    expect(before.value('ohmy_aws_usd_total', { action: 'logs:GetQueryResults' })).toBe(0)
  })

  it('flows by kind and state, from begin to end', async () => {
    // From the start: an alert on the first fault of a kind needs a 0 before it.
    expect((await scrape(sandbox.botUrl)).text).toContain(
      'ohmy_flow_faults_total{kind="change",fault="final"} 0',
    )
    await say('/ohmy scale backend 5 production')
    const card = await shown('Scale backend in production', 'approve')
    const waiting = await scraped(
      'one that waits',
      (now) => now.value('ohmy_flows', { kind: 'change', state: 'unapproved' }) === 1,
    )
    expect(waiting.value('ohmy_flows_open', { lane: 'changing' })).toBe(1)
    expect(waiting.value('ohmy_flows_begun_total', { kind: 'change' })).toBe(1)
    expect(waiting.value('ohmy_store_read')).toBe(1)
    await sandbox.workspace.click(approver, card, 'Approve')
    await shown('Scale backend in production', 'Done')
    const ended = await scraped('none', (now) => now.value('ohmy_flows_open', { lane: 'changing' }) === 0)
    expect(ended.value('ohmy_flows_settled_total', { kind: 'change', state: 'succeeded' })).toBe(1)
    expect(ended.sum('ohmy_flows', { kind: 'change' })).toBe(0)
    expect(ended.value('ohmy_acknowledgement_seconds_count', { kind: 'click' })).toBe(1)
  })

  it('messages that Slack does not take, and how often it said so', async () => {
    const before = await scrape(sandbox.botUrl)
    const limited = { method: 'chat.postMessage', outcome: 'limited' }
    sandbox.workspace.faults.rateLimit({ method: 'chat.postMessage', channel: 'devops', retryAfter: 6 })
    await say('/ohmy status backend staging')
    await scraped('the refusal', (now) => now.value('ohmy_slack_calls_total', limited) === 1)
    expect(before.value('ohmy_slack_calls_total', limited)).toBe(0)
    await scraped('a message that waits', (now) => now.value('ohmy_outbox_messages') === 1)
    await scraped('its age', (now) => now.value('ohmy_outbox_oldest_seconds') > 0)
    await shown('backend in staging is healthy')
    await scraped('nothing that waits', (now) => now.value('ohmy_outbox_messages') === 0)
  })

  it('has cache hits and the event loop’s lag among its figures', async () => {
    await say('/ohmy status staging', approver)
    const now = await scraped(
      'an answer out of memory',
      (read) => read.sum('ohmy_answers_total', { source: 'fresh' }) > 0,
    )
    expect(now.names).toContain('ohmy_nodejs_eventloop_lag_p99_seconds')
  })

  it('without its store it tells the rest, and nothing old of the store', async () => {
    await sandbox.store.kill()
    const now = await scraped('that the store is away', (read) => read.value('ohmy_store_read') === 0)
    expect(now.sum('ohmy_verbs_total')).toBeGreaterThan(3)
    const ofStore = [...now.names].filter((name) => /^ohmy_(?:flows$|flows_open|queue_|outbox_)/.test(name))
    expect(ofStore).toEqual([])
  })
})

/** How often each, in the order of their names. */
function counted(names: readonly string[], without: readonly string[]): Readonly<Record<string, number>> {
  return summed(
    new Map(names.map((name) => [name, names.filter((other) => other === name).length])),
    String,
    without,
  )
}

function summed(
  numbers: ReadonlyMap<string, number>,
  nameOf: (name: string) => string,
  without: readonly string[],
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const [name, number] of numbers) sums.set(nameOf(name), (sums.get(nameOf(name)) ?? 0) + number)
  return Object.fromEntries(
    [...sums].filter(([name]) => !without.includes(name)).sort(([one], [other]) => one.localeCompare(other)),
  )
}

interface Calls {
  readonly aws: Readonly<Record<string, number>>
  readonly slack: Readonly<Record<string, number>>
}

function since(before: Calls, now: Calls): Calls {
  const less = (some: Calls['aws'], then: Calls['aws']) =>
    Object.fromEntries(
      Object.entries(some).flatMap(([name, number]) => {
        const more = number - (then[name] ?? 0)
        return more === 0 ? [] : [[name, more]]
      }),
    )
  return { aws: less(now.aws, before.aws), slack: less(now.slack, before.slack) }
}

function queriesIn(input: unknown): number {
  return (input as { MetricDataQueries?: unknown[] }).MetricDataQueries?.length ?? 0
}
