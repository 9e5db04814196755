import { describe, expect, it } from 'vitest'
import {
  digitsFor,
  formatAmount,
  formatDifference,
  formatGrowth,
  formatMoney,
  microsOf,
  percentOf,
  sum,
} from '../../src/core/money.js'

describe('an amount of money', () => {
  it('is read as AWS writes it, exact to a millionth', () => {
    expect(microsOf('12.3456789012')).toBe(12_345_679)
    expect(microsOf('4.35E-8')).toBe(0)
    expect(microsOf('0E-10')).toBe(0)
    expect(microsOf('-3.5')).toBe(-3_500_000)
    expect(microsOf(525)).toBe(525_000_000)
    expect(() => microsOf('')).toThrow(RangeError)
    expect(() => microsOf('N/A')).toThrow(RangeError)
  })

  it('adds up without the error of binary fractions', () => {
    expect(sum(Array.from({ length: 10 }, () => microsOf('0.1')))).toBe(microsOf('1'))
  })

  it.each([
    ['318.4', '318 USD'],
    ['1234.5', '1,235 USD'],
    ['99.994', '99.99 USD'],
    ['4.2', '4.20 USD'],
    ['0.004', '<0.01 USD'],
    ['0', '0.00 USD'],
    ['-12.5', '−12.50 USD'],
  ])('%s reads %s', (amount, shown) => {
    expect(formatMoney(microsOf(amount), 'USD')).toBe(shown)
  })

  it('has whole units from a hundred on, and takes the digits of the others it stands with', () => {
    expect(digitsFor(microsOf(100))).toBe(0)
    expect(digitsFor(microsOf(-99))).toBe(2)
    expect(formatAmount(microsOf('0.4'), 0)).toBe('<1')
    expect(formatDifference(microsOf('12.4'), 0)).toBe('+12')
    expect(formatDifference(microsOf('-0.3'), 0)).toBe('0')
    expect(formatDifference(microsOf('-9.7'), 0)).toBe('−10')
    expect([12, -3.5, 0].map(formatGrowth)).toEqual(['+12 %', '−3.5 %', '0 %'])
  })

  it('is a share in whole percent, of nothing none', () => {
    expect(percentOf(microsOf(12), microsOf(300))).toBe(4)
    expect(percentOf(1, 0)).toBeUndefined()
  })
})
