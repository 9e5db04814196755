import { GetMetricWidgetImageCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Png, readPng } from '../../support/png.js'
import { type Clients, clientsFor, staging } from './clients.js'

let account: Account
let clients: Clients
let loadBalancer = ''

beforeAll(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
  const { Metrics } = await clients.cloudwatch.send(
    new ListMetricsCommand({ Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' }),
  )
  const found = Metrics?.find(
    ({ Dimensions }) => Dimensions?.length === 1 && Dimensions[0]?.Value?.includes('staging'),
  )
  loadBalancer = found?.Dimensions?.[0]?.Value ?? ''
})

afterAll(async () => {
  clients.destroy()
  await account.stop()
})

const service = ['ClusterName', staging.cluster, 'ServiceName', staging.service]
const cpu = ['AWS/ECS', 'CPUUtilization', ...service]
const blue = '#1f77b4'
const orange = '#ff7f0e'

async function draw(widget: object): Promise<Png> {
  const whole = { width: 480, height: 240, ...widget }
  const command = new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify(whole) })
  const { MetricWidgetImage } = await clients.cloudwatch.send(command)
  return readPng(MetricWidgetImage ?? new Uint8Array())
}

function refused(widget: object | string): Promise<unknown> {
  const MetricWidget = typeof widget === 'string' ? widget : JSON.stringify(widget)
  return clients.cloudwatch.send(new GetMetricWidgetImageCommand({ MetricWidget })).then(
    () => 'drawn',
    (error: Error) => error.message,
  )
}

/** Rows in which a colour stands, from the top. */
function rowsOf(png: Png, color: string): number[] {
  return Array.from({ length: png.height }, (_, y) => y).filter((y) =>
    Array.from({ length: png.width }, (_, x) => x).some((x) => png.at(x, y) === color),
  )
}

describe('a picture of metrics over time', () => {
  test('is a PNG of the size that was asked for, white, with lines and letters', async () => {
    const png = await draw({ title: 'CPU', metrics: [cpu] })
    expect([png.width, png.height]).toEqual([480, 240])
    expect(png.at(0, 0)).toBe('#ffffff')
    expect(png.count(blue)).toBeGreaterThan(200)
    // Anti-aliased letters come in many greys; without the font there would be none.
    expect(png.colors).toBeGreaterThan(60)
  })

  test('shows letters: a longer title takes more ink', async () => {
    const short = await draw({ title: 'x', metrics: [cpu] })
    const long = await draw({ title: 'Everything about the backend', metrics: [cpu] })
    expect(long.count('#16191f')).toBeGreaterThan(short.count('#16191f') + 100)
  })

  test('gives each metric a colour of its own, or the one that it asks for', async () => {
    const memory = ['.', 'MemoryUtilization', '.', '.', '.', '.']
    const two = await draw({ metrics: [cpu, memory] })
    expect(two.count(blue)).toBeGreaterThan(100)
    expect(two.count(orange)).toBeGreaterThan(100)
    const purple = await draw({ metrics: [[...cpu, { color: '#800080' }]] })
    expect(purple.count('#800080')).toBeGreaterThan(100)
    expect(purple.count(blue)).toBe(0)
  })

  test('draws higher values higher: p99 above the average', async () => {
    const metric = ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', loadBalancer]
    const png = await draw({ legend: { position: 'hidden' }, metrics: [metric, ['...', { stat: 'p99' }]] })
    const [average] = rowsOf(png, blue)
    const [slowest] = rowsOf(png, orange)
    expect(slowest).toBeLessThan(average ?? 0)
  })

  test('draws a threshold where its value is, and makes room for it', async () => {
    const without = await draw({ legend: { position: 'hidden' }, metrics: [cpu] })
    expect(without.count('#d62728')).toBe(0)
    const horizontal = [{ value: 90, label: 'target' }]
    const png = await draw({
      legend: { position: 'hidden' },
      metrics: [cpu],
      annotations: { horizontal },
      yAxis: { left: { min: 0, max: 100 } },
    })
    expect(png.count('#d62728')).toBeGreaterThan(100)
    expect(rowsOf(png, '#d62728')[0]).toBeLessThan(rowsOf(png, blue)[0] ?? 0)
  })

  test('says that there is no data instead of staying empty', async () => {
    const png = await draw({ metrics: [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'none']] })
    // The legend's square is all there is of the line's colour.
    expect(png.count(blue)).toBeLessThan(110)
    expect(png.colors).toBeGreaterThan(20)
  })

  test('fills areas where they are stacked', async () => {
    const metrics = [
      ['AWS/ApplicationELB', 'HTTPCode_Target_2XX_Count', 'LoadBalancer', loadBalancer],
      ['.', 'HTTPCode_Target_4XX_Count', '.', '.'],
    ]
    const lines = await draw({ stat: 'Sum', metrics })
    const areas = await draw({ stat: 'Sum', metrics, stacked: true })
    const white = (png: Png) => png.count('#ffffff')
    expect(white(areas)).toBeLessThan(white(lines) * 0.7)
  })

  test('computes expressions, and shows only what is visible', async () => {
    const metrics = [
      [{ expression: 'm1 * 2', label: 'twice', id: 'e1' }],
      [...cpu, { id: 'm1', visible: false }],
    ]
    const png = await draw({ metrics })
    expect(png.count(blue)).toBeGreaterThan(100)
    expect(png.count(orange)).toBe(0)
  })

  test('moves its times with the time zone', async () => {
    const about = { metrics: [cpu], start: '2026-03-01T00:00:00.000Z', end: '2026-03-01T03:00:00.000Z' }
    const [utc, half] = await Promise.all([draw(about), draw({ ...about, timezone: '+0530' })])
    const bottom = (png: Png) =>
      Array.from({ length: 480 * 40 }, (_, at) => png.at(at % 480, 195 + Math.floor(at / 480))).join('')
    expect(bottom(utc)).not.toBe(bottom(half))
  })
})

