import { expect, test } from 'vitest'
import { AwsError, type AwsErrorKind } from '../../src/aws/aws-error.js'
import { explainAwsError } from '../../src/aws/explain.js'

const explain = (kind: AwsErrorKind, code: string) =>
  explainAwsError(
    new AwsError(kind, 'ecs:DescribeServices', code, 'arn:aws:iam::123456789012:user/someone said no'),
  )

test.each([
  ['throttled', 'ThrottlingException', 'fewer calls'],
  ['unavailable', 'ServerException', 'having trouble'],
  ['unanswered', 'TimeoutError', 'did not answer in time'],
  ['denied', 'AccessDeniedException', 'not allowed to call ecs:DescribeServices'],
  ['denied', 'ExpiredTokenException', 'credentials of ohmy have expired'],
  ['denied', 'CredentialsProviderError', 'no valid AWS credentials'],
  ['rejected', 'ClusterNotFoundException', 'cluster does not exist'],
  ['rejected', 'InvalidParameterException', 'refused ecs:DescribeServices (InvalidParameterException)'],
] as const)('%s (%s) in words, without what AWS wrote', (kind, code, words) => {
  expect(explain(kind, code)).toContain(words)
  expect(explain(kind, code)).not.toContain('someone')
})
