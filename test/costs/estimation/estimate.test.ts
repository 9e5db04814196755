import { describe, expect, it } from 'vitest'
import { RawPrices } from '../../../src/config/costs-schema.js'
import type { EnvironmentResources } from '../../../src/core/cost-lines.js'
import type { Environment } from '../../../src/core/environment.js'
import { microsOf, roundTo } from '../../../src/core/money.js'
import { estimateOf } from '../../../src/costs/estimation/estimate.js'
import { parseConfig } from '../../../src/config/load.js'

const usd = microsOf
const [staging, production] = parseConfig(
  `
environments:
  staging: { region: us-east-1, cluster: a-cluster, services: [backend], database: db, cache: redis, loadBalancer: alb, costs: { estimates: { rds: 15, fargate: 30 } } }
  production: { region: ap-southeast-2, cluster: b-cluster, services: [backend], loadBalancer: alb }
channels: { operations: devops }
roles: { viewer: { users: [U0VIEWERS] } }
`,
  'ohmy.yaml',
).environments as [Environment, Environment]

const prices = RawPrices.parse({
  asOf: '2026-11-28',
  hourly: { 'db.t3.micro': 0.018, 'db.t3.small': 0.036, 'cache.t3.micro': 0.017 },
  regions: { 'ap-southeast-2': { fargateVcpuHour: 0.04856 } },
})
const backend = { name: 'backend', tasks: 1, cpu: 1024, memory: 2048 }
const frontend = { name: 'frontend', tasks: 1, cpu: 256, memory: 512 }
/** What the team's own estimate of staging was made with. */
const resources: EnvironmentResources = {
  database: { class: 'db.t3.micro', multiAz: false, gigabytes: 20 },
  cache: { class: 'cache.t3.micro', nodes: 1 },
  natGateways: 1,
  natGigabytes: 40,
  loadBalancerUnits: 0,
  publicAddresses: 1,
  transferGigabytes: 110,
  flowLogGigabytes: 10,
  logGigabytes: 10,
  logDays: 7,
}

function estimate(more: Partial<Parameters<typeof estimateOf>[0]> = {}) {
  return estimateOf({
    environment: staging,
    basis: { sizes: [backend, frontend], resources },
    prices,
    missing: [],
    ...more,
  })
}

const lineOf = (name: string, of = estimate()) => of.lines.find(({ line }) => line === name)
const whole = (amount = 0) => roundTo(amount, 0) / 1_000_000

describe('an estimate of an environment', () => {
  it.each([
    ['rds', 15],
    ['loadBalancer', 20],
    ['natGateway', 35],
    ['dataTransfer', 10],
    ['flowLogs', 5],
    ['logs', 5],
  ])('is within 5 % of what the team wrote down for %s', (line, written) => {
    const amount = (lineOf(line)?.amount ?? 0) / 1_000_000
    expect(Math.abs(amount - written) / written).toBeLessThanOrEqual(0.05)
  })

  it('adds hours of vCPU and memory up to what the list says', () => {
    // (1.25 × 0.04048 + 2.5 × 0.004445) × 730
    expect(whole(lineOf('fargate')?.amount)).toBe(45)
    expect(lineOf('fargate')?.madeOf).toEqual(['backend 1 × 1 vCPU, 2 GB', 'frontend 1 × 0.25 vCPU, 0.5 GB'])
    expect(lineOf('fargate')?.configured).toBe(usd(30))
  })

  it('counts a second zone twice, hours and storage', () => {
    const database = { class: 'db.t3.small', multiAz: true, gigabytes: 30 }
    const asked = estimate({ basis: { sizes: [backend], resources: { ...resources, database } } })
    expect(lineOf('rds', asked)?.amount).toBe(usd(2 * 0.036 * 730 + 2 * 30 * 0.115))
    expect(lineOf('rds', asked)?.madeOf).toEqual(['db.t3.small in two zones, 30 GB'])
  })

  it('says what is not written down instead of counting it as nothing', () => {
    const asked = estimate({
      basis: { sizes: [backend], resources: { database: { ...resources.database!, class: 'db.r8g.large' } } },
    })
    expect(lineOf('rds', asked)).toMatchObject({
      unknown: 'the price of db.r8g.large (`prices.hourly`)',
    })
    expect(lineOf('elastiCache', asked)?.unknown).toContain('costs.resources.cache')
    expect(lineOf('natGateway', asked)?.amount).toBeUndefined()
    expect(asked.total).toBe(
      (lineOf('fargate', asked)?.amount ?? 0) + (lineOf('loadBalancer', asked)?.amount ?? 0),
    )
  })

  it('tells where autoscaling may take it', () => {
    const sizes = [{ ...backend, tasks: 2, range: { minimum: 2, maximum: 10 } }, frontend]
    const asked = estimate({ basis: { sizes, resources } })
    const task = (1024 / 1024) * 0.04048 * 730 + 2 * 0.004445 * 730
    expect(asked.range?.low).toBe(asked.total)
    expect(whole((asked.range?.high ?? 0) - asked.total)).toBe(Math.round(8 * task))
  })

  it('takes the prices of the region, and says whose they are where there are none', () => {
    const there = estimate({ environment: production, basis: { sizes: [backend], resources: {} } })
    expect(lineOf('fargate', there)?.amount).toBe(usd((0.04856 + 2 * 0.004445) * 730))
    expect(there.prices).toEqual({ region: 'ap-southeast-2', asOf: '2026-11-28' })
    expect(there.elsewhere).toBeUndefined()
    const elsewhere = estimate({ environment: { ...production, region: 'eu-west-1' } })
    expect(elsewhere).toMatchObject({ elsewhere: 'eu-west-1', prices: { region: 'us-east-1' } })
  })

  it('explains where the bill goes another way, and nothing where it does not', () => {
    const bill = [
      { line: 'natGateway' as const, soFar: 0, onCourse: usd(86) },
      { line: 'rds' as const, soFar: 0, onCourse: usd(15) },
      { line: 'loadBalancer' as const, soFar: 0, onCourse: usd(4) },
    ]
    const asked = estimate({ bill })
    expect(lineOf('natGateway', asked)?.difference).toBe('as much as 1,181 GB through')
    expect(lineOf('rds', asked)?.difference).toBeUndefined()
    expect(lineOf('loadBalancer', asked)?.difference).toContain('less than what stands there costs alone')
    expect(asked.onCourse).toBe(usd(105))
  })
})

