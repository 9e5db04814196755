import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'
import { plainWording } from '../../src/core/dashboard.js'
import { systemClock } from '../../src/core/clock.js'
import { readMetrics } from '../../src/metrics/read-metrics.js'
import { failureOf } from '../config/failure.js'
import { type Room, staging, startRoom } from '../aws/environment.js'
import { thresholds } from '../status/thresholds.js'

const hour = 3_600_000

function configOf(metrics: string) {
  return parseConfig(
    `
environments:
  staging: { region: ap-southeast-2, cluster: a-cluster, services: [backend, frontend] }
  production: { region: ap-southeast-2, cluster: b-cluster, services: [backend] }
channels: { operations: devops }
roles: { viewer: { users: [U0VIEWERS] } }
metrics:
${metrics}
`,
    'ohmy.yaml',
  )
}
const base = 'namespace: OhMyCoins, metric: PriceFeedDelay'
const metricsOf = (text: string) => configOf(text).metrics

describe('metrics of one’s own, as they are written', () => {
  it('are told in what people read', () => {
    const [delay, orders, queue] = metricsOf(`  delay: { ${base}, unit: milliseconds, below: 2000 }
  orders: { ${base}, dimensions: { S: "{service}" }, above: 5 }
  queue: { ${base}, higherIsWorse: false }`)
    expect(delay).toMatchObject({ unit: 'seconds', target: { below: 2 }, bad: 'high', scale: 0.001 })
    expect(delay).not.toHaveProperty('services')
    expect(orders).toMatchObject({ target: { above: 5 }, bad: 'low', services: 'each' })
    expect(queue).toMatchObject({ bad: 'low' })
    expect(queue).not.toHaveProperty('target')
  })

  it.each([
    ['two targets', `{ ${base}, below: 1, above: 2 }`, 'one target'],
    ['a target against its way', `{ ${base}, below: 1, higherIsWorse: false }`, 'below something'],
    ['services that no dimension names', `{ ${base}, services: [backend] }`, 'only where a dimension has'],
    [
      'a service that there is not',
      `{ ${base}, dimensions: { S: "{service}" }, services: [bakend] }`,
      'backend',
    ],
    ['an environment that there is not', `{ ${base}, environments: [stagin] }`, 'staging'],
    ['another placeholder', `{ ${base}, dimensions: { S: "{region}" } }`, '{env} stands for'],
    ['a statistic that there is not', `{ ${base}, statistic: median }`, 'a percentile'],
    ['no name', '{ namespace: OhMyCoins }', 'metric'],
  ])('are refused with %s', (_, written, words) => {
    expect(failureOf(() => metricsOf(`  delay: ${written}`)).message).toContain(words)
  })
})

describe('metrics of one’s own, as they are read', () => {
  let room: Room
  beforeAll(async () => {
    room = await startRoom()
  })
  afterAll(() => room.stop())

  const read = (metrics: string, more: Partial<Parameters<typeof readMetrics>[0]> = {}) =>
    readMetrics({
      ...{ aws: room.awsFor(staging), environment: staging, since: 3 * hour, thresholds },
      ...{ metrics: metricsOf(metrics), clock: systemClock, focus: 'own' },
      ...more,
    })

  it('ask for the environment and the service by name, and for nothing else', async () => {
    room.account.calls.reset()
    const { figures, silent } = await read(
      `  delay: { ${base}, dimensions: { Environment: "{env}", Service: "{service}" }, services: [backend], unit: milliseconds, below: 2000 }
  elsewhere: { ${base}, environments: [production] }`,
    )
    expect(figures).toMatchObject([{ subject: 'backend', name: 'delay', unit: 'seconds', met: true }])
    expect(figures[0]?.now).toBeLessThan(1)
    expect(silent).toBeUndefined()
    expect(room.account.calls.count('GetMetricData')).toBe(1)
    expect(room.account.calls.count('ListMetrics')).toBe(0)
    expect(room.account.calls.count('DescribeServices')).toBe(0)
  })

  it('are looked at with their service and not with others', async () => {
    const each = `  delay: { ${base}, dimensions: { Environment: "{env}", Service: "{service}" }, services: [backend] }`
    const [backend, frontend] = staging.services
    const of = async (focus: NonNullable<Parameters<typeof readMetrics>[0]['focus']>) =>
      (await read(each, { focus })).figures.some(({ name }) => name === 'delay')
    expect(await of(backend!)).toBe(true)
    expect(await of(frontend!)).toBe(false)
    expect(await of('rds')).toBe(false)
  })

  it.each([
    [
      '{ namespace: OhMyCoins, metric: PriceFedDelay }',
      'there is no metric of that name in OhMyCoins',
      'the name is PriceFeedDelay',
    ],
    [`{ ${base} }`, 'measured only together with Environment and Service', 'add Environment='],
    [
      `{ ${base}, dimensions: { Environment: "{env}", Service: backed } }`,
      'there is no Service=backed',
      'there is backend',
    ],
    ['{ namespace: OhMyConis, metric: PriceFeedDelay }', 'nothing was measured in OhMyConis', ''],
  ])('without data say why: %s', async (written, what, fix) => {
    const { silent = [], figures } = await read(`  delay: ${written}`)
    expect(figures).toMatchObject([{ name: 'delay', points: [] }])
    expect(silent.map((one) => [plainWording(one.what), plainWording(one.fix)])).toEqual([
      [expect.stringContaining(what), expect.stringContaining(fix)],
    ])
  })
})
