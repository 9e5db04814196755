import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

describe('a log query', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  afterEach(() => sandbox.account.faults.clear())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const asked = (action: string) => sandbox.account.calls.count(action)

  it('finds the newest errors, says what is said most often, and puts everything in a file under the message', async () => {
    await say('/ohmy logs backend staging --query errors --since 6h')
    const message = await shown('errors, backend in staging:', 'scanned')
    expect(message.text).toMatch(/\d+× .*timed out after # ms/)
    expect(message.text).toMatch(/\d [KM]B scanned · cost &lt;0\.01 USD/)
    expect(message.edits).toBeGreaterThan(0)
    const file = await until('the file', () =>
      sandbox.workspace.messages('devops').find(({ files = [] }) => files.length > 0),
    )
    expect(file.threadTs).toBe(message.ts)
  })

  it('draws what is counted by time, and computes it as CloudWatch does', async () => {
    await say('/ohmy logs backend staging --query response-times --since 2h --set minutes:10')
    const message = await shown('response-times, backend in staging:', 'scanned')
    const chart = message.blocks.find(({ type }) => (type as string) === 'data_visualization')
    expect(chart).toMatchObject({
      chart: { type: 'line', series: [{ name: 'average' }, { name: 'maximum' }, { name: 'minimum' }] },
    })
    expect(message.blocks.some(({ type }) => type === 'table')).toBe(true)
  })

  it('reads the flow logs of the environment', async () => {
    await say('/ohmy logs backend production --query nat-top-talkers --limit 3')
    const message = await shown('nat-top-talkers, flow-logs in production: 3 rows')
    expect(message.text).toContain('dstAddr')
  })

  it('runs what somebody typed, and scans nothing where CloudWatch does not understand it', async () => {
    await say("/ohmy logs backend staging --insights 'stats count(*) as lines' --since 30m")
    await shown('query, backend in staging: 1 row', 'stats count(*) as lines')
    await say("/ohmy logs backend staging --insights 'fields @message | filtr @message like x'")
    const refused = await shown('query, backend in staging: failed')
    expect(refused.text).toContain('CloudWatch does not understand the query')
    expect(refused.text).toContain('filtr')
    expect(refused.text).toContain('^^^^^')
  })

  it('suggests the name that was meant, and takes no query through a parameter', async () => {
    await say("/ohmy logs backend staging --insights 'stats count(*) as lines'", viewer)
    await shown('With --insights', 'takes the role operator', '--query')
    await say('/ohmy logs backend staging --query erors')
    expect((await shown('There is no query called “erors”')).text).toContain('Did you mean errors?')
    const before = asked('StartQuery')
    await say('/ohmy logs backend staging --query errors --set "limit:1|stats"')
    await shown('“1|stats” cannot be the limit')
    await say("/ohmy logs backend staging --insights 'SOURCE logGroups() | fields @message'")
    await shown('cannot name its own log groups')
    await say('/ohmy logs backend staging --query response-times --limit 5')
    await shown('response-times has no parameter “limit”')
    await say('/ohmy logs backend staging --query errors --grep x')
    await shown('A query says itself which lines it is about')
    expect(asked('StartQuery')).toBe(before)
  })

  it('is not sent twice when the answer of AWS is lost', async () => {
    const before = asked('StartQuery')
    sandbox.account.faults.add({ action: 'StartQuery', times: 1, fault: { kind: 'drop', when: 'after' } })
    await say('/ohmy logs frontend staging --query errors')
    await shown('errors, frontend in staging:', 'scanned')
    expect(asked('StartQuery')).toBe(before + 1)
  })

  it('says so when ohmy may not ask', async () => {
    sandbox.account.faults.add({ action: 'StartQuery', fault: { kind: 'accessDenied' } })
    await say('/ohmy logs frontend production --query errors')
    const message = await shown('errors, frontend in production: failed')
    expect(message.text).toContain('not allowed to call logs:StartQuery')
    expect(message.text).not.toContain('assumed-role')
  })

  it('passes the limits of Slack, and pings nobody', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([])
    expect(sandbox.workspace.pings()).toEqual([])
  })
})

describe('a log query that would scan much', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      configure: (yaml) => `${yaml}\nlogs:\n  askBeforeScanningGigabytes: 0.0001\n`,
    })
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(viewer, 'devops', text)
  const shown = (...words: string[]) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => words.every((word) => text.includes(word)), {
      timeout: 60_000,
    })
  const started = () => sandbox.account.calls.count('StartQuery')

  it('says what it would cost and scans nothing before somebody lets it run', async () => {
    await say('/ohmy logs backend production --query database --since 6h')
    const question = await shown('database, backend in production', 'would scan', 'cost about &lt;0.01 USD')
    expect(started()).toBe(0)
    await sandbox.workspace.click(viewer, question, 'Run it for about <0.01 USD')
    const result = await shown('database, backend in production:', 'let it run')
    expect(result.ts).toBe(question.ts)
    expect(started()).toBe(1)
  })

  it('is left alone by an operator, and nothing is scanned', async () => {
    await say('/ohmy logs backend production --query errors --since 6h')
    const question = await shown('errors, backend in production', 'would scan')
    await sandbox.workspace.click(approver, question, 'Leave it')
    const left = await shown('errors, backend in production: stopped by Aaron Approver')
    expect(left.text).toContain('Nothing was scanned')
    expect(started()).toBe(1)
  })
})

describe('a log query whose worker dies', () => {
  it('is not started again when it was started and not written down', async () => {
    let died = false
    const sandbox: Sandbox = await startSandbox({
      bot: {
        leaseFor: 1_000,
        checkpoint(name) {
          if (died || name !== 'looked' || sandbox.account.calls.count('StartQuery') === 0) return
          died = true
          throw new Error('dies between the call and the record')
        },
      },
    })
    try {
      await sandbox.workspace.say(requester, 'devops', '/ohmy logs backend staging --query errors')
      await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('scanned'), {
        timeout: 60_000,
      })
      expect(died).toBe(true)
      expect(sandbox.account.calls.count('StartQuery')).toBe(1)
    } finally {
      await sandbox.stop()
    }
  })
})
