import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'

const minute = 60_000

describe('metrics', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string) => sandbox.workspace.say(viewer, 'devops', text)
  const shown = (words: string | RegExp) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => (typeof words === 'string' ? text.includes(words) : words.test(text)),
      { timeout: 60_000 },
    )
  const isChart = ({ type }: { readonly type: string }) => type === 'data_visualization'

  it('show that all is well and what was not two hours ago, with two charts', async () => {
    await say('/ohmy metrics production')
    const answer = await shown(/production: all \d+ figures meet their target/)
    expect(answer.text).toMatch(/Missed in the last 3 h, well again: backend CPU \d\d % at/)
    expect(answer.text).toMatch(/\d+ % . +backend CPU +&lt; 70 % +[▁▂▃▅▇]{12}/)
    expect(answer.blocks.filter((block) => isChart(block as { type: string }))).toHaveLength(2)
    expect(sandbox.account.calls.count('GetMetricData')).toBe(1)
  })

  it('name in the first line what misses its target', async () => {
    sandbox.account.world.setMetric(
      {
        namespace: 'AWS/RDS',
        metric: 'CPUUtilization',
        dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
      },
      93,
      30 * minute,
    )
    await say('/ohmy metrics production rds')
    const answer = await shown(
      'rds in production: 1 of 3 figures misses its target: database CPU 93 % (target &lt; 80 %)',
    )
    expect(answer.text).toMatch(/🟠 93 % ↗ +CPU/)
    expect(answer.text).toContain('read latency')
  })

  it('of another period come in the same message', async () => {
    await say('/ohmy metrics backend staging')
    const answer = await shown('backend in staging: all')
    await sandbox.workspace.click(viewer, answer, 'Another period', 'metrics staging backend --since 1d')
    const day = await shown(/backend in staging[^]*Last day/)
    expect(day.ts).toBe(answer.ts)
    expect(day.edits).toBe(1)
    // The same figures again would be no edit.
    const dimensions = { ClusterName: 'ohmycoins-staging-cluster', ServiceName: 'ohmycoins-staging-backend' }
    sandbox.account.world.setMetric(
      { namespace: 'AWS/ECS', metric: 'MemoryUtilization', dimensions },
      97,
      30 * minute,
    )
    await sandbox.workspace.click(viewer, day, 'Refresh')
    const again = await sandbox.workspace.waitForMessage(
      'devops',
      ({ ts, edits }) => ts === answer.ts && edits === 2,
    )
    expect(again.text).toContain('Last day')
    expect(again.text).toContain('memory 97 %')
  })

  it('refuse what cannot be asked, and say what can', async () => {
    await say('/ohmy metrics staging backendd')
    await shown('is neither a service nor `rds`, `redis`, `alb` or `own`')
    await say('/ohmy metrics staging --since 5m')
    await shown('at least 15 min and at most 15 d')
    await say('/ohmy metrics staging --alarm no-such-alarm')
    await shown('There is no alarm “no-such-alarm” in staging')
  })

  it('lose nothing where Slack does not know charts', async () => {
    sandbox.workspace.faults.refuse({ method: 'chat.postMessage', error: 'invalid_blocks', times: 1 })
    await say('/ohmy metrics redis staging')
    const answer = await shown('redis in staging: all 4 figures meet their target')
    expect(answer.blocks.some((block) => isChart(block as { type: string }))).toBe(false)
    expect(answer.text).toMatch(/hit rate[^]*cache: [▁▂▃▅▇]+ \d\d:\d\d/)
  })

  it('pass the limits of Slack each time', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'chat.postMessage invalid_blocks',
    ])
  })

  it('of the team’s own are shown with the rest, and alone', async () => {
    await say('/ohmy metrics production own')
    const own = await shown('own in production: all 2 figures meet their target')
    expect(own.text).toMatch(/\d+ [→↗↘]? *backend orders a minute +&gt; 1/)
    expect(own.text).toMatch(/\d+ ms .*price feed delay +&lt; 2 s/)
    const dimensions = { Environment: 'production', Service: 'backend' }
    const metric = { namespace: 'OhMyCoins', metric: 'OrdersPlaced', dimensions }
    sandbox.account.world.setMetric(metric, 0, 30 * minute)
    await say('/ohmy metrics backend production')
    await shown(/backend in production: 1 of \d+ figures misses its target: backend orders a minute 0/)
    sandbox.account.world.setMetric(metric, undefined)
  })

  it('of the team’s own that nobody publishes are told, with what may be meant', async () => {
    const dimensions = { Environment: 'staging', Service: 'backend' }
    sandbox.account.world.measureSince({ namespace: 'OhMyCoins', metric: 'OrdersPlaced', dimensions }, 0)
    await say('/ohmy metrics staging own')
    const silent = await shown('backend orders a minute has no data: published before, and not in this time')
    expect(silent.text).not.toContain('No data, which is not 0')
    sandbox.account.faults.add({ action: 'ListMetrics', fault: { kind: 'accessDenied' } })
    await say('/ohmy metrics staging own --since 1d')
    await shown('not allowed to call cloudwatch:ListMetrics')
    sandbox.account.faults.clear()
  })
})
