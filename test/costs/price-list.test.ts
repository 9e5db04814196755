import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/load.js'
import { configurationLines } from '../../src/costs/price-list/configuration-lines.js'
import { priceOf } from '../../src/costs/price-list/refresh-prices.js'

const product = (usageType: string, dollars: string | undefined, from = 0) => ({
  usageType,
  prices: [{ unit: 'Hrs', from, dollars }],
})
const lookUp = (...products: ReturnType<typeof product>[]) =>
  priceOf({ usage: 'LCUUsage' }, { products, unreadable: 0 })

describe('a price in AWS’s list', () => {
  it.each(['LCUUsage', 'APS2-LCUUsage', 'USE1-LCUUsage', 'EU-LCUUsage'])('is found as %s', (usage) => {
    expect(lookUp(product(usage, '0.0080000000'))).toEqual({ listed: 0.008 })
  })

  it('is of the first tier', () => {
    const tiers = [
      { unit: 'GB', from: 0, dollars: '0.09' },
      { unit: 'GB', from: 10_240, dollars: '0.085' },
    ]
    const answer = { products: [{ usageType: 'LCUUsage', prices: tiers }], unreadable: 0 }
    expect(priceOf({ usage: 'LCUUsage' }, answer)).toEqual({ listed: 0.09 })
  })

  it.each([
    ['there is none', [], 'the list has no LCUUsage'],
    ['another thing ends alike', [product('Outposts-LCUUsage', '0.01')], 'the list has no LCUUsage'],
    [
      'there are two',
      [product('LCUUsage', '0.008'), product('APS2-LCUUsage', '0.01')],
      'the list has 2 prices for LCUUsage',
    ],
    [
      'it is in another currency',
      [product('LCUUsage', undefined)],
      'the list has LCUUsage without a price in USD',
    ],
    [
      'it costs nothing',
      [product('LCUUsage', '0.0000000000')],
      'the list has a price for LCUUsage that is none',
    ],
    ['it is no number', [product('LCUUsage', 'free')], 'the list has a price for LCUUsage that is none'],
    ['it is below nothing', [product('LCUUsage', '-1')], 'the list has a price for LCUUsage that is none'],
    ['it has no first tier', [product('LCUUsage', '1', 5)], 'the list has LCUUsage without a price'],
  ])('is not guessed where %s', (_, products, why) => {
    expect(lookUp(...products)).toEqual({ why })
  })

  it('says that an answer could not be read', () => {
    expect(priceOf({ usage: 'LCUUsage' }, { products: [], unreadable: 2 })).toEqual({
      why: 'AWS’s answer could not be read',
    })
  })
})

describe('the lines for the configuration', () => {
  const prices = [
    { name: 'fargateVcpuHour', inUse: 0.04, listed: 0.04856 },
    { name: 'albHour', inUse: 0.0225, why: 'the list has no LoadBalancerUsage' },
    { name: 'db.t3.micro', inUse: undefined, listed: 0.026 },
    { name: 'cache.t3.micro', inUse: undefined, why: 'the list has no NodeUsage:cache.t3.micro' },
  ]
  const head = `
environments:
  staging: { region: ap-southeast-2, cluster: a-cluster, services: [backend] }
channels: { operations: devops }
roles: { viewer: { users: [U0VIEWERS] } }
`
  const read = (isOwn: boolean, of = prices) => {
    const lines = configurationLines(of, {
      ...{ region: 'ap-southeast-2', asOf: '2026-11-29', source: 'AWS Price List', isOwn },
    })
    return parseConfig(head + lines.join('\n'), 'ohmy.yaml').prices
  }

  it('are read as what was listed, and keep what was not', () => {
    expect(read(true)).toMatchObject({
      ...{ region: 'ap-southeast-2', asOf: '2026-11-29', source: 'AWS Price List' },
      ...{ fargateVcpuHour: 0.04856, albHour: 0.0225, hourly: { 'db.t3.micro': 0.026 } },
    })
  })

  it('stand beside the table of another region', () => {
    expect(read(false).region).toBe('us-east-1')
    expect(read(false).regions['ap-southeast-2']).toEqual({
      ...{ fargateVcpuHour: 0.04856, albHour: 0.0225, 'db.t3.micro': 0.026 },
    })
  })

  it('are a configuration also where the list has no class that is asked for', () => {
    const without = prices.filter(({ name }) => name !== 'db.t3.micro')
    expect(read(true, without)).toMatchObject({ fargateVcpuHour: 0.04856, hourly: {} })
    expect(read(false, without).regions['ap-southeast-2']).toEqual({
      fargateVcpuHour: 0.04856,
      albHour: 0.0225,
    })
  })

  it('are none where nothing was found', () => {
    const none = prices.filter(({ listed }) => listed === undefined)
    const where = { region: 'us-east-1', asOf: '2026-11-29', source: 'AWS Price List', isOwn: true }
    expect(configurationLines(none, where)).toEqual([])
  })
})
