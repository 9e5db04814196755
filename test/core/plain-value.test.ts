import { describe, expect, it } from 'vitest'
import { plainValue } from '../../src/core/secrets/plain-value.js'

describe('a variable whose value is shown', () => {
  it.each([
    ['LOG_LEVEL', 'debug'],
    ['WORKERS', '4'],
    ['TIMEOUT', '30s'],
    ['FEATURE_X', 'true'],
    ['RATIO', '0.25'],
    ['APP_VERSION', 'sprint-12-3f4021a'],
    ['TZ', 'Australia/Sydney'],
    ['AWS_REGION', 'ap-southeast-2'],
  ])('%s=%s', (name, value) => {
    expect(plainValue(name, value)).toBe(value)
  })

  it('can be empty', () => {
    expect(plainValue('PROXY', '')).toBe('empty')
  })
})

describe('a variable whose value is not shown', () => {
  it.each([
    // Its name tells a secret, whatever stands behind it.
    ['DB_PASSWORD', 'true'],
    ['API_KEY', '1234'],
    ['SESSION_SALT', 'off'],
    ['PIN', '4711'],
    // Nothing tells that it is none.
    ['THE_THING', 'hunter2'],
    ['DATABASE_URL', 'postgres://app:tulip@db/app'],
    ['PRICE_FEED_URL', 'https://prices.example.com/feed'],
    ['GREETING', 'tulip'],
    ['ACCOUNT', '123456789012'],
    // It looks like a secret under a harmless name.
    ['APP_MODE', 'AKIAIOSFODNN7EXAMPLE'],
    ['APP_VERSION', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['APP_MODE', 'two words'],
    ['APP_MODE', 'x'.repeat(41)],
  ])('%s=%s', (name, value) => {
    expect(plainValue(name, value)).toBeUndefined()
  })
})