describe('what would be otherwise', () => {
  const ask = (whatIf: Record<string, string>) => estimate({ whatIf })

  it('changes the count, and the size of the service named before it', () => {
    const asked = ask({ backend: '4', memory: '4096' })
    expect(lineOf('fargate', asked)?.madeOf).toEqual([
      'backend 4 × 1 vCPU, 4 GB',
      'frontend 1 × 0.25 vCPU, 0.5 GB',
    ])
    expect(asked.whatIf).toEqual({ asked: 'backend=4 memory=4096', now: estimate().total })
    expect(asked.levers).toEqual([])
  })

  it('changes gateways and classes', () => {
    expect(lineOf('natGateway', ask({ nat: '2' }))?.madeOf).toEqual(['2 gateways, 40 GB through'])
    expect(lineOf('rds', ask({ database: 'db.t3.small' }))?.madeOf).toEqual(['db.t3.small, 20 GB'])
  })

  it.each([
    [{ backend: 'many' }, 'no whole number up to 1,000'],
    [{ backend: '1001' }, 'no whole number'],
    [{ queue: '2' }, 'nothing an estimate is made of'],
    [{ backend: '1', memory: '1024' }, 'no task with 1024 CPU units and 1024 MB'],
    [{ frontend: '1', cpu: '300' }, 'no task with 300 CPU units'],
  ])('%j is refused with what there is', (whatIf, words) => {
    expect(() => ask(whatIf as unknown as Record<string, string>)).toThrow(words)
  })
})

describe('levers', () => {
  it('are those that save something, the largest first', () => {
    expect(estimate().levers.map(({ what }) => what)).toEqual([
      'Fargate Spot',
      'Compute Savings Plan',
      'Nothing runs at night (8 h)',
      'Reserved database and cache',
    ])
  })

  it('name a second NAT gateway with its hours', () => {
    const asked = estimate({ basis: { sizes: [backend], resources: { ...resources, natGateways: 2 } } })
    expect(asked.levers.find(({ what }) => what === 'One NAT gateway')?.saves.high).toBe(usd(0.045 * 730))
  })

  it('are all that the team knows, where there is something to save by each', () => {
    const much = { ...resources, natGateways: 2, logGigabytes: 400, logDays: 90 }
    const asked = estimate({ basis: { sizes: [backend], resources: much } })
    expect(asked.levers.map(({ what }) => what).toSorted()).toEqual([
      'Compute Savings Plan',
      'Fargate Spot',
      'Log lines kept for 7 days',
      'Nothing runs at night (8 h)',
      'One NAT gateway',
      'Reserved database and cache',
    ])
  })

  it('name smaller tasks, where two weeks of figures say so', () => {
    const to = { cpu: 256, memory: 1024 }
    const about = { service: 'backend', now: { cpu: 1024, memory: 2048 }, isScaled: false }
    const small = { ...about, verdict: 'cheaper' as const, to, saves: usd(25) }
    const asked = estimate({ sizing: [small, { ...about, verdict: 'fits' }] })
    expect(asked.levers.filter(({ what }) => what.startsWith('Tasks of'))).toEqual([
      {
        what: 'Tasks of backend with 0.25 vCPU, 1 GB',
        saves: { low: usd(25), high: usd(25) },
        but: 'less is left for what two weeks did not show',
      },
    ])
    expect(asked.sizing).toHaveLength(2)
  })
})
