import { describe, expect, it } from 'vitest'
import { AwsError, type AwsErrorKind } from '../../src/aws/aws-error.js'
import { refusalOf } from '../../src/costs/refusals.js'

const refused = (kind: AwsErrorKind, code: string) =>
  refusalOf(new AwsError(kind, 'ce:GetCostAndUsage', code, 'x'), 9)

describe('what to do when Cost Explorer does not answer', () => {
  it.each([
    ['throttled', 'ThrottlingException'],
    ['throttled', 'LimitExceededException'],
    ['unavailable', 'InternalServerError'],
    ['unanswered', 'TimeoutError'],
    ['denied', 'ExpiredTokenException'],
    ['denied', 'AccessDeniedException'],
    ['rejected', 'ValidationException'],
    ['rejected', 'OwnRequestBudget'],
    ['rejected', 'OwnFailureBudget'],
  ] as const)(
    '%s (%s) is not to be tried again in a minute: that costs money and brings nothing',
    (kind, code) => {
      const { message, next, reason } = refused(kind, code)
      expect([message, next, reason].join(' ')).not.toMatch(/try again/i)
      expect(next).not.toBe('')
    },
  )

  it('says when it is asked again, where that can help', () => {
    expect(refused('unanswered', 'TimeoutError').next).toContain('in 10 minutes at the earliest')
    expect(refused('rejected', 'OwnRequestBudget').next).toContain('after 00:00 UTC')
    expect(refused('rejected', 'ValidationException').next).toContain('does not help')
    expect(refused('denied', 'ExpiredTokenException').next).toContain('must renew them')
  })
})
