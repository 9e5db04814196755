import { describe, expect, it } from 'vitest'
import { environmentTold } from '../../src/core/told-place.js'
import { environmentOf } from '../aws/environment.js'

describe('what AWS tells of a cluster', () => {
  const told = {
    ...{ account: '123456789012', region: 'ap-southeast-2' },
    ...{ cluster: 'shop-cluster', service: 'shop-backend' },
  }
  const another = String(Number(told.account) + 1)
  const shop = environmentOf('shop', 'shop', ['backend'])

  it.each([
    ['its own', {}, true],
    ['an account that is written down', { account: '123456789012' }, true],
    ['another account', { account: another }, false],
    ['another region', { region: 'eu-west-1' }, false],
    ['another cluster', { cluster: 'shop' }, false],
  ])('is of an environment of %s: %o %s', (_, more, isOf) => {
    expect(environmentTold([{ ...shop, ...more }], told)?.name).toBe(isOf ? 'shop' : undefined)
  })

  it('is of the one in that account, of two with the same names', () => {
    const two = [
      { ...shop, name: 'other', account: another },
      { ...shop, account: '123456789012' },
    ]
    expect(environmentTold(two, told)?.name).toBe('shop')
  })

  it('is of the one whose service it is, of two in one cluster', () => {
    const neighbours = { prefixes: [], services: ['shop-backend'] }
    const rest = { ...shop, name: 'rest', services: [], servicePrefix: 'shop-', neighbours }
    for (const two of [
      [rest, shop],
      [shop, rest],
    ]) {
      expect(environmentTold(two, told)?.name).toBe('shop')
      expect(environmentTold(two, { ...told, service: 'shop-frontend' })?.name).toBe('rest')
      expect(environmentTold(two, { ...told, service: 'nobodys' })).toBeUndefined()
    }
  })
})
