import { expect, test } from 'vitest'
import { classify } from '../../src/aws/classify.js'

const service = (name: string, httpStatusCode: number, more: object = {}) =>
  Object.assign(new Error('said AWS'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode, requestId: 'r-1' },
    ...more,
  })
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

test.each([
  [service('ThrottlingException', 400), 'throttled'],
  [service('Throttling', 400), 'throttled'],
  [service('TooManyRequestsException', 429), 'throttled'],
  [service('SomethingNew', 400, { $retryable: { throttling: true } }), 'throttled'],
  [service('ServerException', 500), 'unavailable'],
  [service('ServiceUnavailable', 503), 'unavailable'],
  [service('AccessDeniedException', 400), 'denied'],
  [service('AccessDenied', 403), 'denied'],
  [service('ExpiredTokenException', 400), 'denied'],
  [service('UnrecognizedClientException', 400), 'denied'],
  [Object.assign(new Error('none found'), { name: 'CredentialsProviderError' }), 'denied'],
  [service('ClusterNotFoundException', 400), 'rejected'],
  [service('InvalidParameterException', 400), 'rejected'],
  [Object.assign(network('ECONNRESET'), { name: 'TimeoutError' }), 'unanswered'],
  [network('EPIPE'), 'unanswered'],
  [new Error('socket hang up'), 'unanswered'],
  [Object.assign(new Error('Request aborted'), { name: 'AbortError' }), 'unanswered'],
  [network('ECONNREFUSED'), 'unavailable'],
  [network('ENOTFOUND'), 'unavailable'],
] as const)('%s is %s', (error, kind) => {
  expect(classify(error, 'ecs:DescribeServices', 'question')).toMatchObject({
    kind,
    action: 'ecs:DescribeServices',
  })
})

test('after an answer of 500 a change may have happened, after a refusal it has not', () => {
  expect(classify(service('ServerException', 500), 'ecs:UpdateService', 'change').kind).toBe('unanswered')
  expect(classify(service('ServiceUnavailable', 503), 'ecs:UpdateService', 'change').kind).toBe('unavailable')
  expect(classify(service('ThrottlingException', 400), 'ecs:UpdateService', 'change').kind).toBe('throttled')
})

test('the request id and the name AWS gave survive', () => {
  const error = classify(service('InvalidParameterException', 400), 'ecs:UpdateService', 'change')
  expect(error).toMatchObject({ code: 'InvalidParameterException', requestId: 'r-1', passing: false })
  expect(error.message).toContain('said AWS')
})
