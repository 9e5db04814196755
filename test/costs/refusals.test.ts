import { describe, expect, it } from 'vitest'
import { AwsError, type AwsErrorKind } from '../../src/aws/aws-error.js'
import { refusalOf } from '../../src/costs/refusals.js'
import { failureOf, writeFailure } from '../../src/redis/shared-failure.js'

const errorOf = (kind: AwsErrorKind, code: string) =>
  new AwsError(
    kind,
    'ce:GetCostAndUsage',
    code,
    `ce:GetCostAndUsage: ${code} for arn:aws:iam::123456789012:role/x`,
  )

describe('why the bill cannot be read', () => {
  it.each([
    ['rejected', 'DataUnavailableException', 'no data for this time yet'],
    ['rejected', 'LimitExceededException', 'fewer requests'],
    ['rejected', 'BillExpirationException', 'no longer kept'],
    ['rejected', 'OwnRequestBudget', 'the 9 requests a day'],
    ['rejected', 'OwnStoreAway', 'the store does not answer'],
    ['rejected', 'ValidationException', 'AWS refused ce:GetCostAndUsage (ValidationException)'],
    ['denied', 'AccessDeniedException', 'not allowed to call ce:GetCostAndUsage'],
    ['denied', 'ExpiredTokenException', 'credentials of ohmy have expired'],
    ['throttled', 'ThrottlingException', 'fewer calls'],
    ['unanswered', 'TimeoutError', 'did not answer in time'],
  ] as const)('%s %s is said in words', (kind, code, words) => {
    const refusal = refusalOf(errorOf(kind, code), 9)
    expect(refusal.code).toBe('costs-unreadable')
    expect(refusal.what).toMatch(/^The costs cannot be read: .+[^.]\.$/)
    expect(refusal.what).toContain(words)
    expect(refusal.next).toMatch(/\.$/)
    expect(refusal.message).not.toContain('123456789012')
  })

  it('is said in the same words by a process that only waited for another', () => {
    const met = refusalOf(errorOf('rejected', 'DataUnavailableException'), 9)
    const told = refusalOf(failureOf(writeFailure(met)), 9)
    expect([told.what, told.next, told.reason]).toEqual([met.what, met.next, met.reason])
  })

  it('tells no internals of what nobody expected', () => {
    const refusal = refusalOf(new Error('ECONNREFUSED 10.0.0.7:6379'), 9)
    expect(refusal.message).not.toContain('10.0.0.7')
  })
})