describe('other views', () => {
  test('a single value is written large', async () => {
    const png = await draw({ view: 'singleValue', height: 140, metrics: [cpu] })
    expect(png.count('#16191f')).toBeGreaterThan(250)
  })

  test('bars are as long as their values', async () => {
    const memory = ['.', 'MemoryUtilization', '.', '.', '.', '.']
    const png = await draw({ view: 'bar', metrics: [cpu, memory] })
    expect(png.count(orange)).toBeGreaterThan(png.count(blue) * 1.2)
  })
})

describe('what cannot be drawn', () => {
  test.each([
    ['no JSON', 'nonsense', 'is not valid JSON'],
    ['no metrics', {}, "Should have required property 'metrics'"],
    ['an empty list', { metrics: [] }, 'Should NOT have fewer than 1 items'],
    ['an unknown property', { metrics: [cpu], region: 'x' }, 'Should NOT have additional properties'],
    ['too wide', { metrics: [cpu], width: 2001 }, 'Should be <= 2000'],
    ['an odd dimension', { metrics: [['AWS/ECS', 'CPUUtilization', 'ClusterName']] }, '/metrics/0'],
    ['nothing to repeat', { metrics: [['.', 'CPUUtilization']] }, 'no metric before to repeat'],
    ['a wrong statistic', { metrics: [cpu], stat: 'Mean' }, 'not a valid statistic'],
    ['a wrong zone', { metrics: [cpu], timezone: 'Sydney' }, '/timezone'],
    ['an end before its start', { metrics: [cpu], start: 'PT0H', end: '-PT3H' }, 'Should be before end'],
    ['an unknown id', { metrics: [[{ expression: 'm9 * 2' }]] }, 'no query with the id "m9"'],
  ])('is refused: %s', async (_, widget, words) => {
    expect(await refused(widget)).toContain(words)
  })

  test('draws whatever stands in a title without taking it for SVG', async () => {
    const png = await draw({
      title: '</text><rect width="480" height="240" fill="#00ff00"/>&amp;\u0007',
      metrics: [cpu],
    })
    expect(png.count('#00ff00')).toBe(0)
    expect(png.count(blue)).toBeGreaterThan(100)
  })
})
